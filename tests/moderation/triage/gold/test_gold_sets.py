"""The gold sets are well made, and the scorer tells good answers from bad ones."""

import re
from collections import Counter

import pytest

from tests.moderation.triage.gold import (
    FOLDER,
    REPLY_SETS,
    TRIAGE_SETS,
    TriageGold,
    load_replies,
    load_triage,
)
from tests.moderation.triage.gold.score import (
    ALARM,
    FIELDS,
    prediction,
    score_replies,
    score_triage,
)

PHONE = re.compile(r"\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}")


@pytest.mark.parametrize("name", TRIAGE_SETS)
def test_a_triage_set_has_its_share_of_crises_and_traps(name: str) -> None:
    items = load_triage(name)
    alarms = sum(item.crisis in ALARM for item in items)
    traps = sum(item.trap is not None for item in items)
    assert len(items) == 130
    assert alarms / len(items) > 0.1
    assert traps / len(items) >= 0.15


@pytest.mark.parametrize("name", REPLY_SETS)
def test_a_reply_set_is_half_good_and_half_bad(name: str) -> None:
    pairs = load_replies(name)
    assert len(pairs) == 90
    assert sum(pair.ok for pair in pairs) == 45
    assert len({code for pair in pairs for code in pair.verdicts}) == 9


def test_no_id_and_no_comment_stands_in_two_sets() -> None:
    ids = [item.id for item in load_triage(*TRIAGE_SETS)]
    ids += [pair.id for pair in load_replies(*REPLY_SETS)]
    assert max(Counter(ids).values()) == 1
    texts = Counter(item.text for item in load_triage(*TRIAGE_SETS))
    assert max(texts.values()) == 1


def test_optional_labels_differ_from_the_required_ones() -> None:
    for item in load_triage(*TRIAGE_SETS):
        assert not set(item.also.get("intents", ())) & set(item.intents), item.id
        for key in ("about", "crisis", "state", "first_name"):
            assert getattr(item, key) not in item.also.get(key, ()), item.id
    for pair in load_replies(*REPLY_SETS):
        assert not pair.optional & pair.verdicts, pair.id


def test_telephone_numbers_are_invented_ones() -> None:
    for path in FOLDER.glob("*.jsonl"):
        for number in PHONE.findall(path.read_text(encoding="utf-8")):
            assert re.search(r"555[-. ]01\d\d$", number), number


def perfect(item: TriageGold) -> dict[str, object]:
    return dict(prediction(item))


def test_the_gold_answers_score_full_marks() -> None:
    items = load_triage(*TRIAGE_SETS)
    score = score_triage(items, {item.id: perfect(item) for item in items})
    assert score.misses == []
    pairs = load_replies(*REPLY_SETS)
    assert score_replies(pairs, {pair.id: pair.verdicts for pair in pairs}).misses == []


def test_no_answer_at_all_misses_every_crisis_and_blocks_no_reply() -> None:
    score = score_triage(load_triage("dev-triage"), {})
    assert score["crisis recall"] == 0
    assert score["crisis quiet (no false alarm)"] == 1
    replies = score_replies(load_replies("dev-replies"), {})
    assert replies["bad blocked"] == 0
    assert replies["ok let through"] == 1


@pytest.mark.parametrize("key", FIELDS)
def test_a_wrong_label_is_a_miss(key: str) -> None:
    item = TriageGold("x", "", ("lung",), ("thanks-or-opinion",), "self", True, "none", None, None)
    wrong: dict[str, object] = {
        "conditions": ["skin"],
        "intents": ["other"],
        "about": "nobody",
        "question": False,
        "crisis": "self-harm",
        "state": "Ohio",
        "first_name": "Ann",
    }
    said = {**perfect(item), key: wrong[key]}
    assert score_triage([item], {"x": said}).misses


def test_an_equally_right_label_is_no_miss() -> None:
    also = {"primary": ["colon"], "about": ["nobody"], "crisis": ["distress"], "question": True}
    item = TriageGold("x", "", ("rectal",), ("other",), "self", True, "none", None, None, also)
    said = {**perfect(item), "conditions": ["colon"], "about": "nobody", "crisis": "distress"}
    assert score_triage([item], {"x": {**said, "question": False}}).misses == []
