"""Which condition a comment asks about."""

import pytest

from moderation.triage import CONDITIONS, triage
from moderation.triage.vocabulary import alternatives, plain_name

COMMENTS = {
    # lay words, abbreviations, slips of the pen
    "colan cancer, dad is 70. Options?": ("colon",),
    "I have lukemia, the chronic lympho kind": ("cll",),
    "melonoma on my back, now what": ("melanoma",),
    "m3lan0ma stage 3, who can help": ("melanoma",),
    "c a n c e r of the breast, please help": ("breast",),
    "br\u200beast canc\u200ber, please help": ("breast",),
    "ca cervix 2B, kindly guide": ("cervical",),
    "My uncle has ALL, relapsed twice": ("all",),
    "My wife has MS. Is there a trial?": ("multiple-sclerosis",),
    # where it began, not where it went
    "breast cancer which spread to the lung, any trial?": ("breast",),
    "Her colon cancer is in the liver now. Transplant?": ("colon",),
    "prostate cancer with mets to bone and liver. What next?": ("prostate",),
    # one in particular goes without the broader name
    "lung cancer, NSCLC, stage 4. What is new?": ("non-small-cell-lung",),
    "squamous cell on my ear, Mohs or radiation?": ("squamous-cell-skin",),
    "leiomyosarcoma of the uterus. Who treats it?": ("uterine-sarcoma",),
    # ruled out, feared, somebody else's
    "They say pancreatitis, not cancer. Do I need a scan?": ("pancreatitis",),
    "Everyone was sure it was lymphoma. It's sarcoid. What now?": ("sarcoidosis",),
    "I have no HIV, just a Kaposi spot on my leg. Radiation?": ("kaposi",),
    "My neighbor had lung cancer. I have bladder cancer, BCG failed. What now?": ("bladder",),
    # the cancer before the other illness
    "Crohn's for 20 years and now anal cancer. Surgery?": ("anal", "ibd"),
    # implied
    "Gleason 4+3, 61. Surgery or seeds?": ("prostate",),
    "His chart says C50.9, what is that?": ("breast",),
    # not an illness here
    "Cancer is my zodiac sign, ha": (),
    "I was out ALL week. Great article!": (),
    "Two MDs told me to wait with the MRI of my knee": (),
}


@pytest.mark.parametrize("text", COMMENTS)
def test_the_conditions_of_a_comment(text: str) -> None:
    assert triage(text).conditions == COMMENTS[text]


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_condition_is_reached_by_each_of_its_words(slug: str) -> None:
    condition = CONDITIONS[slug]
    said = [plain_name(condition.name), plain_name(condition.name_es), condition.search]
    said += [phrase for name in condition.names for phrase in alternatives(name)]
    said += [f"{site} cancer" for site in condition.sites]
    said += [f"cancer of the {site}" for site in condition.sites]
    said += condition.capitals
    missed = [words for words in said if triage(f"I have {words}. What now?").primary != slug]
    assert missed == []


@pytest.mark.parametrize("slug", CONDITIONS)
def test_every_sign_points_to_its_condition(slug: str) -> None:
    signs = [phrase for sign in CONDITIONS[slug].signs for phrase in alternatives(sign)]
    missed = [sign for sign in signs if slug not in triage(f"{sign}, 61 yrs. Now what?").conditions]
    assert missed == []


def test_the_vocabulary_is_a_tree() -> None:
    for condition in CONDITIONS.values():
        assert condition.parent is None or condition.parent in CONDITIONS


def test_an_inherited_risk_names_the_gene_first() -> None:
    said = triage("My mother died of ovarian cancer. Do I qualify for screening?")
    assert said.conditions == ("brca", "ovarian", "breast")
