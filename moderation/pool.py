"""Reads many texts with the engine on several cores, in processes that load nothing but the engine.

Nothing of Django is imported here: a process of the pool must not hold a database connection.
"""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from moderation import redaction, triage

CHUNK = 25


@dataclass(frozen=True, slots=True, repr=False)
class Texts:
    """A comment and the staff's reply to it, each with the names that may stand in it."""

    body: str
    known: tuple[str, ...] = ()
    reply: str = ""
    known_to_reply: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What the engine made of them: offsets and codes."""

    scan: redaction.Scan
    guess: triage.Triage
    in_reply: tuple[redaction.Finding, ...]


def read(texts: Texts, *, policy: redaction.Policy, synonyms: Mapping[str, Sequence[str]]) -> Read:
    """Scan the comment and the reply, and guess what the comment is about."""
    scan = redaction.scan(texts.body, known_names=texts.known, policy=policy)
    guess = triage.triage(texts.body, scan=scan, synonyms=synonyms)
    reply: tuple[redaction.Finding, ...] = ()
    if texts.reply:
        known = texts.known_to_reply
        reply = redaction.scan(texts.reply, known_names=known, policy=policy).findings
    return Read(scan, guess, reply)


class Readers:
    """Several processes that read; with one, the caller's own. Ends them when left."""

    def __init__(
        self, count: int, *, policy: redaction.Policy, synonyms: Mapping[str, Sequence[str]]
    ) -> None:
        self._count = count
        self._read = partial(read, policy=policy, synonyms=dict(synonyms))
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Readers":
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def read(self, many: Iterable[Texts]) -> list[Read]:
        """In the order given."""
        texts = list(many)
        if self._count == 1 or len(texts) <= CHUNK:
            return [self._read(one) for one in texts]
        if self._pool is None:
            # Not forked: a copy of this process would share its database connections.
            self._pool = ProcessPoolExecutor(self._count, mp_context=get_context("spawn"))
        return list(self._pool.map(self._read, texts, chunksize=CHUNK))
