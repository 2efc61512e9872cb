"""Canned replies: the right ones first, every field filled, nothing out of place."""

from typing import Any

import pytest
import pytest_django

from comments.originals import Sent
from moderation import access, cases, fields, replies
from moderation.models import Approval, CannedReply, CannedReplyVersion, Case
from staff.models import User
from tests import factories

TRIALS = "My husband has lung cancer. Are there clinical trials for him in Nevada?"


def canned(slug: str, body: str = "{{ greeting }} thank you.", **details: Any) -> CannedReply:
    language = details.pop("language", "en")
    topics = details.pop("topics", ())
    reply = CannedReply.objects.create(slug=slug, title=slug.replace("-", " "), **details)
    reply.conditions.set(factories.topic(one) for one in topics)
    CannedReplyVersion.objects.create(
        reply=reply, language=language, body=body, status=Approval.APPROVED
    )
    return reply


def offered(case: Case, **details: Any) -> list[str]:
    words = access.words_of(case)
    return [offer.canned.slug for offer in replies.offers(case, words, **details)]


def filled(case: Case, body: str, *, language: str = "en") -> str:
    reply = canned(f"reply-{CannedReply.objects.count()}", body, language=language)
    return replies.fill(reply.versions.get(), case, access.words_of(case))


@pytest.fixture
def asking(db: None) -> Case:
    return factories.case(TRIALS, name="Denise")


def test_what_answers_the_wish_comes_first(asking: Case) -> None:
    canned("thanks", intents=["thanks-or-opinion"])
    canned("trials", intents=["trial-eligibility"])
    canned("trials-spouse", intents=["trial-eligibility"], audience=["spouse"])
    canned("trials-child", intents=["trial-eligibility"], audience=["child"])
    found = offered(asking)
    assert found[0] == "trials-spouse"
    assert "thanks" not in found


def test_a_reply_for_another_condition_is_not_offered(asking: Case) -> None:
    canned("breast", intents=["trial-eligibility"], topics=["breast"])
    canned("lung", intents=["trial-eligibility"], topics=["lung"])
    assert offered(asking) == ["lung"]


def test_a_reply_for_the_broader_condition_is(db: None) -> None:
    case = factories.case("I have non-small cell lung cancer. Is there a trial?")
    canned("lung", intents=["trial-eligibility"], topics=["lung"])
    assert offered(case) == ["lung"]


def test_no_trials_for_somebody_who_has_died(db: None) -> None:
    case = factories.case("My husband passed away from lung cancer. Are there clinical trials?")
    canned("trials", intents=["trial-eligibility"])
    canned("condolence", intents=["trial-eligibility"], after_death=True, only_after_death=True)
    assert case.triage["deceased"]
    assert offered(case) == ["condolence"]
    words = access.words_of(case)
    assert [one.canned.slug for one in replies.search("t", case, words)] == ["condolence"]


def test_condolences_are_not_offered_to_the_living(asking: Case) -> None:
    canned("condolence", intents=["trial-eligibility"], only_after_death=True)
    assert offered(asking) == []


def test_crisis_replies_are_for_a_crisis_of_their_kind_alone(asking: Case) -> None:
    canned("crisis", crisis="self-harm", intents=["trial-eligibility"])
    canned("emergency", crisis="medical-emergency")
    assert offered(asking) == []
    crisis = factories.case("I am going to kill myself tonight.")
    assert offered(crisis) == ["crisis"]


def test_a_crisis_is_offered_nothing_else(db: None) -> None:
    canned("emotional", intents=["emotional-support", "treatment-advice"])
    assert offered(factories.case("I am going to kill myself tonight.")) == []


def test_the_three_answer_different_wishes_where_there_are_several(db: None) -> None:
    case = factories.case("Does it work?")
    for number in range(3):
        canned(f"trials-{number}", intents=["trial-eligibility"])
    canned("drug", intents=["drug-access"])
    canned("records", intents=["send-records"])
    case.triage["intents"] = ["trial-eligibility", "drug-access", "send-records"]
    assert offered(case) == ["trials-0", "drug", "records"]
    case.triage["intents"] = ["trial-eligibility"]
    assert offered(case) == ["trials-0", "trials-1", "trials-2"]


def test_what_needs_a_state_waits_for_one(asking: Case) -> None:
    canned("near", intents=["trial-eligibility"], needs_state=True)
    assert offered(asking) == ["near"]
    asking.triage["state"] = ""
    assert offered(asking) == []


@pytest.mark.parametrize("change", [{"active": False}, {"status": Approval.DRAFT}])
def test_only_approved_and_active_ones_are_offered(asking: Case, change: dict[str, Any]) -> None:
    reply = canned("trials", intents=["trial-eligibility"])
    if "active" in change:
        CannedReply.objects.update(**change)
    else:
        reply.versions.update(**change)
    assert offered(asking) == []


def test_a_spanish_comment_gets_the_spanish_words(db: None) -> None:
    case = factories.case("¿Hay ensayos clínicos para el cáncer de pulmón? Muchas gracias.")
    reply = canned("trials", "English", intents=["trial-eligibility"])
    CannedReplyVersion.objects.create(
        reply=reply, language="es", body="{{ greeting }} en español", status=Approval.APPROVED
    )
    words = access.words_of(case)
    assert [one.version.language for one in replies.search("trials", case, words)] == ["es"]


def test_search_finds_words_in_the_title_first(asking: Case) -> None:
    canned("records", "about trials")
    canned("trials", "about records")
    words = access.words_of(asking)
    assert [one.canned.slug for one in replies.search("trials", asking, words)] == [
        "trials",
        "records",
    ]
    assert replies.search("nothing of it", asking, words) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ greeting }} hi", "Denise, hi"),
        ("on {{ condition }}", "on lung cancer"),
        ("for {{ relation }}", "for your husband"),
        ("in {{ state }}", "in Nevada"),
        ("{{ trial_link }}", "https://clinicaltrials.gov/search?cond=Lung%20Cancer"),
        ("{{ trial_link_state }}", "state=Nevada"),
        ("{{ nci_link }}", "q=lung%20cancer"),
        ("{{ referral_phone }}", "800-555-0123"),
        ("{{ article_title }}", "Immune cells in tumors"),
        ("{{team}}", "The Bedside team"),
    ],
)
def test_fields_are_filled(asking: Case, body: str, expected: str) -> None:
    assert expected in filled(asking, body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ greeting }} hi", "Hello, hi"),
        ("{{ first_name }}!", "there!"),
        ("on {{ condition }}", "on cancer"),
        ("for {{ relation }}", "for your loved one"),
        ("in {{ state }}", "in your state"),
        ("{{ trial_link }}", "cond=cancer"),
        ("{{ trial_link_state }}", "cond=cancer"),
        ("{{ nci_link }}", "q=cancer"),
    ],
)
def test_what_is_not_known_falls_back_to_words_that_read_well(
    db: None, body: str, expected: str
) -> None:
    case = factories.case("Does it work?", name="")
    assert expected in filled(case, body)


def test_no_field_is_ever_empty(db: None) -> None:
    case = factories.case("?", name="")
    for name in fields.FIELDS:
        text = filled(case, f"<{{{{ {name} }}}}>")
        assert text not in ("<>", f"<{{{{ {name} }}}}>"), name


def test_a_link_never_carries_a_detail(db: None) -> None:
    case = factories.case(
        "I am 58, ZIP 83702, Boise, on Keytruda, lung cancer. Are there clinical trials?"
    )
    text = filled(case, "{{ trial_link }} {{ trial_link_state }} {{ nci_link }}")
    for detail in ("58", "83702", "Boise", "Keytruda", "keytruda"):
        assert detail not in text


def test_only_a_first_name_is_greeted(db: None) -> None:
    case = factories.case("Does it work?", name="Philip Q. Example")
    assert filled(case, "{{ greeting }}") == "Philip,"


def test_a_name_cannot_bring_a_field_of_its_own(db: None) -> None:
    case = factories.case("Does it work?", name="{{team}}")
    assert "Bedside" not in filled(case, "{{ greeting }}")


def test_an_institutions_own_list_is_used(asking: Case, settings: pytest_django.Settings) -> None:
    settings.TRIALS_URL_TEMPLATE = "https://www.example.org/trials?c={condition_plus}&phase=All"
    assert filled(asking, "{{ trial_link }}") == (
        "https://www.example.org/trials?c=Lung+Cancer&phase=All"
    )


@pytest.mark.parametrize(
    ("body", "unknown"),
    [
        ("{{ greeting }} {{ team }}", set()),
        ("Dear {{ name }},", {"name"}),
        ("Dear {{ greeting }", {"{{"}),
        ("{% if x %}", {"{{"}),
        ("{{ user.password }}", {"{{"}),
        ("{{ Greeting }}", {"{{"}),
    ],
)
def test_unknown_fields_are_found_when_a_reply_is_written(body: str, unknown: set[str]) -> None:
    assert replies.unknown_fields(body) == unknown


def test_the_reply_follows_a_correction(moderator: User) -> None:
    case = factories.claimed(moderator, TRIALS)
    cases.correct(case, user=moderator, field="condition", value="breast")
    cases.correct(case, user=moderator, field="state", value="California")
    text = filled(case, "{{ condition }} {{ state }} {{ trial_link_state }}")
    assert text.startswith("breast cancer California")
    assert "state=California" in text


@pytest.mark.parametrize(
    ("slug", "words"),
    [("lung", "lung cancer"), ("hodgkin", "Hodgkin"), ("", "cancer"), ("nothing", "cancer")],
)
def test_a_condition_stands_inside_a_sentence(slug: str, words: str) -> None:
    assert fields.condition_words(slug, "en").startswith(words)


def test_what_holds_words_has_no_repr(asking: Case) -> None:
    canned("trials", intents=["trial-eligibility"])
    sent = Sent(name="Denise", email="", body=TRIALS)
    assert "Denise" not in repr(replies.offers(asking, sent))
