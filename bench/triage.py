"""Quality and speed of triage and of the reply check on the project's own gold sets.

    python bench/triage.py [--set dev|held]

The held sets are for counting: print no errors of them while rules are being written.
"""

import argparse
import sys
import time
import tracemalloc
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

started = time.perf_counter()
from moderation.triage import check_reply, triage  # noqa: E402
from moderation.triage.verdicts import labels  # noqa: E402

triage("My wife has lymphoma. Any trials?")
READY = time.perf_counter() - started

from tests.moderation.triage.gold import TriageGold, load_replies, load_triage  # noqa: E402

ALARMS = {"self-harm", "medical-emergency"}


def main() -> int:
    """Print the figures of one half of the gold sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=("dev", "held"), default="held")
    part = parser.parse_args().set
    comments = load_triage(f"{part}-triage")
    print(f"triage on {part}-triage ({len(comments)} comments)")
    for name, hits, tries in triage_figures(comments):
        print(f"  {name:<34} {hits / max(tries, 1):6.1%}  ({hits} of {tries})")
    print(f"reply check on {part}-replies")
    for name, hits, tries in reply_figures(f"{part}-replies"):
        print(f"  {name:<34} {hits / max(tries, 1):6.1%}  ({hits} of {tries})")
    speed([comment.text for comment in comments])
    return 0


def triage_figures(comments: tuple[TriageGold, ...]) -> list[tuple[str, int, int]]:
    """(measure, hits, tries) of everything triage says."""
    said = [(gold, triage(gold.text)) for gold in comments]
    named = [(g, t) for g, t in said if None not in g.accepted("primary")]
    alarms = [(g, t) for g, t in said if g.accepted("crisis") <= ALARMS]
    quiet = [(g, t) for g, t in said if not g.accepted("crisis") & ALARMS]
    first = sum(t.intents[0] in {*g.intents, *g.also.get("intents", ())} for g, t in said)
    return [
        ("condition, where one is named",
         *rate(t.primary in g.accepted("primary") for g, t in named)),
        ("intent, first guess", *rate(t.intents[0] in g.intents for g, t in said)),
        ("intent, first guess or optional", first, len(said)),
        ("intent, in first three", *rate(bool({*t.intents[:3]} & {*g.intents}) for g, t in said)),
        ("for whom", *rate(t.about in g.accepted("about") for g, t in said)),
        ("question",
         *rate(t.question == g.question for g, t in said if not g.also.get("question"))),
        ("crisis caught", *rate(t.crisis in ALARMS for _, t in alarms)),
        ("false alarms", *rate(t.crisis in ALARMS for _, t in quiet)),
        ("state", *rate(t.state in g.accepted("state") for g, t in said)),
        ("first name", *rate(t.first_name in g.accepted("first_name") for g, t in said)),
    ]  # fmt: skip


def reply_figures(name: str) -> list[tuple[str, int, int]]:
    """(measure, hits, tries) of the reply check."""
    said = [
        (gold, {*labels(check_reply(gold.comment, gold.reply, public_name=gold.public_name))})
        for gold in load_replies(name)
    ]
    bad = [(g, v) for g, v in said if not g.ok]
    good = [(g, v) for g, v in said if g.ok]
    return [
        ("bad replies stopped", *rate(v != {"ok"} for _, v in bad)),
        ("... for a right reason", *rate(bool(v & g.verdicts) for g, v in bad)),
        ("good replies stopped", *rate(bool(v - {"ok"} - g.optional) for g, v in good)),
    ]


def rate(hits: object) -> tuple[int, int]:
    """How many of so many."""
    counted = [bool(hit) for hit in hits]  # type: ignore[attr-defined]
    return sum(counted), len(counted)


def speed(texts: list[str]) -> None:
    """Characters a second, time until the first answer, memory."""
    for text in texts:
        triage(text)
    begun = time.process_time()
    for text in texts:
        triage(text)
    seconds = time.process_time() - begun
    tracemalloc.start()
    for text in texts:
        triage(text)
    _, peak = tracemalloc.get_traced_memory()
    print(f"  {'characters a second':<34} {sum(map(len, texts)) / seconds:,.0f}")
    print(f"  {'import and first answer':<34} {READY:.2f} s")
    print(f"  {'memory used while at work':<34} {peak / 1e6:.1f} MB")


if __name__ == "__main__":
    raise SystemExit(main())
