"""What can be wrong with a reply, in words a moderator understands."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

WRONG_CONDITION: Final = "wrong-condition"
REPEATS_DETAIL: Final = "repeats-detail"
CONFIRMS_PATIENT: Final = "confirms-patient"
MEDICAL_ADVICE: Final = "medical-advice"
PLACEHOLDER: Final = "unfilled-placeholder"
PROMISES: Final = "promises-eligibility"
WRONG_PERSON: Final = "wrong-person"
BROKEN_LINK: Final = "broken-link"
# Two that only the desk shows; the JSON-lines contract has no labels for them.
UNKNOWN_HOST: Final = "unknown-host"
TRIALS_FOR_DECEASED: Final = "trials-for-deceased"

LABELS: Final = (
    WRONG_CONDITION, REPEATS_DETAIL, CONFIRMS_PATIENT, MEDICAL_ADVICE, PLACEHOLDER, PROMISES,
    WRONG_PERSON, BROKEN_LINK,
)  # fmt: skip
DESK_ONLY: Final = frozenset({UNKNOWN_HOST, TRIALS_FOR_DECEASED})
OK: Final = "ok"

# One sentence for each reason; a reason belongs to one code. Names in %(...)s are parameters.
MESSAGES: Final = MappingProxyType(
    {
        "other-condition": "The comment asks about %(asked)s, but the reply names %(named)s.",
        "condition-not-asked": "The reply names %(named)s, which the comment does not ask about.",
        "link-other-condition": "The comment asks about %(asked)s, but this link is for %(named)s.",
        "link-condition-not-asked": (
            "This link is for %(named)s, which the comment does not ask about."
        ),
        "repeats-number": "The reply repeats the figure “%(said)s” from the comment.",
        "repeats-date": "The reply repeats a date from the comment: “%(said)s”.",
        "repeats-stage": "The reply repeats the stage from the comment: “%(said)s”.",
        "repeats-drug": "The reply repeats a treatment the comment speaks of: “%(said)s”.",
        "repeats-symptom": "The reply repeats a symptom or finding from the comment: “%(said)s”.",
        "repeats-place": "The reply repeats a place from the comment: “%(said)s”.",
        "repeats-name": "The reply repeats a name from the comment: “%(said)s”.",
        "link-repeats": "This link carries a personal detail: “%(said)s”.",
        "speaks-of-care": (
            "“%(said)s” says or implies that somebody is or was a patient or in a study here."
        ),
        "advises": "“%(said)s” reads like medical advice or a forecast for one person.",
        "promises": "“%(said)s” promises that somebody will get into a study.",
        "field": "A field of the template is still empty or unfilled: “%(said)s”.",
        "other-name": "The reply greets %(greeted)s, but the comment was written by %(writer)s.",
        "name-not-known": "The reply greets %(greeted)s, but the comment is not signed.",
        "other-relation": "The reply speaks of “%(said)s”, whom the comment does not mention.",
        "writer-not-ill": (
            "“%(said)s” speaks to the writer as the one who is ill, but the comment is about "
            "somebody else."
        ),
        "link-empty": "A link has no address.",
        "link-cut": "This address is cut off: “%(said)s”.",
        "link-malformed": "This address is not a complete web address: “%(said)s”.",
        "link-host": "This link goes to %(host)s, which is not on the list of allowed sites.",
        "trials-deceased": "The comment says that the person has died; the reply offers trials.",
    }
)

CODES: Final = MappingProxyType(
    {
        "other-condition": WRONG_CONDITION,
        "condition-not-asked": WRONG_CONDITION,
        "link-other-condition": WRONG_CONDITION,
        "link-condition-not-asked": WRONG_CONDITION,
        "repeats-number": REPEATS_DETAIL,
        "repeats-date": REPEATS_DETAIL,
        "repeats-stage": REPEATS_DETAIL,
        "repeats-drug": REPEATS_DETAIL,
        "repeats-symptom": REPEATS_DETAIL,
        "repeats-place": REPEATS_DETAIL,
        "repeats-name": REPEATS_DETAIL,
        "link-repeats": REPEATS_DETAIL,
        "speaks-of-care": CONFIRMS_PATIENT,
        "advises": MEDICAL_ADVICE,
        "promises": PROMISES,
        "field": PLACEHOLDER,
        "other-name": WRONG_PERSON,
        "name-not-known": WRONG_PERSON,
        "other-relation": WRONG_PERSON,
        "writer-not-ill": WRONG_PERSON,
        "link-empty": BROKEN_LINK,
        "link-cut": BROKEN_LINK,
        "link-malformed": BROKEN_LINK,
        "link-host": UNKNOWN_HOST,
        "trials-deceased": TRIALS_FOR_DECEASED,
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing wrong with a reply, at ``start`` to ``end`` of it (code points).

    ``message`` is the sentence in English; for other languages translate ``MESSAGES[reason]`` and
    fill it with ``params``.
    """

    code: str
    message: str
    start: int
    end: int
    reason: str = ""
    params: tuple[tuple[str, str], ...] = ()


def verdict(reason: str, start: int, end: int, **params: str) -> Verdict:
    """The verdict for a reason of MESSAGES, with its sentence filled in."""
    return Verdict(
        code=CODES[reason],
        message=MESSAGES[reason] % params,
        start=start,
        end=end,
        reason=reason,
        params=tuple(sorted(params.items())),
    )


def labels(verdicts: tuple[Verdict, ...]) -> tuple[str, ...]:
    """The labels of the JSON-lines contract, each once; ``("ok",)`` when there are none."""
    found = tuple(dict.fromkeys(v.code for v in verdicts if v.code not in DESK_ONLY))
    return found or (OK,)
