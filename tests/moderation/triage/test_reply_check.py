"""What stops a reply, and what does not."""

import pytest

from moderation.triage import check_reply, triage
from moderation.triage.verdicts import CODES, MESSAGES, labels

LUNG = "My dad has lung cancer and started Keytruda in May. The cough is bad. He is 66, in Tulsa."
BREAST = "I have breast cancer, stage 2, 54, had a lumpectomy in Reno. Should I take tamoxifen?"
SCIENCE = "How do T cells find a tumor?"
SPREAD = "My colon cancer has gone to the liver. Trials?"

BAD = (
    (LUNG, "Ann, treatments for pancreatic cancer are changing quickly.", "wrong-condition"),
    (SPREAD, "Ann, see https://clinicaltrials.gov/search?cond=Liver%20Cancer.", "wrong-condition"),
    (SCIENCE, "Ann, our myeloma doctors would be glad to see you.", "wrong-condition"),
    (BREAST, "Ann, for stage 2 breast cancer there are many ways.", "repeats-detail"),
    (BREAST, "Ann, at 54 there are many options.", "repeats-detail"),
    (LUNG, "Ann, there is a place not far from Tulsa.", "repeats-detail"),
    (LUNG, "Ann, see https://clinicaltrials.gov/search?cond=Lung&age=66", "repeats-detail"),
    (LUNG, "Ann, we hope Keytruda helps.", "repeats-detail"),
    (BREAST, "Ann, we have looked into your chart.", "confirms-patient"),
    (LUNG, "Ann, as your father is our patient, his surgeon will call.", "confirms-patient"),
    (BREAST, "Ann, you can safely stop the tablets.", "medical-advice"),
    (LUNG, "Ann, your father probably has six months.", "medical-advice"),
    (BREAST, "Dear {{ first_name }}, thank you.", "unfilled-placeholder"),
    (BREAST, "Dear , thank you.", "unfilled-placeholder"),
    (BREAST, "Ann, please go to .", "unfilled-placeholder"),
    (BREAST, "Ann, see our list: [LINK]", "unfilled-placeholder"),
    (LUNG, "Ann, he qualifies for this study.", "promises-eligibility"),
    (BREAST, "Ann, we'll be able to enroll you.", "promises-eligibility"),
    (LUNG, "Ann, we hope your brother finds a trial.", "wrong-person"),
    (LUNG, "Dear Philip, thank you for writing.", "wrong-person"),
    (BREAST, "Ann, trials: …Breast+Cancer&phase=All", "broken-link"),
    (BREAST, "Ann, the list is [here]().", "broken-link"),
    (BREAST, "Ann, see htps:/www.example.org/list", "broken-link"),
)
GOOD = (
    (LUNG, "Ann, immunotherapy trials for lung cancer: https://clinicaltrials.gov/search?cond=Lung%20Cancer&aggFilters=status:rec."),
    (LUNG, "Ann, your father may be eligible for a study; the study team decides."),
    (LUNG, "Ann, please call 911 if he has trouble breathing."),
    (BREAST, "Ann, we cannot say what is right for one person. Please talk with your oncologist."),
    (BREAST, "Ann, if you are already seen here, please use the patient portal."),
    (BREAST, "Ann, you may find https://www.cancer.gov/types/breast helpful."),
    (BREAST, "Ann, thank you for your question. Please call 800-525-2225."),
    (SCIENCE, "Ann, studies in melanoma and other tumors suggest that chemical signals matter."),
    (SPREAD, "Ann, colorectal cancer trials are listed at https://clinicaltrials.gov."),
)  # fmt: skip


@pytest.mark.parametrize(("comment", "reply", "code"), BAD)
def test_a_bad_reply_is_stopped_for_its_reason(comment: str, reply: str, code: str) -> None:
    assert code in {verdict.code for verdict in check_reply(comment, reply, public_name="Ann")}


@pytest.mark.parametrize(("comment", "reply"), GOOD)
def test_a_good_reply_passes(comment: str, reply: str) -> None:
    assert check_reply(comment, reply, public_name="Ann") == ()


@pytest.mark.parametrize(("comment", "reply", "code"), BAD)
def test_a_verdict_points_at_words_of_the_reply(comment: str, reply: str, code: str) -> None:
    for verdict in check_reply(comment, reply, public_name="Ann"):
        assert 0 <= verdict.start < verdict.end <= len(reply)
        assert verdict.message == MESSAGES[verdict.reason] % dict(verdict.params)
        assert verdict.code == CODES[verdict.reason]


def test_both_conditions_are_named() -> None:
    (found,) = check_reply(
        "squamous cell of the lung. What is new?", "See our pancreatic cancer page."
    )
    assert "squamous cell lung cancer" in found.message
    assert "pancreatic cancer" in found.message


def test_no_trials_are_offered_for_somebody_who_has_died() -> None:
    comment = "My husband died of lymphoma in May. Thank you for the article."
    found = check_reply(comment, "Ann, lymphoma trials are listed online.", public_name="Ann")
    assert [verdict.code for verdict in found] == ["trials-for-deceased"]
    assert labels(found) == ("ok",)


def test_links_go_to_allowed_hosts_only() -> None:
    reply = "Ann, please see https://cures.example.com/breast."
    found = check_reply(BREAST, reply, public_name="Ann", allowed_hosts={"example.org"})
    assert [verdict.code for verdict in found] == ["unknown-host"]
    assert check_reply(BREAST, reply, public_name="Ann", allowed_hosts=None) == ()


def test_staff_corrections_are_followed() -> None:
    corrected = triage("I have lymphoma.")
    reply = "Ann, lymphoma trials are listed at https://clinicaltrials.gov."
    assert check_reply(LUNG, reply, public_name="Ann")
    assert check_reply(LUNG, reply, public_name="Ann", triage=corrected) == ()


def test_every_reason_has_a_code_and_a_sentence() -> None:
    assert CODES.keys() == MESSAGES.keys()
