"""What a comment wants."""

import pytest

from moderation.triage import triage

FIRST = {
    "Could the joint pain be from letrozole?": "side-effects",
    "Can your pathologists review my biopsy? Sarcoma, they think.": "appointment-or-second-opinion",
    "The video does not play on my tablet.": "complaint",
    "How do I get my slides back?": "send-records",
    "Do boswellia capsules shrink tumors?": "alternative-remedy",
    "Am I a candidate for CAR-T? I have DLBCL.": "trial-eligibility",
    "I would like a second opinion on my desmoid tumor": "appointment-or-second-opinion",
    "Can I send you the disc with my scans?": "send-records",
    "We cannot afford herceptin here. How can I get the drug?": "drug-access",
    "Breast cancer, 3 nodes positive. Radiation or no radiation?": "treatment-advice",
    "Does immunotherapy cause hair loss?": "side-effects",
    "What does 'spiculated' mean?": "information-request",
    "Is there a trial closer than New York?": "location-closer-to-home",
    "Do you take Tricare?": "insurance-or-cost",
    "Is soursop any good against cancer?": "alternative-remedy",
    "Thank you for this wonderful post!": "thanks-or-opinion",
    "Is Notch signaling the same in mice?": "article-question",
    "The link is broken, I get a 404.": "complaint",
    "Pray for me, I am so scared.": "emotional-support",
    "Can I volunteer at the hospital?": "other",
}


@pytest.mark.parametrize("text", FIRST)
def test_the_first_guess(text: str) -> None:
    assert triage(text).intents[0] == FIRST[text]


def test_each_intent_is_said_once() -> None:
    said = triage("Thank you. Are there trials near Ohio and do you take Aetna?").intents
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How is LCIS treated?", True),
        ("Please call me at 312-555-0142, thyroid cancer", True),
        ("The link does not work", True),
        ("My scan is clear! Thanks to everybody.", False),
        ("Great article, I enjoyed it.", False),
    ],
)
def test_whether_somebody_should_answer(text: str, *, asks: bool) -> None:
    assert triage(text).question is asks
