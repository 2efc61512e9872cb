"""What triage says of whole comments."""

from moderation.triage import triage


def test_a_comment_is_told_in_one_go() -> None:
    said = triage(
        "My husband was just told he has stage 4 kidny cancer, spread to the lungs. Is there a "
        "trial near Boise, Idaho? Thanks, Marla"
    )
    assert said.conditions == ("kidney",)
    assert said.intents[0] in {"trial-eligibility", "location-closer-to-home"}
    assert (said.about, said.question, said.crisis) == ("spouse", True, "none")
    assert (said.state, said.first_name) == ("Idaho", "Marla")
    assert (said.deceased, said.minor, said.language) == (False, False, "en")


def test_an_empty_text_says_nothing() -> None:
    said = triage("")
    assert said.conditions == ()
    assert said.crisis == "none"
    assert said.first_name is None


def test_a_site_can_add_its_own_words() -> None:
    text = "Grandpa has the silver ribbon disease. What now?"
    assert triage(text).primary is None
    assert triage(text, synonyms={"brain": ["silver ribbon disease"]}).primary == "brain"
