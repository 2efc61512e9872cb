"""Time grows with the length of a text and no faster, whatever the text."""

import time

import pytest

from moderation.triage import check_reply, triage
from moderation.triage.phrases import DATA, Phrasebook, PhraseError

LENGTH = 40_000
ORDINARY = "My wife has breast cancer that spread to the liver. Is there a trial in Ohio? "
UNITS = (
    "a", "my ", "cancer ", "breast and ", "i want to ", "not a ", "\u200b", "ca ", "c a n ", "((",
    "lukemiaa ", "my wife's ", "1.", "&#49;", "i kill my self ", "a@b ", "bleeding now ", "? ",
)  # fmt: skip
REPLY_UNITS = (
    "https://", "{{", "[", "your ", "http://a.b/?", "...", "Dear ", "%", "<a ", "(", " ", "[a](",
    "will help ", "stage 4 ", "www.",
)  # fmt: skip


def _filled(unit: str) -> str:
    return (unit * (LENGTH // len(unit) + 1))[:LENGTH]


def _seconds(text: str, reply: str = "") -> float:
    start = time.process_time()
    if reply:
        check_reply("I have lung cancer, stage 4.", reply)
    else:
        triage(text)
    return time.process_time() - start


@pytest.fixture(scope="module")
def ordinary() -> float:
    _seconds(ORDINARY)
    return _seconds(_filled(ORDINARY))


@pytest.mark.parametrize("unit", UNITS)
def test_a_hostile_comment_takes_no_longer(unit: str, ordinary: float) -> None:
    assert _seconds(_filled(unit)) < 3 * ordinary + 0.3


@pytest.mark.parametrize("unit", REPLY_UNITS)
def test_a_hostile_reply_takes_no_longer(unit: str, ordinary: float) -> None:
    assert _seconds("", _filled(unit)) < 3 * ordinary + 0.5


@pytest.mark.parametrize(
    "name", ["people.txt", "crisis.txt", "intents.txt", "questions.txt", "replies.txt"]
)
def test_every_line_of_a_phrase_file_can_be_used(name: str) -> None:
    book = Phrasebook.load(name)
    for phrases in book._by_word.values():
        for phrase in phrases:
            assert phrase.pattern.pattern


def test_a_line_that_cannot_be_read_is_named() -> None:
    with pytest.raises(PhraseError, match="new, line 2"):
        Phrasebook(["[label]", "3 (a|b"], "new")


def test_the_data_files_are_there() -> None:
    assert {path.name for path in DATA.iterdir()} >= {"conditions.txt", "places.txt", "words.txt"}
