"""The gold sets for triage and the reply check: loading them, typed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
TRIAGE_SETS = ("dev-triage", "held-triage")
REPLY_SETS = ("dev-replies", "held-replies")


@dataclass(frozen=True, slots=True)
class TriageGold:
    """One comment with its labels; `also` holds what a second careful reader could say."""

    id: str
    text: str
    conditions: tuple[str, ...]
    intents: tuple[str, ...]
    about: str
    question: bool
    crisis: str
    state: str | None
    first_name: str | None
    also: Mapping[str, Any] = field(default_factory=dict)
    trap: str | None = None

    def accepted(self, key: str) -> frozenset[str | None]:
        """Every right value of a single-valued label: the gold one and its equals."""
        own = self.primary if key == "primary" else getattr(self, key)
        return frozenset((own, *self.also.get(key, ())))

    @property
    def primary(self) -> str | None:
        """The condition an answer is wanted about, None when there is none."""
        return self.conditions[0] if self.conditions else None


@dataclass(frozen=True, slots=True)
class ReplyGold:
    """One comment, the reply that would go public under it, and what is wrong with that."""

    id: str
    public_name: str | None
    comment: str
    reply: str
    verdicts: frozenset[str]
    optional: frozenset[str]

    @property
    def ok(self) -> bool:
        """Whether the reply may be published as it stands."""
        return self.verdicts == {"ok"}


def load_triage(*names: str) -> tuple[TriageGold, ...]:
    """The items of the named sets (`dev-triage`, `held-triage`), in order."""
    return tuple(_triage_item(line) for line in _lines(names))


def load_replies(*names: str) -> tuple[ReplyGold, ...]:
    """The pairs of the named sets (`dev-replies`, `held-replies`), in order."""
    return tuple(_reply_item(line) for line in _lines(names))


def _lines(names: Iterable[str]) -> Iterable[dict[str, Any]]:
    for name in names:
        for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _triage_item(line: dict[str, Any]) -> TriageGold:
    lists = {key: tuple(line[key]) for key in ("conditions", "intents")}
    return TriageGold(**{**line, **lists})


def _reply_item(line: dict[str, Any]) -> ReplyGold:
    optional = line.get("also", {}).get("verdicts", ())
    return ReplyGold(
        id=line["id"],
        public_name=line["public_name"],
        comment=line["comment"],
        reply=line["reply"],
        verdicts=frozenset(line["verdicts"]),
        optional=frozenset(optional),
    )
