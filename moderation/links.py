"""Links to lists of clinical trials: by condition and state, never by anything else of a comment.

Addresses as ClinicalTrials.gov and the National Cancer Institute take them. An age, a town, a ZIP
code or a drug would publish again what was left out of the comment.
"""

from urllib.parse import quote, quote_plus, urlencode

from django.conf import settings

from moderation.triage import CONDITIONS

_REGISTER = "https://clinicaltrials.gov/search"
_NCI = "https://www.cancer.gov/research/participate/clinical-trials-search/r"


def trials(slug: str, *, state: str = "") -> str:
    """Recruiting studies for a condition, in a US state or a country when one is named.

    The institution's own list, where `TRIALS_URL_TEMPLATE` names one and no state is asked for.
    """
    term = search_term(slug)
    if settings.TRIALS_URL_TEMPLATE and not state:
        return settings.TRIALS_URL_TEMPLATE.replace("{condition}", quote_plus(term))
    query = {"cond": term, **_place(state), "aggFilters": "status:rec"}
    return f"{_REGISTER}?{urlencode(query, quote_via=quote, safe=':')}"


def nci(slug: str) -> str:
    """The National Cancer Institute's search (`rl` is mandatory, `loc=0` is everywhere)."""
    query = {"rl": "1", "loc": "0", "q": search_term(slug).lower()}
    return f"{_NCI}?{urlencode(query, quote_via=quote)}"


def search_term(slug: str) -> str:
    """The registers' word for a condition; "cancer" for none."""
    condition = CONDITIONS.get(slug)
    return condition.search if condition else "cancer"


def _place(state: str) -> dict[str, str]:
    if not state:
        return {}
    if state in _STATES:
        place = f"{state}, United States"
        return {"locStr": place, "country": "United States", "state": state}
    return {"locStr": state, "country": state}


_STATES = frozenset(
    """Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|District of Columbia
    |Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland
    |Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire
    |New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania
    |Puerto Rico|Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia
    |Washington|West Virginia|Wisconsin|Wyoming""".replace("\n    ", "").split("|")
)
