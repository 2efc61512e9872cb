"""What a reader's comment is about, and whether a reply fits it: pure Python, no Django."""

from moderation.triage.assess import Triage, triage
from moderation.triage.links import TrialSearch
from moderation.triage.relation import Relation, relation
from moderation.triage.reply_check import DEFAULT_HOSTS, check_reply
from moderation.triage.verdicts import MESSAGES, Verdict
from moderation.triage.vocabulary import CONDITIONS, Condition

__all__ = [
    "CONDITIONS",
    "DEFAULT_HOSTS",
    "MESSAGES",
    "Condition",
    "Relation",
    "Triage",
    "TrialSearch",
    "Verdict",
    "check_reply",
    "relation",
    "triage",
]
