"""Compiles the word lists and source packages into ``moderation/redaction/data``.

``python -m tools.lexicon.build --dictionary DIR`` where DIR holds SCOWL's ``final`` word lists.
See ``README.md`` for the packages, their versions and licences. The same input gives the
same bytes.
"""

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from moderation.redaction import lexicon as lx
from moderation.redaction.medicine_endings import class_by_ending
from tools.lexicon import lists, priors, sources
from tools.lexicon.table import table

# list -> (kind of its phrases, flag of its single words)
PHRASE_LISTS: Final = {
    "protected": ("protected", lx.PROTECTED),
    "drugs": ("drug", lx.DRUG),
    "regimens": ("regimen", lx.REGIMEN),
    "treatments": ("treatment", lx.TREATMENT),
    "conditions": ("condition", lx.CONDITION),
    "genes": ("gene", lx.GENE),
    "tests": ("test", lx.TEST),
    "symptoms": ("symptom", lx.SYMPTOM),
    "insurers": ("insurer", lx.INSURER),
    "organisations": ("org", lx.ORG),
    "occupations": ("occupation", lx.OCCUPATION),
    "eponyms": ("eponym", lx.EPONYM),
    "idioms": ("idiom", 0),
}

# list -> flag of its words; these make no phrases of one word
FLAG_LISTS: Final = {
    "honorifics": lx.HONORIFIC,
    "credentials": lx.CREDENTIAL,
    "relations": lx.RELATION,
    "units": lx.UNIT,
    "particles": lx.PARTICLE,
    "function_words": lx.FUNCTION,
    "nicknames": lx.NICKNAME,
    "org_words": lx.ORG_WORD,
    "place_words": lx.PLACE_WORD,
    "nationalities": lx.NATIONALITY,
    "body": lx.BODY,
    "numbers": lx.NUMBER,
    "eponym_words": lx.EPONYM,
    "gene_words": lx.GENE,
    "condition_words": lx.CONDITION,
    "treatment_words": lx.TREATMENT,
    "misspelt": lx.DICTIONARY,
    "foreign_words": lx.DICTIONARY,
}

CALENDAR: Final = {"month": lx.MONTH, "weekday": lx.WEEKDAY, "holiday": lx.HOLIDAY}

Phrases = dict[str, tuple[str, str]]
Flags = dict[str, int]


def main() -> None:
    """Reads the command line and writes the three files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dictionary", type=Path, default=Path("/usr/share/dict/scowl"))
    parser.add_argument("--out", type=Path, default=lx.DATA)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for name, content in compile_all(options.dictionary).items():
        (options.out / name).write_bytes(content)
        print(f"{name:12} {len(content):>9,} bytes")


def compile_all(dictionary: Path) -> dict[str, bytes]:
    """File name -> content, from the lists and every package."""
    english = sources.dictionary(dictionary, largest=50)
    flags, phrases = curated()
    names = priors.names(sources, lists)
    places = priors.places(sources.us_places(), sources.world_places(), curated_places())
    common = priors.commonness(
        sources.word_frequencies(at_least=priors.RAREST),
        english.union(words_of("calendar", "nationalities", "function_words")),
        names,
        places,
        {term.text: term.heading for term in lists.terms("ordinary")},
    )
    for word in words_of("states"):
        common.pop(word, None)
    add_package_terms(flags, phrases, common, english)
    add_places(phrases, places, sources.us_counties())
    add_plain_words(flags, english, names, places, common)
    return compile_tables(flags, phrases, names, places, common)


def curated() -> tuple[Flags, Phrases]:
    """(flags of single words, phrases) of the lists in ``lists/`` and the states."""
    flags: Flags = {}
    phrases: Phrases = {}
    for name, (kind, flag) in PHRASE_LISTS.items():
        for term in lists.terms(name):
            _add(flags, phrases, term.text, (kind, term.heading), flag)
    for term in lists.terms("calendar"):
        _flag(flags, term.text, CALENDAR[term.heading])
        if term.heading == "holiday":
            phrases.setdefault(lx.phrase_key(term.text), ("holiday", ""))
    _add_states(flags, phrases)
    for name, flag in FLAG_LISTS.items():
        for term in lists.terms(name):
            _flag(flags, term.text, flag)
    return flags, phrases


def _add(flags: Flags, phrases: Phrases, text: str, value: tuple[str, str], flag: int) -> None:
    if text.startswith("="):
        phrases.setdefault("=" + lx.phrase_key(text).upper(), value)
        return
    key = lx.phrase_key(text)
    phrases.setdefault(key, value)
    if " " not in key:
        flags[key] = flags.get(key, 0) | flag


def _flag(flags: Flags, text: str, flag: int) -> None:
    word = lx.fold(text)
    for form in {word, word.replace(".", "")} if " " not in word else ():
        flags[form] = flags.get(form, 0) | flag


def _add_states(flags: Flags, phrases: Phrases) -> None:
    for name, code in sources.us_states():
        phrases["=" + code] = ("state", name)
    for term in lists.terms("states"):
        kind, _, name = term.heading.partition(": ")
        flag = lx.STATE if kind == "state" else lx.COUNTRY
        if term.text.startswith("~"):
            phrases["~" + lx.phrase_key(term.text)] = (kind, name)
            continue
        phrases.pop(lx.phrase_key(term.text), None)
        _add(flags, phrases, term.text, (kind, name), flag)
    for term in lists.terms("state_parents"):
        phrases["@" + lx.phrase_key(term.text)] = ("country", term.heading)


def words_of(*names: str) -> set[str]:
    """The single words of some of the lists."""
    return {lx.fold(term.text) for name in names for term in lists.terms(name)}


def curated_places() -> dict[str, int]:
    """Places of the curated list -> prior; its headings are the priors."""
    return {lx.phrase_key(term.text): int(term.heading) for term in lists.terms("places")}


def add_package_terms(
    flags: Flags, phrases: Phrases, common: Mapping[str, int], english: set[str]
) -> None:
    """Medicines and diseases of the packages, where the curated lists have none of that name."""
    for name in sorted(sources.drug_names()):
        if name not in phrases and name not in english and common.get(name, 0) < 30:
            _add(flags, phrases, name, ("drug", class_by_ending(name) or ""), lx.DRUG)
    for name, kind in sorted(sources.disease_names().items()):
        words = name.split()
        known = all(common.get(word, 0) >= 20 for word in words)
        everyday = len(words) == 1 and common.get(name, 0) >= 35
        if name not in phrases and known and not everyday and len(words) <= 4:
            flag = lx.CONDITION if kind == "condition" else lx.SYMPTOM
            _add(flags, phrases, name, (kind, ""), flag)


def add_plain_words(
    flags: Flags,
    english: set[str],
    names: priors.Names,
    places: Mapping[str, int],
    common: Mapping[str, int],
) -> None:
    """Marks dictionary words and medical terms: all that would pass for something else or for
    an unknown word, and so for a name; how common the rest are says enough."""
    something = {*names.given, *names.surnames, *places, *flags}
    for word in english:
        if word in something or not common.get(word):
            flags[word] = flags.get(word, 0) | lx.DICTIONARY
    for word in sources.medical_words():
        if word not in something and not common.get(word):
            flags[word] = flags.get(word, 0) | lx.MEDICAL


def add_places(phrases: Phrases, places: Mapping[str, int], counties: Iterable[str]) -> None:
    """Places and counties of several words."""
    for name, prior in sorted(places.items()):
        if " " in name:
            phrases.setdefault(name, ("place", str(prior)))
    for name in counties:
        phrases.setdefault(name, ("place", "120"))


def compile_tables(
    flags: Mapping[str, int],
    phrases: Mapping[str, tuple[str, str]],
    names: priors.Names,
    places: Mapping[str, int],
    common: Mapping[str, int],
) -> dict[str, bytes]:
    """The three files: words, phrases and the commonness of words."""
    starts = _starts(phrases)
    single = {name: prior for name, prior in places.items() if " " not in name}
    every = {*flags, *names.given, *names.surnames, *single, *starts}
    entries = {
        word: lx.PACKED.pack(
            names.given.get(word, 0),
            names.surnames.get(word, 0),
            single.get(word, 0),
            starts.get(word, 0),
            flags.get(word, 0),
        )
        for word in every
    }
    return {
        "words.bin": _numbered(entries),
        "phrases.bin": _numbered(
            {key: f"{kind}\t{payload}\n".encode() for key, (kind, payload) in phrases.items()}
        ),
        "common.bin": table({word: value for word, value in common.items() if value}, width=1),
    }


def _starts(phrases: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in phrases:
        if not key.startswith(("@", "~")):
            first, *rest = key.removeprefix("=").casefold().split(" ")
            longest[first] = max(longest.get(first, 0), len(rest) + 1)
    return longest


def _numbered(values: Mapping[str, bytes]) -> bytes:
    distinct = sorted(set(values.values()))
    number = {value: n for n, value in enumerate(distinct)}
    keys = {key: number[value] for key, value in values.items()}
    return table(keys, width=2, tail=b"".join(distinct))


if __name__ == "__main__":
    main()
