"""Spans: decided by people, covered by the engine, never typed."""

import pytest
from hypothesis import given, strategies

from comments.originals import Sent
from moderation import access, claims, gate, spans
from moderation.models import Base, Case, Finding, KeptBecause, SpanState
from moderation.redaction import Action, Cover, Kind
from staff.models import User
from tests import factories

BODY = "My doctor is Ada Example. Call 702-555-0144 or 702-555-0144. Does it work?"


def held(user: User, body: str = BODY, **fields: str) -> tuple[Case, Sent]:
    case = factories.claimed(user, body, **fields)
    return case, access.open_original(case, user=user)


def text(case: Case, words: Sent) -> str:
    return spans.public_text(words, list(case.findings.all()))


def marked(case: Case, user: User, words: Sent, said: str) -> Finding:
    start = words.body.index(said)
    return spans.mark(
        case, user=user, words=words, start=start, end=start + len(said), kind="OCCUPATION"
    )


def test_a_span_is_left_out_kept_or_opened_again(moderator: User) -> None:
    case, words = held(moderator, "Call 702-555-0144, please.")
    finding = case.findings.get()
    for state, shown in (
        (SpanState.KEPT, "Call 702-555-0144, please."),
        (SpanState.OUT, "Call [phone], please."),
        (SpanState.OPEN, "Call [phone], please."),
    ):
        spans.decide(case, user=moderator, finding_ids=[finding.pk], state=state)
        finding.refresh_from_db()
        assert (finding.state, finding.by_hand) == (state, state != SpanState.OPEN)
        assert text(case, words) == shown


def test_keeping_says_why(moderator: User) -> None:
    case, _words = held(moderator)
    ids = list(case.findings.values_list("pk", flat=True))
    spans.decide(case, user=moderator, finding_ids=ids, state=SpanState.KEPT)
    assert set(case.findings.values_list("kept_because", flat=True)) == {KeptBecause.NOT_PERSONAL}


def test_own_words_are_sealed_and_shown(moderator: User) -> None:
    case, words = held(moderator, "Call 702-555-0144, please.")
    finding = case.findings.get()
    spans.decide(
        case,
        user=moderator,
        finding_ids=[finding.pk],
        state=SpanState.GENERALISED,
        replacement="our office",
    )
    finding.refresh_from_db()
    assert b"our office" not in bytes(finding.sealed_replacement)
    assert text(case, words) == "Call our office, please."


def test_what_has_no_general_wording_is_left_out(moderator: User) -> None:
    case, words = held(moderator, "Call 702-555-0144, please.")
    ids = [case.findings.get().pk]
    spans.decide(case, user=moderator, finding_ids=ids, state=SpanState.GENERALISED)
    assert text(case, words) == "Call [phone], please."


def test_the_same_words_are_found_everywhere(moderator: User) -> None:
    case, words = held(moderator, "Call 702-555-0144 today. Really, call 702-555-0144.")
    first = case.findings.filter(kind="PHONE").first()
    assert first is not None
    assert len(spans.same_as(case, first, words)) == 2


def test_a_marked_span_grows_to_whole_words(moderator: User) -> None:
    case, words = held(moderator, "I drive the school-bus here.")
    span = spans.mark(case, user=moderator, words=words, start=14, end=18, kind="OCCUPATION")
    assert words.body[span.start : span.end] == "school-bus"
    assert text(case, words) == "I drive the [occupation] here."


@pytest.mark.parametrize(("start", "end"), [(0, 0), (7, 8), (500, 600), (9, 3)])
def test_a_selection_without_a_word_marks_nothing(moderator: User, start: int, end: int) -> None:
    case, words = held(moderator, "I drive . a bus")
    with pytest.raises(spans.EmptySpanError):
        spans.mark(case, user=moderator, words=words, start=start, end=end, kind="NAME")


def test_a_mark_swallows_the_spans_inside_it(moderator: User) -> None:
    case, words = held(moderator, "Call 702-555-0144, please.")
    marked(case, moderator, words, "Call 702-555-0144")
    assert case.findings.count() == 1
    assert text(case, words) == "[occupation], please."


def test_spans_that_overlap_leave_nothing_between_them(moderator: User) -> None:
    case, words = held(moderator, "one two three four")
    marked(case, moderator, words, "one two three")
    case.findings.create(start=8, end=18, kind="NAME", tier="should", rule="x", state=SpanState.OUT)
    shown = text(case, words)
    assert "four" not in shown
    assert "three" not in shown


def test_edges_move_by_words(moderator: User) -> None:
    case, words = held(moderator, "I drive a yellow school bus here.")
    span = marked(case, moderator, words, "yellow school")
    start, end = spans.moved_edge(words, span, grow=True)
    assert words.body[start:end] == "yellow school bus"
    spans.resize(case, user=moderator, finding=span, words=words, start=start, end=end)
    span.refresh_from_db()
    assert (span.moved, span.end) == (True, end)
    start, end = spans.moved_edge(words, span, grow=False)
    assert words.body[start:end] == "yellow school"


def test_the_last_word_stays_in_a_span(moderator: User) -> None:
    case, words = held(moderator, "I drive a bus.")
    span = marked(case, moderator, words, "bus")
    assert spans.moved_edge(words, span, grow=False) == (span.start, span.end)


def test_the_question_in_general_words_covers_everything(moderator: User) -> None:
    case, words = held(moderator)
    spans.cover_all(case, user=moderator, words=words, replacement="Does it work for everybody?")
    assert text(case, words) == "Does it work for everybody?"
    findings = list(case.findings.all())
    assert spans.little_left(words, spans.covers(words, findings, base=Base.ORIGINAL)) is None


def test_the_name_shown_is_a_first_name(moderator: User) -> None:
    case, words = held(moderator, name="Philip Q. Example")
    findings = list(case.findings.all())
    assert spans.public_name(words, findings) == "Philip"
    ids = [one.pk for one in findings if one.base == Base.NAME]
    spans.decide(case, user=moderator, finding_ids=ids, state=SpanState.KEPT)
    assert spans.public_name(words, list(case.findings.all())) == "Philip Q. Example"


def test_a_colleagues_case_cannot_be_worked_on(moderator: User) -> None:
    case, words = held(moderator)
    other = factories.staff(group="moderator")
    with pytest.raises(claims.HeldError):
        marked(case, other, words, "doctor")
    with pytest.raises(claims.HeldError):
        spans.decide(case, user=other, finding_ids=[], state=SpanState.OUT)


def out(start: int, end: int) -> Cover:
    return Cover(start, end, Kind.NAME, Action.OUT, "[name]")


@pytest.mark.parametrize(
    ("body", "covers", "why"),
    [
        ("one two three four five", [out(0, 13)], spans.Little.SHARE),
        ("one two three four five", [out(0, 7)], None),
        ("word " * 40, [out(at * 10, at * 10 + 4) for at in range(6)], spans.Little.DETAILS),
        ("It is so and so and so and so. Why me?", [out(31, 38)], spans.Little.QUESTION),
        ("", [], None),
    ],
)
def test_little_left_is_noticed(body: str, covers: list[Cover], why: str | None) -> None:
    left = spans.little_left(Sent(name="", email="", body=body), covers)
    assert (left and left.why) == why
    assert left is None or left.message


def test_a_kept_must_passes_the_gate_and_is_counted_against_the_rule(moderator: User) -> None:
    case, words = held(moderator, "Call 702-555-0144, please?")
    ids = [case.findings.get().pk]
    spans.decide(case, user=moderator, finding_ids=ids, state=SpanState.KEPT)
    checked = gate.check(case, words=words, text=text(case, words), name="Denise", reply="")
    assert checked.passes
    assert checked.counts["kept"] == {"PHONE": 1}


WORDS = [f"word{number:02}" for number in range(20)]
PLACE = strategies.tuples(strategies.integers(0, 140), strategies.integers(1, 60))


@given(strategies.lists(PLACE, max_size=12))
def test_whatever_spans_overlap_no_word_inside_one_is_public(
    places: list[tuple[int, int]],
) -> None:
    words = Sent(name="", email="", body=" ".join(WORDS))
    findings = [
        Finding(start=start, end=start + length, kind="NAME", tier="must", rule="x", state="out")
        for start, length in places
        if start + length <= len(words.body)
    ]
    shown = spans.public_text(words, findings)
    for number, word in enumerate(WORDS):
        first, last = number * 7, number * 7 + len(word)
        if any(one.start <= first and last <= one.end for one in findings):
            assert word not in shown
        elif not any(one.start < last and first < one.end for one in findings):
            assert word in shown
