"""What a detector yields: a span of the prepared text, before it is mapped to the original."""

from typing import NamedTuple

from moderation.redaction.findings import Kind, Tier


class Hit(NamedTuple):
    """``document.text[start:end]`` is a detail; ``tier`` None means the usual one of its kind."""

    start: int
    end: int
    kind: Kind
    rule: str
    score: float = 0.9
    tier: Tier | None = None
