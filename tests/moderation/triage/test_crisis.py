"""Which comments must be in front of a person at once."""

import pytest

from moderation.triage import triage
from moderation.triage.crisis import ALARMS
from tests.moderation.triage import crisis_texts

SELF_HARM = (
    "I can't do this any more, I want to end it.",
    "I have been saving my morphine and I think it is enough now.",
    "He has a loaded pistol in the nightstand and says the cancer won't get him.",
    "I wrote letters to the kids. I'm sorry, I just can't do another round.",
    "My brother gave away his tools yesterday and said he won't need them after the weekend.",
    "Ya no quiero vivir con este dolor.",
    "mi hermano dice que se va a tirar del puente",
)
EMERGENCIES = (
    "He vomited what looks like coffee grounds twice tonight and he is so pale.",
    "temp is 102.8, day 9 after R-CHOP, nobody picks up at the clinic",
    "can't feel my legs since lunch and I wet myself",
    "Her face is drooping since this morning and she can't speak properly",
    "She swallowed the whole bottle of oxycodone an hour ago",
    "mi papá está vomitando sangre y no para",
)
QUIET = (
    "This waiting is killing me.",
    "I nearly died laughing at the mouse photo.",
    "How do natural killer cells know which cell to kill?",
    "Does the drug make the tumor commit suicide?",
    "We lost our son to suicide in 2010. Is there a group for parents?",
    "I tried to end my life when I was 20. I'm 61 now and want every day I can get.",
    "No thoughts of suicide, only very tired. Does it pass?",
    "My husband wants to die at home with hospice. How do we arrange that?",
    "In 2012 I had chest pain and a clot, now I'm fine.",
    "Does Keytruda cause seizures?",
    "What should I do if I get a fever during chemo?",
    "Fainted once last summer, and that's how they found my carcinoid.",
    "my goodbye letter to cancer, after ten years I am done with it",
    "¡Me muero de risa con la foto!",
)


@pytest.mark.parametrize("text", SELF_HARM)
def test_danger_to_oneself_rings(text: str) -> None:
    assert triage(text).crisis == "self-harm"


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_rings(text: str) -> None:
    assert triage(text).crisis == "medical-emergency"


@pytest.mark.parametrize("text", QUIET)
def test_idioms_science_and_the_past_do_not_ring(text: str) -> None:
    assert triage(text).crisis in {"none", "distress"}


def test_despair_is_told_apart() -> None:
    assert (
        triage("I am terrified, I can't stop shaking and I cry every night.").crisis == "distress"
    )


def test_now_outdoes_the_past() -> None:
    text = "We went to the ER last month and came home, but tonight he can't breathe."
    assert triage(text).crisis == "medical-emergency"


@pytest.mark.parametrize("text", [*crisis_texts.SELF_HARM, *crisis_texts.EMERGENCIES])
def test_danger_rings_however_it_is_put(text: str) -> None:
    assert triage(text).crisis in ALARMS


@pytest.mark.parametrize("text", crisis_texts.QUIET)
def test_what_only_sounds_like_danger_does_not_ring(text: str) -> None:
    assert triage(text).crisis not in ALARMS
