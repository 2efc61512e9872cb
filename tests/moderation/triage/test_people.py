"""For whom a comment asks, how a reply calls that person, and who signs."""

import pytest

from moderation.triage import relation, triage

ABOUT = {
    "My PSA is 11.3. Should I worry?": "self",
    "My wife has lymphoma. What now?": "spouse",
    "hubby has tonsil cancer, 35 rads": "spouse",
    "Our 4 yr old has Wilms, both kidneys": "child",
    "I am the mother of Isaac, who has astrocytoma": "child",
    "My twin was told she has GIST": "sibling",
    "my brother in law has AML": "other-relative",
    "My husband's sister has melanoma": "other-relative",
    "My best friend's husband has a thymoma": "friend",
    "A patient of mine has a thymoma. Whom can I ask?": "patient-of-writer",
    "How do macrophages find a tumor?": "nobody",
    "My wife says I should write. I was diagnosed with CLL in May and my counts are low": "self",
    "mi hermana tiene cáncer de mama": "sibling",
}
RELATIONS = {
    "My mother-in-law has AML": ("your mother-in-law", "she", "her", "her"),
    "Husband has GIST, he is 50": ("your husband", "he", "him", "his"),
    "My cousin has lupus. She is 30": ("your cousin", "she", "her", "her"),
    "I have CLL. What now?": ("you", "you", "you", "your"),
}
SIGNED = {
    "My name is Mark May. I may come in May.": "Mark",
    "Hi, I'm Denise, 54, from Toledo Ohio. I have GIST.": "Denise",
    "What trials are open now? thanks, Vern": "Vern",
    "Rads or no rads? — Jo in Tulsa": "Jo",
    "Swollen eyes and cramps on Gleevec. Rita, Baton Rouge.": "Rita",
    "Thank you Connie for the article": None,
    "My wife Hannah has lymphoma": None,
    "Please answer. Mrs. Brennan": None,
}
STATES = {
    "I live in Muscle Shoals AL and have CLL": "Alabama",
    "Leeds UK here": "United Kingdom",
    "Any trial near Boise, Idaho?": "Idaho",
    "We are in Duluth": None,
    "I was at the VA in Tampa": None,
    "Vietnam 68-69, agent orange": None,
    "my wife Georgia has lymphoma": None,
    "CT scan was clear": None,
}


@pytest.mark.parametrize("text", ABOUT)
def test_for_whom_a_comment_asks(text: str) -> None:
    assert triage(text).about == ABOUT[text]


@pytest.mark.parametrize("text", RELATIONS)
def test_how_a_reply_calls_the_person(text: str) -> None:
    said = relation(text, triage(text))
    words = (said.noun, said.pronoun_subject, said.pronoun_object, said.possessive)
    assert words == RELATIONS[text]


@pytest.mark.parametrize("text", SIGNED)
def test_the_name_a_comment_is_signed_with(text: str) -> None:
    assert triage(text).first_name == SIGNED[text]


@pytest.mark.parametrize("text", STATES)
def test_the_state_a_person_is_in(text: str) -> None:
    assert triage(text).state == STATES[text]


def test_a_death_is_noticed() -> None:
    assert triage("My late husband had glioblastoma. Thank you for the article.").deceased
    assert not triage("My husband has glioblastoma. Any trial?").deceased


def test_a_child_is_noticed() -> None:
    assert triage("My daughter (15, osteosarcoma) has two spots on the lung").minor
    assert not triage("My daughter, 22, has Hodgkin").minor
