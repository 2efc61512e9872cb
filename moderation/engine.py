"""The libraries' engine, asked with what this site knows: its policy, people and synonyms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from blog.models import Article
from comments import preview, reading
from moderation import redaction, triage
from moderation.models import Case
from moderation.redaction import Finding as Found
from moderation.redaction import Kind
from moderation.triage.names import first_name
from moderation.triage.reading import Reading as TriageReading

POLICY = reading.POLICY
synonyms = reading.synonyms
SHOWN = "name.shown"  # the rule for the name over a comment: one first name or nickname
_AGE = re.compile(r"\b(?:[5-9]|1[0-2]|six|seven|eight|nine|ten|eleven|twelve)\b")
ALARMS = frozenset({"self-harm", "medical-emergency"})


class HasWords(Protocol):
    """A name and a text: what a reader sent, or what is public of it."""

    @property
    def name(self) -> str: ...

    @property
    def body(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine made of a comment: offsets and codes, no word of it."""

    scan: redaction.Scan
    in_name: tuple[Found, ...]
    guess: triage.Triage
    child: bool = False


def read(words: HasWords, *, article: Article) -> Reading:
    """Scan name and text, and guess what the comment is about; or take what was read before."""
    found = getattr(words, "reading", None) or reading.read(words.body, article)
    child = found.guess.minor and found.guess.about == "self"
    child = child and _is_under_13(words.body, found.scan)
    return Reading(found.scan, in_name(words.name, known=found.known), found.guess, child)


def _is_under_13(text: str, scan: redaction.Scan) -> bool:
    """Whether a child's age is given (COPPA, 16 CFR 312.2: under 13)."""
    said = (text[one.start : one.end] for one in scan.findings if one.kind is Kind.AGE)
    ages = (_AGE.search(age.casefold()) for age in said)
    return any(age is not None for age in ages)


def scan(text: str, *, known: Sequence[str]) -> redaction.Scan:
    """The findings in a text that is (about to be) public; `known` names may stand there."""
    return redaction.scan(text, known_names=tuple(known), policy=POLICY)


def in_name(name: str, *, known: tuple[str, ...] = ()) -> tuple[Found, ...]:
    """What gives away too much in the name: all that the check page would not show of it."""
    shown = preview.shown_name(name, known=known)
    start = name.find(shown) if shown else len(name)
    pieces = [(0, start), (start + len(shown), len(name))] if start >= 0 else [(0, len(name))]
    return tuple(
        Found(begin, end, Kind.NAME, redaction.Tier.MUST, 1.0, SHOWN)
        for begin, end in pieces
        if name[begin:end].strip(" ,;.")
    )


def judge(
    case: Case, words: HasWords, reply: str, *, public_name: str
) -> tuple[triage.Verdict, ...]:
    """The reply check, with the guesses as staff corrected them."""
    return triage.check_reply(
        words.body,
        reply,
        public_name=public_name or None,
        triage=guess_of(case, words),
        allowed_hosts=frozenset(settings.LINK_HOSTS),
        referral_phone=settings.REFERRAL_PHONE,
    )


def guess_of(case: Case, words: HasWords) -> triage.Triage:
    """What the machine guessed, as staff have put it right. The signed name is read anew each time:
    it is a word of the reader, and so it is stored nowhere."""
    stored = case.triage
    return triage.Triage(
        conditions=tuple(stored.get("conditions", ())),
        intents=tuple(stored.get("intents", ())),
        about=stored.get("about", "nobody"),
        question=bool(stored.get("question")),
        crisis=case.crisis,
        state=stored.get("state") or None,
        first_name=first_name(TriageReading(words.body)),
        deceased=bool(stored.get("deceased")),
        minor=bool(stored.get("minor")),
        language=stored.get("language", "en"),
    )
