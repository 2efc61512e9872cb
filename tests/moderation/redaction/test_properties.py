"""What must hold for every text: exact offsets, nothing changed outside covers, no detail left."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from moderation.redaction import (
    MARKS,
    Action,
    Cover,
    Kind,
    Tier,
    cover,
    public_text,
    scan,
    segments,
    treat,
)
from moderation.redaction.normalise import INVISIBLE, normalise
from tests.moderation.redaction.gold import Gold, load, load_all

WORDS = """
    I am my wife Teresa Lombardi 54 years old from Toledo Ohio diagnosed with lymphoma on 7/8/12
    call (732) 555-0190 or ada@example.org MRN 00418827 stage IV 3.2 cm PSA 5.8 Keytruda since
    March 2014
    Dr. Kim at Emory . , ! ? \u200b \u202e &#49; ( ) - \u00e9 h\u043epe \uff15 k a r e n dot com
    five one eight [name] [date] 555 0101 -- ' " @ # <b> </b>
    """
PIECES = st.sampled_from(WORDS.split())
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(PIECES, max_size=30).map(" ".join),
    st.lists(PIECES, max_size=30).map("".join),
)
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(TEXTS)
@example("\u202e")
@example("&#49;&#49;")
@example("İİİ I'm İpek, 54")
def test_findings_are_sorted_apart_and_inside_the_text(text: str) -> None:
    end = 0
    for finding in scan(text).findings:
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


@relaxed
@given(TEXTS)
def test_the_same_text_gives_the_same_scan(text: str) -> None:
    assert scan(text) == scan(text)


@relaxed
@given(TEXTS)
def test_no_cover_changes_nothing_but_what_nobody_sees(text: str) -> None:
    assert cover(text, []) == INVISIBLE.sub("", text)


@relaxed
@given(TEXTS)
def test_segments_add_up_to_the_public_text(text: str) -> None:
    covers = [treat(text, finding) for finding in scan(text).findings]
    assert "".join(piece.text for piece in segments(text, covers)) == cover(text, covers)


@relaxed
@given(TEXTS)
def test_what_stands_outside_covers_is_unchanged(text: str) -> None:
    covers = [treat(text, finding) for finding in scan(text).findings]
    kept = [piece.text for piece in segments(text, covers) if piece.kind is None]
    rest = INVISIBLE.sub("", text)
    for piece in kept:
        _, found, rest = rest.partition(piece)
        assert found == piece


@relaxed
@given(TEXTS)
def test_normalised_characters_point_back_in_order(text: str) -> None:
    mapped = normalise(text)
    last = 0
    for i in range(len(mapped.text)):
        start, end = mapped.origin(i, i + 1)
        assert last <= start < end <= len(text)
        last = start


@pytest.mark.parametrize("mark", sorted(MARKS))
def test_a_mark_is_never_taken_for_a_detail(mark: str) -> None:
    text = f"I have lymphoma. My name is {mark}, call {mark}, born {mark}, in {mark}."
    found = scan(text).findings
    assert all(
        text[f.start : f.end] not in mark and mark not in text[f.start : f.end] for f in found
    )


def _comments() -> list[Gold]:
    here = Path(__file__).parent / "cases"
    return [*load_all("dev"), *(gold for path in sorted(here.glob("*.txt")) for gold in load(path))]


def test_the_public_text_of_a_comment_holds_no_direct_identifier() -> None:
    left = {}
    for gold in _comments():
        public = public_text(gold.text, scan(gold.text))
        found = [f for f in scan(public).findings if f.tier is Tier.MUST]
        if found:
            left[gold.id] = [public[f.start : f.end] for f in found]
    assert left == {}


def test_neighbouring_marks_become_one() -> None:
    text = "Ada Bell and Ben Cole"
    covers = [
        Cover(0, 8, Kind.NAME, Action.OUT, "[name]"),
        Cover(13, 21, Kind.NAME, Action.OUT, "[name]"),
    ]
    assert cover(text, covers) == "[name]"


def test_an_empty_replacement_leaves_no_second_blank() -> None:
    assert cover("Thanks, Ada, bye", [Cover(8, 12, Kind.NAME, Action.OUT, "")]) == "Thanks, bye"


HOSTILE = {
    "letters": "a",
    "digits": "1",
    "spaced digits": "1 ",
    "brackets": "(",
    "at": " at ",
    "dot": " dot ",
    "e-mail": "x@y.",
    "names": "Ann ",
    "titles": "Dr. ",
    "number words": "one ",
    "tests": "psa ",
    "values": "psa 4 ",
    "cancer of": "cancer of the ",
    "dates": "Jan 1 ",
    "streets": "5 Elm ",
    "ids": "ABC-",
    "invisible": "a\u200b",
    "entities": "&#49;",
    "initials": "A. ",
    "relations": "my wife ",
    "lists": "12, ",
    "underscores": "a_",
    "tags": "<b>",
}


def _calls(work: Callable[[], object]) -> int:
    """How many Python functions run: work that no busy machine can blur."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_work_grows_with_the_length_only(piece: str) -> None:
    short, long = (piece * (n // len(piece)) for n in (1000, 4000))
    scan(short)
    assert _calls(lambda: scan(long)) <= 5.0 * _calls(lambda: scan(short)) + 200
