"""What is done with each kind of detail: a table that staff can change."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from moderation.redaction.findings import Kind, Tier


class Action(StrEnum):
    """What the public text shows in place of a detail."""

    OUT = "out"
    GENERALISED = "generalised"
    KEPT = "kept"


Row = tuple[Kind, Tier | None, Action]


@dataclass(frozen=True, slots=True)
class Policy:
    """Rows of (kind, tier or None for any tier, action); a row with a tier wins over one without.

    Hashable, so that it can be part of a cache key or be compared with the one of yesterday.
    """

    rows: tuple[Row, ...]

    @classmethod
    def from_table(cls, table: Mapping[str, str]) -> Self:
        """A policy from ``{"DATE": "generalised", "DATE/info": "kept"}``.

        Kinds that the table does not name keep their default. ValueError for an unknown kind,
        tier or action.
        """
        chosen = {(kind, tier): action for kind, tier, action in _ROWS}
        for key, action in table.items():
            kind, _, tier = key.partition("/")
            chosen[Kind(kind), Tier(tier) if tier else None] = Action(action)
        return cls(_in_order(chosen))

    def table(self) -> dict[str, str]:
        """The rows as ``from_table`` reads them."""
        return {f"{kind}/{tier}" if tier else str(kind): str(do) for kind, tier, do in self.rows}

    def action(self, kind: Kind, tier: Tier) -> Action:
        """What is done with a detail of this kind and tier."""
        general = Action.OUT
        for row_kind, row_tier, action in self.rows:
            if row_kind is kind and row_tier is tier:
                return action
            if row_kind is kind and row_tier is None:
                general = action
        return general


def _in_order(chosen: Mapping[tuple[Kind, Tier | None], Action]) -> tuple[Row, ...]:
    rows = [(kind, tier, action) for (kind, tier), action in chosen.items()]
    return tuple(sorted(rows, key=lambda row: (row[0].value, row[1] or "")))


_ROWS: tuple[Row, ...] = (
    (Kind.NAME, None, Action.OUT),
    (Kind.PHONE, None, Action.OUT),
    (Kind.EMAIL, None, Action.OUT),
    (Kind.URL, None, Action.OUT),
    (Kind.ID, None, Action.OUT),
    (Kind.LOCATION, None, Action.OUT),
    (Kind.ORG, None, Action.OUT),
    (Kind.STATE, None, Action.KEPT),
    (Kind.STATE, Tier.SHOULD, Action.OUT),  # raised by the rule on combinations
    (Kind.DATE, None, Action.GENERALISED),
    (Kind.AGE, None, Action.GENERALISED),
    (Kind.MEASUREMENT, None, Action.OUT),
    (Kind.OCCUPATION, None, Action.OUT),
    (Kind.GENE, None, Action.OUT),
    (Kind.GENE, Tier.INFO, Action.KEPT),
    (Kind.TREATMENT, None, Action.GENERALISED),
    (Kind.STAGE, None, Action.GENERALISED),
    (Kind.SYMPTOM, None, Action.GENERALISED),
    (Kind.DIAGNOSIS, None, Action.GENERALISED),
    (Kind.DIAGNOSIS, Tier.INFO, Action.KEPT),
)

DEFAULT = Policy(_in_order({(kind, tier): action for kind, tier, action in _ROWS}))
