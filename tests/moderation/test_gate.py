"""The gate: what stops a publication, in one plain sentence, and what does not."""

import pytest
import pytest_django

from comments.originals import Sent
from moderation import access, gate, spans
from moderation.gate import Gate
from moderation.models import Case, SpanState
from moderation.sentences import SENTENCES
from moderation.triage import MESSAGES
from staff.models import User
from tests import factories

QUESTION = "My mother has lung cancer. Is there a trial in Nevada?"


def look(case: Case, **changes: str | bool) -> Gate:
    words: Sent = access.words_of(case)
    findings = list(case.findings.all())
    given = {
        "text": spans.public_text(words, findings),
        "name": spans.public_name(words, findings),
        "reply": "",
    }
    return gate.check(case, words=words, **(given | changes))  # type: ignore[arg-type]


def codes(checked: Gate) -> set[str]:
    return {block.code for block in checked.blocks}


@pytest.fixture
def case(db: None) -> Case:
    return factories.case(QUESTION)


def test_a_plain_question_passes(case: Case) -> None:
    assert look(case).passes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Call me at 702-555-0144, please.", "detail-left"),
        ("Write to denise@example.org, please.", "detail-left"),
        ("[name] [phone]", "nothing-left"),
        ("  ", "nothing-left"),
    ],
)
def test_the_exact_text_is_read_again(case: Case, text: str, code: str) -> None:
    checked = look(case, text=text)
    assert code in codes(checked)
    assert all(block.message for block in checked.blocks)


def test_it_says_where_a_detail_stands(case: Case) -> None:
    text = "Call me at 702-555-0144, please."
    block = look(case, text=text).blocks[0]
    assert (text[block.start : block.end], block.where) == ("702-555-0144", gate.TEXT)


@pytest.mark.parametrize("name", ["Denise Example", "denise@example.org"])
def test_the_name_is_read_too(case: Case, name: str) -> None:
    assert codes(look(case, name=name)) == {"name-left"}


def test_an_undecided_identifier_stops_it(case: Case) -> None:
    case.findings.create(start=0, end=2, kind="NAME", tier="must", rule="x", state=SpanState.OPEN)
    assert "open-must" in codes(look(case))


def test_an_open_should_takes_the_policy_and_is_only_mentioned(case: Case) -> None:
    case.findings.create(start=0, end=9, kind="AGE", tier="should", rule="x", state=SpanState.OPEN)
    checked = look(case)
    assert checked.passes
    assert "open" in {block.code for block in checked.warnings}


@pytest.mark.parametrize(
    "reply",
    [
        "Hello, please call 800-555-0123.",
        "Hello, in a crisis call 988 or 800-555-0199.",
        "See https://clinicaltrials.gov/search?cond=Lung%20Cancer&aggFilters=status:rec",
    ],
)
def test_a_reply_with_the_houses_own_contacts_passes(case: Case, reply: str) -> None:
    assert look(case, reply=reply).passes


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("Dear {{ first_name }}, please call us.", "unfilled-placeholder"),
        ("See https://elsewhere.test/list for more.", "unknown-host"),
    ],
)
def test_a_reply_that_is_not_right_stops_it(case: Case, reply: str, code: str) -> None:
    checked = look(case, reply=reply)
    assert code in codes(checked)
    assert {block.where for block in checked.blocks} == {gate.REPLY}


def test_a_reply_must_not_say_back_what_was_left_out(db: None) -> None:
    case = factories.case("Call 702-555-0144. Does it work?")
    assert "repeats-detail" in codes(look(case, reply="We will call you at 702-555-0144."))


def test_a_telephone_number_that_is_not_ours_is_mentioned(case: Case) -> None:
    checked = look(case, reply="Please call 212-555-0177.")
    assert "reply-contact" in {block.code for block in checked.warnings}


def test_a_language_that_is_not_covered_is_mentioned(case: Case) -> None:
    case.checked = False
    assert "unchecked" in {block.code for block in look(case).warnings}


def test_a_crisis_needs_a_second_person_and_nothing_else(db: None) -> None:
    case = factories.case("I am going to kill myself tonight. Can you help?")
    checked = look(case)
    assert (codes(checked), checked.needs_second) == ({"crisis-needs-second"}, True)
    assert look(case, second=True).passes


def test_little_left_is_mentioned(moderator: User) -> None:
    case = factories.claimed(moderator, "Call 702-555-0144, 702-555-0145?")
    assert "little-left" in {block.code for block in look(case).warnings}


def test_a_link_host_of_the_site_passes(case: Case, settings: pytest_django.Settings) -> None:
    settings.LINK_HOSTS = ["elsewhere.test"]
    assert "unknown-host" not in codes(look(case, reply="See https://elsewhere.test/list here."))


def test_every_sentence_of_the_reply_check_can_be_translated() -> None:
    assert {reason: str(words) for reason, words in SENTENCES.items()} == dict(MESSAGES)


def test_a_reply_about_another_condition_names_both(case: Case) -> None:
    reply = "Trials for pancreatic cancer are listed at https://clinicaltrials.gov/search?cond=x"
    block = next(one for one in look(case, reply=reply).blocks if one.code == "wrong-condition")
    assert "lung cancer" in block.message.lower()
    assert "pancreatic cancer" in block.message.lower()


def test_no_trials_for_somebody_who_has_died(db: None) -> None:
    case = factories.case("My mother passed away of lung cancer last year. What was it?")
    reply = "You can find clinical trials at https://clinicaltrials.gov/search?cond=Lung%20Cancer"
    assert "trials-for-deceased" in codes(look(case, reply=reply))


def test_what_the_gate_says_has_no_repr(case: Case) -> None:
    checked = look(case, reply="Trials for pancreatic cancer are here.")
    assert checked.blocks
    assert "pancreatic" not in repr(checked)
