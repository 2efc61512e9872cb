"""What the lexicon knows, how it weighs what is ambiguous, and how it is loaded."""

import mmap
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from moderation.redaction import lexicon
from moderation.redaction.lexicon import drug_class, lookup, phrase, state_of
from moderation.redaction.lexicon_table import DIGITS, LexiconError, Table
from tools.lexicon import lists
from tools.lexicon.build import compile_tables
from tools.lexicon.priors import Names
from tools.lexicon.table import table


@pytest.mark.parametrize(
    "name",
    ["Denise", "Kayleigh", "Teresa", "Suresh", "Inês", "João", "Wei-Ling", "Hyun-jung", "Chidinma",
     "Katarzyna", "Siobhan", "Peggy", "Yusuf", "OWEN", "owen's"],
)  # fmt: skip
def test_first_names_of_many_cultures_are_known_and_are_no_ordinary_words(name: str) -> None:
    entry = lookup(name)
    assert entry.given >= 100
    assert entry.common <= 12


@pytest.mark.parametrize("word", ["Will", "Hope", "May", "Mark", "Art", "Bill"])
def test_names_that_are_everyday_words_say_so(word: str) -> None:
    entry = lookup(word)
    assert entry.given > 0
    assert entry.common >= 45


@pytest.mark.parametrize("word", ["Grace", "Rose", "Faith", "Frank"])
def test_names_that_are_words_half_of_the_time_stand_between(word: str) -> None:
    assert 20 <= lookup(word).common < 45


@pytest.mark.parametrize("town", ["Reading", "Nice", "Mobile", "Bath", "Orange"])
def test_towns_named_like_words_are_weighed_as_words(town: str) -> None:
    entry = lookup(town)
    assert entry.place >= 100
    assert entry.common >= 40


@pytest.mark.parametrize("town", ["Toledo", "McAllen", "Kochi", "Macon", "Bemidji", "Accra"])
def test_other_towns_are_towns_and_nothing_else(town: str) -> None:
    entry = lookup(town)
    assert entry.place >= 100
    assert entry.common == 0


@pytest.mark.parametrize("word", ["chemo", "psa", "mri", "gonna", "patient", "the"])
def test_ordinary_words_are_no_names(word: str) -> None:
    entry = lookup(word)
    assert entry.given == 0
    assert entry.common >= 30


def test_an_unknown_word_is_unknown() -> None:
    assert lookup("zzyqxv") == lexicon.UNKNOWN


@pytest.mark.parametrize(
    ("text", "kind", "length"),
    [
        ("St Louis MO", "place", 2),
        ("st . louis", "place", 3),
        ("Salt Lake City Utah", "place", 3),
        ("R - CHOP x4", "regimen", 3),
        ("R-CHOP then", "regimen", 1),
        ("folfirinox", "regimen", 1),
        ("carbo / taxol", "regimen", 3),
        ("West Virginia", "state", 2),
        ("sri lanka", "country", 2),
        ("Bergen County", "place", 2),
    ],
)
def test_the_longest_expression_is_found(text: str, kind: str, length: int) -> None:
    found = phrase(text.split(), 0)
    assert found is not None
    assert (found.kind, found.length) == (kind, length)


def test_an_expression_does_not_reach_across_a_comma_or_the_end_of_a_sentence() -> None:
    assert phrase(["Salt", ",", "Lake", "City"], 0) is None
    assert phrase(["west", ".", "Virginia"], 0) is None


def test_abbreviations_that_are_words_count_in_capitals_only() -> None:
    assert phrase(["AC"], 0) == ("regimen", 1, "chemotherapy")
    assert phrase(["ac"], 0) is None


@pytest.mark.parametrize(
    ("name", "wording"),
    [
        ("Keytruda", "an immunotherapy drug"),
        ("nivolumab", "an immunotherapy drug"),
        ("cisplatin", "a chemotherapy drug"),
        ("5-FU", "a chemotherapy drug"),
        ("Tarceva", "a targeted drug"),
        ("Arimidex", "a hormone therapy drug"),
        ("oxycontin", "a pain medicine"),
        ("prednisone", "a steroid"),
        ("Zofran", "an anti-nausea drug"),
        ("Eliquis", "a blood thinner"),
        ("FOLFOX", "chemotherapy"),
    ],
)
def test_medicines_have_a_class_in_public_words(name: str, wording: str) -> None:
    assert drug_class(name) == wording


@pytest.mark.parametrize(
    ("name", "wording"),
    [
        ("zelvotinib", "a targeted drug"),
        ("quaroplatin", "a chemotherapy drug"),
        ("bremolimab", "an immunotherapy drug"),
    ],
)
def test_an_unlisted_medicine_is_classed_by_its_ending(name: str, wording: str) -> None:
    assert drug_class(name) == wording


@pytest.mark.parametrize("word", ["April", "Seville", "thermostat", "Nairobi", "walk"])
def test_other_words_have_no_class(word: str) -> None:
    assert drug_class(word) is None


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Ohio", "Ohio"),
        ("WV", "West Virginia"),
        ("calif", "California"),
        ("tx", "Texas"),
        ("New York", "New York"),
        ("Kerala", "Kerala"),
        ("uk", "United Kingdom"),
        ("UAE", "United Arab Emirates"),
        ("in", None),
        ("or", None),
        ("Toledo", None),
    ],
)
def test_states_and_countries_have_their_full_names(text: str, state: str | None) -> None:
    assert state_of(text) == state


def test_a_province_lies_in_its_country() -> None:
    assert lexicon.country_of("Kerala") == "India"
    assert lexicon.country_of("Ohio") == "United States"
    assert lexicon.country_of("Portugal") == "Portugal"


def test_only_ordinary_words_are_kept_in_memory() -> None:
    lookup("Denise")
    lookup("patient")
    assert "Denise" not in lexicon._ordinary
    assert "patient" in lexicon._ordinary


def test_the_lexicon_loads_nothing_but_the_standard_library() -> None:
    program = (
        "import sys; before = set(sys.modules)\n"
        "from moderation.redaction.lexicon import lookup; lookup('Denise')\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - set(sys.stdlib_module_names)))\n"
    )
    root = Path(lexicon.__file__).parents[2]
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['moderation']"


def test_the_files_are_mapped_and_cannot_be_written_to() -> None:
    words = Table(lexicon.DATA / "words.bin")
    assert isinstance(words.data, mmap.mmap)
    with pytest.raises(TypeError):
        words.data[0] = 0
    assert words.tail.readonly


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError):
        Table(tmp_path / "words.bin")
    (tmp_path / "words.bin").write_bytes(b"something else altogether")
    with pytest.raises(LexiconError):
        Table(tmp_path / "words.bin")


def test_words_in_no_list_of_names_are_not_taken_for_unknown_ones() -> None:
    for word in ["mucoepidermoid", "recieve", "reccurance", "plentifully", "iphone"]:
        assert lookup(word) != lexicon.UNKNOWN, word
        assert lookup(word).given == 0, word


PHRASE_LISTS = [
    "protected", "drugs", "regimens", "treatments", "conditions", "genes", "tests", "symptoms",
    "insurers", "organisations", "occupations", "eponyms", "idioms",
]  # fmt: skip


@pytest.mark.parametrize("name", PHRASE_LISTS)
def test_the_compiled_files_hold_every_term_of_the_lists(name: str) -> None:
    missing = [term.text for term in lists.terms(name) if not _found_whole(term.text)]
    assert missing == []


def _found_whole(text: str) -> bool:
    tokens = [text.removeprefix("=").upper()] if text.startswith("=") else text.split()
    found = phrase(tokens, 0)
    return found is not None and found.length == len(tokens)


@pytest.mark.parametrize("name", ["drugs", "regimens", "treatments"])
def test_every_listed_medicine_and_treatment_has_a_public_wording(name: str) -> None:
    assert [term.text for term in lists.terms(name) if not term.heading] == []


@pytest.mark.parametrize("path", sorted(lists.LISTS.glob("*.txt")), ids=lambda path: path.stem)
def test_lists_name_each_term_once(path: Path) -> None:
    terms = [term.text for term in lists.terms(path.stem)]
    assert [text for text, times in Counter(terms).items() if times > 1] == []


def test_the_same_words_give_the_same_bytes_in_any_order() -> None:
    names = Names(given={"ana": 100, "bea": 90}, surnames={"ruiz": 80})
    flags = {"cisplatin": lexicon.DRUG}
    phrases = {"st louis": ("place", "200"), "=AC": ("regimen", "chemotherapy")}
    places = {"macon": 150, "st louis": 200}
    common = {"the": 77, "lump": 37}
    once = compile_tables(flags, phrases, names, places, common)
    again = compile_tables(
        flags,
        dict(reversed(phrases.items())),
        Names(dict(reversed(names.given.items())), names.surnames),
        dict(reversed(places.items())),
        dict(reversed(common.items())),
    )
    assert once == again


def test_a_compiled_sample_answers_as_it_was_told(tmp_path: Path) -> None:
    words = {f"word{n}": n for n in range(3000)} | {"naïve": 3001}
    (tmp_path / "sample.bin").write_bytes(table(words, width=2, tail=b"end"))
    sample = Table(tmp_path / "sample.bin")
    value = sample.finder()
    assert {word: value(word) for word in words} == words
    assert value("word3000") == value("word") == value("") == -1
    assert bytes(sample.tail) == b"end"


def test_a_number_too_large_for_its_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        table({"word": DIGITS**2}, width=2)


@pytest.mark.parametrize("junk", ["", "'", "-", "''", "--", "\udcff", "a" * 100_000, "-" * 50_000])
def test_odd_input_is_answered(junk: str) -> None:
    assert lookup(junk) == lexicon.UNKNOWN
    assert phrase([junk], 0) is None
