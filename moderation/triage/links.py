"""Links to lists of trials: a condition and at most a state, never a detail of a person.

The parameters are those the two registers read themselves (ClinicalTrials.gov search; the results
page of the NCI trial finder, which shows an error page for a parameter it does not know, so that
everything is checked before a link is made).
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, quote_plus, urlencode

from moderation.triage.places import abbreviations, place_names
from moderation.triage.vocabulary import CONDITIONS

CLINICAL_TRIALS_GOV: Final = "https://clinicaltrials.gov/search"
NCI: Final = "https://www.cancer.gov/research/participate/clinical-trials-search/r"
UNITED_STATES: Final = "United States"
ALL: Final = "All"


class LinkError(ValueError):
    """A link cannot be built from this; says why, without any words of a reader."""


@dataclass(frozen=True, slots=True)
class TrialSearch:
    """What to look for: a condition's slug and, if wanted, a US state or a country by its name."""

    condition: str
    place: str | None = None

    def __post_init__(self) -> None:
        if self.condition not in CONDITIONS:
            raise LinkError("no such condition")
        if self.place is not None and self.place not in PLACES:
            raise LinkError("no such state or country")

    @property
    def term(self) -> str:
        """The condition as the registers call it."""
        return CONDITIONS[self.condition].search

    @property
    def state(self) -> str | None:
        """The US state, None for a country or none."""
        return self.place if self.place in US_STATES else None

    @property
    def country(self) -> str | None:
        """The country, also of a US state."""
        return UNITED_STATES if self.state else self.place

    def clinicaltrials_gov(self) -> str:
        """The recruiting studies for the condition, in the state or country if there is one."""
        query = {"cond": self.term}
        if self.place is not None and self.country is not None:
            place = f"{self.state}, {UNITED_STATES}" if self.state else self.place
            query |= {"locStr": place, "country": self.country}
            if self.state:
                query["state"] = self.state
        query["aggFilters"] = "status:rec"
        return f"{CLINICAL_TRIALS_GOV}?{_query(query)}"

    def nci(self) -> str:
        """The NCI finder's list: a keyword search, by place where there is one."""
        if self.country is None:
            return f"{NCI}?{_query({'rl': '1', 'loc': '0', 'q': self.term.lower()})}"
        query = {"rl": "2", "loc": "2", "lcnty": self.country}
        if self.state:
            query["lst"] = US_STATES[self.state]
        query["q"] = self.term.lower()
        return f"{NCI}?{_query(query)}"

    def from_template(self, template: str) -> str:
        """A house's own list. The template holds ``{condition}``, percent-encoded, or
        ``{condition_plus}``, encoded with plus signs."""
        return _filled(template, self.term)


def all_trials(template: str) -> str:
    """A house's own list with no condition chosen."""
    return _filled(template, ALL)


def _filled(template: str, term: str) -> str:
    if not template.startswith(("https://", "http://")):
        raise LinkError("the template is no web address")
    if "{condition" not in template:
        raise LinkError("the template has no place for the condition")
    return template.replace("{condition_plus}", quote_plus(term)).replace(
        "{condition}", quote(term, safe="")
    )


def _query(parameters: dict[str, str]) -> str:
    return urlencode(parameters, quote_via=quote, safe=":,")


def _us_states() -> dict[str, str]:
    codes = abbreviations()
    foreign = {"UK", "USA", "UAE", "NZ", "KSA"}
    return {name: code for code, name in codes.items() if len(code) == 2 and code not in foreign}


US_STATES: Final = _us_states()


PLACES: Final = frozenset(place_names())
