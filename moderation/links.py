"""Links to lists of clinical trials for a reply: by condition and state, by nothing else.

An age, a town, a ZIP code or a drug would publish again what was left out of the comment.
"""

from django.conf import settings

from moderation.triage import CONDITIONS
from moderation.triage.links import PLACES, TrialSearch, all_trials

# Where no condition is known: recruiting studies, and the NCI's search, for cancer at large.
_ANY = "https://clinicaltrials.gov/search?cond=cancer&aggFilters=status:rec"
_ANY_NCI = (
    "https://www.cancer.gov/research/participate/clinical-trials-search/r?rl=1&loc=0&q=cancer"
)


def trials(slug: str, *, place: str = "") -> str:
    """Recruiting studies for a condition, in a US state or a country when one is named.

    The institution's own list, where `TRIALS_URL_TEMPLATE` names one and no place is asked for.
    """
    search = _search(slug, place)
    template = settings.TRIALS_URL_TEMPLATE
    if template and not (search and search.place):
        return search.from_template(template) if search else all_trials(template)
    return search.clinicaltrials_gov() if search else _ANY


def nci(slug: str) -> str:
    """The National Cancer Institute's search for a condition."""
    search = _search(slug, "")
    return search.nci() if search else _ANY_NCI


def _search(slug: str, place: str) -> TrialSearch | None:
    if slug not in CONDITIONS:
        return None
    return TrialSearch(slug, place if place in PLACES else None)
