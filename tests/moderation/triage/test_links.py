"""Links to trials carry a condition and at most a state."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from moderation.triage import CONDITIONS, TrialSearch
from moderation.triage.addresses import addresses
from moderation.triage.links import LinkError, all_trials


def test_a_state_is_spelled_for_each_register() -> None:
    search = TrialSearch("ovarian", "Nevada")
    assert search.clinicaltrials_gov() == (
        "https://clinicaltrials.gov/search?cond=Ovarian%20Cancer"
        "&locStr=Nevada,%20United%20States&country=United%20States&state=Nevada"
        "&aggFilters=status:rec"
    )
    assert search.nci() == (
        "https://www.cancer.gov/research/participate/clinical-trials-search/r"
        "?rl=2&loc=2&lcnty=United%20States&lst=NV&q=ovarian%20cancer"
    )


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_condition_gives_whole_links(slug: str) -> None:
    search = TrialSearch(slug)
    found = addresses(f"{search.clinicaltrials_gov()} {search.nci()}")
    assert len(found.whole) == 2
    assert found.broken == ()
    assert dict(parse_qsl(urlsplit(search.nci()).query))["rl"] == "1"


def test_a_country_has_no_state() -> None:
    assert "state=" not in TrialSearch("melanoma", "India").clinicaltrials_gov()


def test_a_house_has_its_own_list() -> None:
    template = "https://example.org/trials?c={condition_plus}&phase=All"
    assert TrialSearch("prostate").from_template(template).endswith("c=Prostate+Cancer&phase=All")
    assert all_trials(template).endswith("c=All&phase=All")


@pytest.mark.parametrize("place", ["Reno", "89501", "nowhere"])
def test_no_town_gets_into_a_link(place: str) -> None:
    with pytest.raises(LinkError):
        TrialSearch("ovarian", place)


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(LinkError):
        TrialSearch("plague")
