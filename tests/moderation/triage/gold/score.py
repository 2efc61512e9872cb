"""Score predictions against the gold sets.

As a program, it reads what `manage.py scan` or `manage.py check_reply` wrote:

    python manage.py scan < tests/moderation/triage/gold/dev-triage.jsonl \
        | python -m tests.moderation.triage.gold.score dev-triage --errors
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.moderation.triage.gold import (
    REPLY_SETS,
    TRIAGE_SETS,
    ReplyGold,
    TriageGold,
    load_replies,
    load_triage,
)

ALARM = frozenset({"self-harm", "medical-emergency"})
FIELDS = ("conditions", "intents", "about", "question", "crisis", "state", "first_name")

type Prediction = Mapping[str, object]


@dataclass(slots=True)
class Rate:
    """So many hits in so many tries."""

    hits: int = 0
    tries: int = 0

    def count(self, hit: bool) -> bool:
        """Add one try; gives the hit back so that the caller can note an error."""
        self.hits += hit
        self.tries += 1
        return hit

    @property
    def value(self) -> float:
        """Hits in tries, 0..1; 0 when nothing was tried."""
        return self.hits / self.tries if self.tries else 0.0

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.hits} of {self.tries})"


@dataclass(frozen=True, slots=True)
class Miss:
    """One wrong answer: which item, which measure, what was right, what was said."""

    id: str
    measure: str
    right: tuple[str, ...]
    said: tuple[str, ...]


@dataclass(slots=True)
class Score:
    """Named rates, and every answer that was wrong."""

    rates: dict[str, Rate] = field(default_factory=lambda: defaultdict(Rate))
    misses: list[Miss] = field(default_factory=list)

    def __getitem__(self, measure: str) -> float:
        return self.rates[measure].value

    def judge(self, item_id: str, measure: str, good: bool, right: object, said: object) -> None:
        """Count one answer and keep it when it is wrong."""
        if not self.rates[measure].count(good):
            self.misses.append(Miss(item_id, measure, words(right), words(said)))

    def lines(self, *, errors: bool = False) -> list[str]:
        """The figures as plain text, one a line; with `errors`, each wrong answer too."""
        text = [f"{name:<34} {rate}" for name, rate in self.rates.items()]
        if errors:
            text += [
                f"{miss.id} {miss.measure}: {'/'.join(miss.right)} <- {'/'.join(miss.said)}"
                for miss in self.misses
            ]
        return text


def words(value: object) -> tuple[str, ...]:
    """Any label value as a sorted tuple of words, for showing."""
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(sorted(str(part) for part in value))
    return (str(value),)


def prediction(result: object) -> Prediction:
    """The labels of a triage result (any object with the attributes of FIELDS)."""
    return {name: getattr(result, name) for name in FIELDS}


def score_triage(gold: Iterable[TriageGold], said: Mapping[str, Prediction]) -> Score:
    """Score triage results by item id; a missing item counts as an empty answer."""
    score = Score()
    for item in gold:
        answer = said.get(item.id, {})
        _judge_conditions(score, item, _sequence(answer, "conditions"))
        _judge_intents(score, item, _sequence(answer, "intents"))
        for key in ("about", "state", "first_name"):
            _judge_single(score, item, key, answer.get(key))
        _judge_question(score, item, bool(answer.get("question")))
        _judge_crisis(score, item, str(answer.get("crisis") or "none"))
    return score


def score_replies(gold: Iterable[ReplyGold], said: Mapping[str, Iterable[str]]) -> Score:
    """Score reply checks by item id; verdict codes as given, none or `ok` meaning fine."""
    score = Score()
    for item in gold:
        codes = frozenset(said.get(item.id, ())) - {"ok"}
        if item.ok:
            blocked = codes - item.optional
            score.judge(item.id, "ok let through", not blocked, item.verdicts, codes)
            continue
        score.judge(item.id, "bad blocked", bool(codes), item.verdicts, codes)
        reason = codes & (item.verdicts | item.optional)
        score.judge(item.id, "bad blocked, right reason", bool(reason), item.verdicts, codes)
        for code in sorted(item.verdicts):
            score.judge(item.id, f"  {code}", code in codes, item.verdicts, codes)
    return score


def _judge_conditions(score: Score, item: TriageGold, said: Sequence[str]) -> None:
    first = said[0] if said else None
    right = item.accepted("primary")
    score.judge(item.id, "primary condition", first in right, right, first)
    if item.primary is None:
        optional = right | set(item.also.get("conditions", ()))
        score.judge(item.id, "no condition invented", set(said) <= optional, right, said)
    elif None not in right:
        score.judge(item.id, "primary condition, where named", first in right, right, first)


def _judge_intents(score: Score, item: TriageGold, said: Sequence[str]) -> None:
    gold, optional = set(item.intents), set(item.also.get("intents", ()))
    score.judge(item.id, "intent top 1", bool(gold & set(said[:1])), gold, said[:1])
    score.judge(
        item.id, "intent top 1, optional too", bool((gold | optional) & set(said[:1])), gold, said
    )
    score.judge(item.id, "intent top 3", bool(gold & set(said[:3])), gold, said[:3])


def _judge_single(score: Score, item: TriageGold, key: str, said: object) -> None:
    right = item.accepted(key)
    good = _folded(said) in {_folded(value) for value in right}
    score.judge(item.id, key, good, right, said)
    if key != "about":
        kind = "not invented" if None in right else "found"
        score.judge(item.id, f"{key} {kind}", good, right, said)


def _judge_question(score: Score, item: TriageGold, said: bool) -> None:
    if not item.also.get("question"):
        score.judge(item.id, "question", said == item.question, item.question, said)


def _judge_crisis(score: Score, item: TriageGold, said: str) -> None:
    right = item.accepted("crisis")
    score.judge(item.id, "crisis label", said in right, right, said)
    if right <= ALARM:
        score.judge(item.id, "crisis recall", said in ALARM, right, said)
        score.judge(item.id, f"  {item.crisis}", said in ALARM, right, said)
    elif not right & ALARM:
        score.judge(item.id, "crisis quiet (no false alarm)", said not in ALARM, right, said)
        if item.trap:
            score.judge(item.id, "crisis quiet on traps", said not in ALARM, right, said)


def _sequence(answer: Prediction, key: str) -> tuple[str, ...]:
    value = answer.get(key) or ()
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list | tuple) else ()


def _folded(value: object) -> object:
    return value.strip().casefold() or None if isinstance(value, str) else value


def _verdict_codes(line: Mapping[str, object]) -> list[str]:
    listed = line.get("verdicts") or []
    if not isinstance(listed, list):
        return []
    return [str(one["code"]) if isinstance(one, dict) else str(one) for one in listed]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read predictions on standard input and write the figures of one gold set."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("set", choices=[*TRIAGE_SETS, *REPLY_SETS])
    parser.add_argument("--errors", action="store_true", help="show every wrong answer")
    options = parser.parse_args(arguments)
    lines = {line["id"]: line for line in map(json.loads, filter(str.strip, sys.stdin))}
    if options.set in TRIAGE_SETS:
        score = score_triage(load_triage(options.set), lines)
    else:
        codes = {key: _verdict_codes(line) for key, line in lines.items()}
        score = score_replies(load_replies(options.set), codes)
    sys.stdout.write("\n".join(score.lines(errors=options.errors)) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
