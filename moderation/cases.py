"""A case's beginning and its ranking: what the machine guessed, put right by staff when wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction

from comments.models import Comment
from moderation import audit, claims, clock, queue, redaction, triage
from moderation.engine import ALARMS, POLICY, Reading
from moderation.models import Base, Case, CaseKind, Finding, Lane, SpanState
from moderation.triage.links import PLACES
from staff.models import User

ABOUT = (
    "self",
    "spouse",
    "parent",
    "child",
    "sibling",
    "other-relative",
    "friend",
    "patient-of-writer",
    "nobody",
)
FIELDS = ("condition", "about", "question", "language", "state", "intent")


def open_new(comment: Comment, reading: Reading, *, revision: int, reason: str = "") -> Case:
    """A case for what a reader sent, in the caller's transaction."""
    case = Case(comment=comment, kind=CaseKind.NEW, reason=reason)
    return begin(case, reading, text_base=Base.ORIGINAL, revision=revision)


def begin(case: Case, reading: Reading, *, text_base: Base, revision: int = 1) -> Case:
    """Fill, rank and save an unsaved case, with its findings, and count it in."""
    note_guess(case, reading)
    case.lane = case.lane if case.kind != CaseKind.NEW else lane_for(case)
    case.due_at = clock.due(Lane(case.lane), case.opened_at)
    case.save(force_insert=True)
    keep_findings(case, reading, text_base=text_base, revision=revision)
    queue.adjust(case.lane, 1)
    return case


def read_again(case: Case, reading: Reading, *, revision: int) -> None:
    """The reader changed the words while the case was open: new findings, nobody holds it."""
    lane = case.lane
    case.findings.all().delete()
    note_guess(case, reading)
    case.lane, case.corrected, case.version = lane_for(case), {}, case.version + 1
    case.due_at = clock.due(Lane(case.lane), case.opened_at)
    case.claimed_by, case.claim_expires_at = None, None
    case.save()
    keep_findings(case, reading, text_base=Base.ORIGINAL, revision=revision)
    queue.adjust_many({lane: -1, case.lane: 1} if lane != case.lane else {})


def note_guess(case: Case, reading: Reading) -> None:
    """What the queue shows and filters by: codes and counts."""
    guess, scan = reading.guess, reading.scan
    personal = [one for one in (*scan.findings, *reading.in_name) if one.tier != "info"]
    case.triage = {
        "conditions": list(guess.conditions),
        "intents": list(guess.intents),
        "about": guess.about,
        "question": guess.question,
        "crisis": guess.crisis,
        "state": guess.state or "",
        "deceased": guess.deceased,
        "minor": guess.minor,
        "child": reading.child,
        "language": scan.language,
    }
    case.kinds = dict(Counter(str(one.kind) for one in personal))
    case.has_must = any(one.tier == "must" for one in personal)
    case.checked = scan.checked
    case.crisis = guess.crisis
    case.is_question = guess.question
    case.condition = next(iter(guess.conditions), "")
    case.intent = next(iter(guess.intents), "")
    case.is_plain = is_plain(case)


def is_plain(case: Case) -> bool:
    """Whether the case may be looked at together with others like it."""
    return not (case.kind != CaseKind.NEW or case.is_question or case.kinds) and case.checked


def lane_for(case: Case) -> Lane:
    """Where a new comment waits."""
    if case.crisis in ALARMS:
        return Lane.CRISIS
    if case.intent == "complaint":
        return Lane.COMPLAINT
    return Lane.QUESTION if case.is_question else Lane.REST


def keep_findings(case: Case, reading: Reading, *, text_base: Base, revision: int) -> None:
    """The findings as rows: offsets and rules. Direct identifiers are left out from the start."""
    Finding.objects.bulk_create(finding_rows(case, reading, text_base=text_base, revision=revision))


def finding_rows(
    case: Case, reading: Reading, *, text_base: Base, revision: int
) -> Iterator[Finding]:
    """The same rows, unsaved."""
    bases = [(one, text_base) for one in reading.scan.findings]
    bases += [(one, Base.NAME) for one in reading.in_name]
    for one, base in bases:
        yield Finding(
            case=case,
            base=base,
            revision=revision,
            start=one.start,
            end=one.end,
            kind=one.kind,
            tier=one.tier,
            rule=one.rule,
            score=one.score,
            state=first_state(one),
        )


def first_state(found: redaction.Finding) -> SpanState:
    """Direct identifiers are out, topics stay; what identifies in combination waits for a look."""
    if found.tier == "must":
        return SpanState.OUT
    if POLICY.action(found.kind, found.tier) == "kept":
        return SpanState.KEPT
    return SpanState.OPEN


# --- Corrections ----------------------------------------------------------------------------


def correct(case: Case, *, user: User, field: str, value: str) -> Case:
    """Put right what the machine guessed: replies, checks, lane and clock follow.

    `field` is one of FIELDS; ValueError for a value that its vocabulary does not have. Renews
    the claim; the correction is counted in `corrected` and put on record (codes, no words).
    """
    guess = _corrected(case, field, value.strip())
    claims.renew(case, user=user)
    with transaction.atomic():
        fresh = Case.objects.select_for_update().get(pk=case.pk)
        before = _code_of(fresh, field)
        fresh.triage |= guess
        fresh.corrected |= {field: before}
        _follow(fresh)
        fresh.save(
            update_fields=[
                "triage",
                "corrected",
                "condition",
                "intent",
                "is_question",
                "is_plain",
                "lane",
                "due_at",
            ]
        )
        audit.record(f"correct-{field}", actor=user, subject=fresh, detail={"rule": field})
    for name in ("triage", "corrected", "condition", "intent", "is_question", "lane", "due_at"):
        setattr(case, name, getattr(fresh, name))
    return case


def _corrected(case: Case, field: str, value: str) -> dict[str, Any]:
    """What changes in the stored guess."""
    conditions, intents = case.triage.get("conditions", []), case.triage.get("intents", [])
    if field == "condition" and (not value or value in triage.CONDITIONS):
        return {"conditions": _first(value, conditions)}
    if field == "intent" and value:
        return {"intents": _first(value, intents)}
    if field == "about" and value in ABOUT:
        return {"about": value}
    if field == "question" and value in ("yes", "no"):
        return {"question": value == "yes"}
    if field == "language" and value:
        return {"language": value[:8]}
    if field == "state" and (not value or value in PLACES):
        return {"state": value}
    raise ValueError(f"{field} cannot be that")


def _follow(case: Case) -> None:
    """Condition, intent, question, lane and clock as the corrected guess has them."""
    lane = case.lane
    case.condition = next(iter(case.triage["conditions"]), "")
    case.intent = next(iter(case.triage["intents"]), "")
    case.is_question = bool(case.triage["question"])
    case.is_plain = is_plain(case)
    if case.kind == CaseKind.NEW:
        case.lane = lane_for(case)
    if case.lane != lane:
        case.due_at = clock.due(Lane(case.lane), case.opened_at)
        queue.adjust_many({lane: -1, case.lane: 1})


def _first(value: str, others: Iterable[str]) -> list[str]:
    return [value, *(one for one in others if one != value)] if value else []


def _code_of(case: Case, field: str) -> Any:
    plural = {"condition": "conditions", "intent": "intents"}.get(field)
    if plural:
        return next(iter(case.triage.get(plural, [])), "")
    return case.triage.get(field, "")
