"""Facts that say little one by one: a rare condition with a state, a decade and a relation.

What will remain in public is counted; three facts or more beside a rare condition raise one of
them (45 CFR 164.514(b)(2)(ii): no actual knowledge that what is left could identify).
"""

from dataclasses import replace

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Finding, Kind, Tier
from moderation.redaction.policy import Action, Policy
from moderation.redaction.vocabulary import words

FACTS = 3

_COMMON = words(
    """
    breast lung colon colorectal bowel rectal prostate skin melanoma thyroid kidney bladder
    uterine endometrial ovarian cervical pancreatic liver stomach gastric brain throat oral
    lymphoma leukemia myeloma diabetes asthma arthritis copd hypertension stroke hepatitis
    cancer depression lupus crohn's colitis epilepsy migraine psoriasis osteoporosis
    pneumonia flu covid dcis cll nsclc parkinson's alzheimer's dementia hiv heart esophageal
    testicular hodgkin hodgkin's hodgkins ms
    """
)


def combined(doc: Document, findings: list[Finding], policy: Policy) -> list[Finding]:
    """The findings, one of them raised to *should* when too much would remain together."""
    named = [f for f in findings if f.kind is Kind.DIAGNOSIS]
    rare = [f for f in named if _is_rare(doc.raw[f.start : f.end])]
    if not rare or _facts(doc, findings, policy) < FACTS:
        return findings
    state = next((f for f in findings if f.kind is Kind.STATE and f.tier is Tier.INFO), None)
    raised = state or rare[0]
    rule = "state.combination" if state else "diagnosis.combination"
    changed = replace(raised, tier=Tier.SHOULD, rule=rule)
    return [changed if finding is raised else finding for finding in findings]


def _is_rare(said: str) -> bool:
    return not set(said.lower().split()) & _COMMON


def _facts(doc: Document, findings: list[Finding], policy: Policy) -> int:
    """How many sorts of facts remain: state, decade, year, relation."""
    remaining = {f.kind for f in findings if policy.action(f.kind, f.tier) is not Action.OUT}
    sorts = len(remaining & {Kind.STATE, Kind.AGE, Kind.DATE})
    related = any(entry.flags & lexicon.RELATION for entry in doc.entries)
    return sorts + related
