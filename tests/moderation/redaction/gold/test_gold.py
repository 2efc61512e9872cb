"""The gold set is a measuring instrument: these tests check the instrument itself."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.moderation.redaction.gold import (
    DONT_CARE,
    LABELS,
    PARTS,
    Gold,
    GoldError,
    Span,
    as_json_lines,
    files,
    load,
    load_all,
)
from tests.moderation.redaction.gold.__main__ import main
from tests.moderation.redaction.gold.zones import rule_zones

EVERY_FILE = [path for part in PARTS for path in files(part)]


def written(tmp_path: Path, source: str) -> Path:
    path = tmp_path / "some.txt"
    path.write_text(source, encoding="utf-8")
    return path


def only(tmp_path: Path, body: str, about: str = "personal") -> Gold:
    [gold] = load(written(tmp_path, f"% x-001 {about}\n{body}\n"))
    return gold


@pytest.mark.parametrize("path", EVERY_FILE, ids=lambda path: path.name)
def test_every_file_parses_and_every_span_lies_within_its_text(path: Path) -> None:
    golds = load(path)
    assert len(golds) >= 10
    for gold in golds:
        edges = [edge for span in gold.spans for edge in (span.start, span.end)]
        assert edges == sorted(edges), gold.id
        assert all(0 <= edge <= len(gold.text) for edge in edges), gold.id
        assert all(0 <= a < b <= len(gold.text) for a, b in gold.ignore), gold.id
        assert len(gold.text) <= 1600, gold.id


def test_ids_and_texts_occur_once_in_the_whole_set() -> None:
    golds = [gold for part in PARTS for gold in load_all(part)]
    assert [i for i, n in Counter(gold.id for gold in golds).items() if n > 1] == []
    assert [t for t, n in Counter(gold.text for gold in golds).items() if n > 1] == []


@pytest.mark.parametrize("part", PARTS)
def test_each_part_holds_every_label_and_kind_often_enough_to_measure_it(part: str) -> None:
    golds = load_all(part)
    labels = Counter(span.label for gold in golds for span in gold.spans)
    assert {label for label in LABELS if labels[label] < 5} == set()
    assert sum(not gold.personal for gold in golds) >= len(golds) // 4
    assert sum(gold.adversarial for gold in golds) >= len(golds) // 10


def test_nobody_real_can_be_called_or_written_to() -> None:
    for gold in (gold for part in PARTS for gold in load_all(part)):
        for span in gold.spans:
            words = gold.text[span.start : span.end]
            if not words.isascii():
                continue
            digits = "".join(filter(str.isdigit, words))
            if span.label == "PHONE" and len(digits) >= 7:
                assert "555" in digits, (gold.id, words)
            if span.label == "EMAIL" and "@" in words and " " not in words:
                reserved = "example" in words or "example" in words[::-1]
                assert reserved or words.endswith(".test"), (gold.id, words)


def test_marks_become_spans_in_code_points_of_the_plain_text(tmp_path: Path) -> None:
    gold = only(tmp_path, "🙂 I'm {NAME:Ada}, {AGE:30}.\n\nTwo lines.")
    assert gold.text == "🙂 I'm Ada, 30.\n\nTwo lines."
    assert gold.spans == (Span(6, 9, "NAME"), Span(11, 13, "AGE"))


def test_escapes_stand_for_characters_that_cannot_be_seen_or_would_be_marks(tmp_path: Path) -> None:
    assert only(tmp_path, r"a\u200bb \{x\} \\").text == "a\u200bb {x} \\"


def test_a_dont_care_mark_is_a_zone_and_no_span(tmp_path: Path) -> None:
    gold = only(tmp_path, "abc {~:def}")
    assert (gold.spans, gold.ignore) == ((), ((4, 7),))


@pytest.mark.parametrize(
    "body",
    [
        "{NAME:Ada",
        "Ada}",
        "{NAME:Ada {AGE:3}}",
        "{NAMES:Ada}",
        "{NAME: Ada}",
        "{Ada}",
        "{~:}",
        "a \\ b",
        "",
    ],
)
def test_a_malformed_comment_is_refused_by_file_and_id(tmp_path: Path, body: str) -> None:
    with pytest.raises(GoldError, match=r"some\.txt: x-001: "):
        only(tmp_path, body)


@pytest.mark.parametrize(
    "source",
    ["% x-1 personal\na\n", "% x-001 private\na\n", "% x-001 personal loud\na\n", "a\n% x-001\nb"],
)
def test_a_malformed_header_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(GoldError, match=r"some\.txt: "):
        load(written(tmp_path, source))


def test_a_general_comment_cannot_hold_details_of_a_person(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="general comment"):
        only(tmp_path, "{NAME:Ada}", about="general")


@pytest.mark.parametrize(
    ("text", "words", "label", "zone"),
    [
        ("call Dr. Ada", "Ada", "NAME", "call Dr. "),
        ("she is 61 years old", "61", "AGE", " years old"),
        ("my PSA was 8.1", "8.1", "MEASUREMENT", "my PSA was "),
        ("Ada's mother", "Ada", "NAME", "'s"),
        ("it came back three years ago", "back", "SYMPTOM", "three years ago"),
        ("6 cycles of FOLFOX", "FOLFOX", "TREATMENT", "6 cycles of "),
    ],
)
def test_cues_units_and_durations_beside_a_span_are_not_cared_about(
    text: str, words: str, label: str, zone: str
) -> None:
    start = text.index(words)
    zones = [text[a:b] for a, b in rule_zones(text, [(start, start + len(words), label)])]
    assert zone in zones


def test_a_bare_word_beside_a_span_is_no_cue() -> None:
    text = "Whereas Ada"
    assert list(rule_zones(text, [(8, 11, "NAME")])) == []


def test_json_lines_hold_what_a_scorer_needs(tmp_path: Path) -> None:
    [row] = map(json.loads, as_json_lines([only(tmp_path, "{NAME:Zoë}")]))
    assert row["spans"] == [{"start": 0, "end": 3, "label": "NAME"}]
    assert set(row) == {"id", "text", "spans", "ignore", "personal", "adversarial"}


def test_the_export_writes_one_part_and_names_an_unknown_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["dev"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(load_all("dev"))
    assert main(["train"]) == 2
    assert "'train'" in capsys.readouterr().err


def test_the_dont_care_label_is_no_label() -> None:
    assert DONT_CARE not in LABELS
