"""How good and how fast the redaction library is: ``python bench/engine.py``.

Quality is counted on the project's own gold comments: a detail is caught when at least nine
tenths of its visible characters are covered. Speed is the best of several rounds on one core.
"""

import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from moderation.redaction import Finding, scan  # noqa: E402
from tests.moderation.redaction.gold import (  # noqa: E402
    IDENTIFIERS,
    LABELS,
    MEDICAL,
    PARTS,
    Gold,
    Span,
    load_all,
)

DIRECT = frozenset({"NAME", "PHONE", "EMAIL", "URL", "ID"})
UNSEEN = "\u00ad\u200b\u200c\u200d\ufeff"
CAUGHT = 0.9
ROUNDS = 5

Found = list[tuple[Gold, tuple[Finding, ...]]]


def visible(text: str, span: Span) -> list[int]:
    """The offsets of a span's characters that a reader sees."""
    inside = range(span.start, span.end)
    return [i for i in inside if not text[i].isspace() and text[i] not in UNSEEN]


def covered(findings: tuple[Finding, ...]) -> set[int]:
    """All offsets that some finding covers."""
    return {i for finding in findings for i in range(finding.start, finding.end)}


def is_caught(text: str, span: Span, hidden: set[int]) -> bool:
    """Whether nearly all of a span is covered."""
    seen = visible(text, span)
    return sum(i in hidden for i in seen) >= CAUGHT * len(seen) - 1e-9


def recall(found: Found) -> dict[str, tuple[int, int]]:
    """(caught, all) for each label and group of labels."""
    caught: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for gold, findings in found:
        hidden = covered(findings)
        for span in gold.spans:
            hit = is_caught(gold.text, span, hidden)
            for name in (span.label, *groups(span.label)):
                total[name] += 1
                caught[name] += hit
    return {name: (caught[name], total[name]) for name in (*LABELS, *GROUPS) if total[name]}


GROUPS = ("identifiers", "direct", "medical")


def groups(label: str) -> list[str]:
    """The groups a label counts in."""
    members = {"identifiers": IDENTIFIERS, "direct": DIRECT, "medical": MEDICAL}
    return [name for name, labels in members.items() if label in labels]


def leaks(found: Found, labels: frozenset[str], *, adversarial: bool) -> tuple[int, int]:
    """(comments with a detail of ``labels`` left, comments that have any)."""
    left = having = 0
    for gold, findings in found:
        spans = [span for span in gold.spans if span.label in labels]
        if not spans or (adversarial and not gold.adversarial):
            continue
        hidden = covered(findings)
        having += 1
        left += any(not is_caught(gold.text, span, hidden) for span in spans)
    return left, having


def precision(found: Found) -> tuple[int, int]:
    """(right, all) characters that findings of identifiers cover, don't-care zones left out."""
    right = total = 0
    quiet = {*MEDICAL}
    for gold, findings in found:
        marked = {i for span in gold.spans for i in range(span.start, span.end)}
        ignored = {i for start, end in gold.ignore for i in range(start, end)}
        for i in covered(tuple(f for f in findings if f.kind.value not in quiet)):
            if gold.text[i].isalnum() and (i in marked or i not in ignored):
                total += 1
                right += i in marked
    return right, total


def alarms(found: Found) -> tuple[int, int]:
    """(general comments with any finding, general comments)."""
    general = [findings for gold, findings in found if not gold.personal]
    return sum(bool(findings) for findings in general), len(general)


def share(part: tuple[int, int]) -> str:
    """ "12.5 % (5 of 40)"."""
    some, of = part
    return f"{100 * some / of:5.1f} %  ({some} of {of})" if of else "    -"


def report_quality(part: str) -> None:
    """Print the table of one part of the gold set."""
    found: Found = [(gold, scan(gold.text).findings) for gold in load_all(part)]
    if not found:
        return
    everything = frozenset(IDENTIFIERS)
    print(f"\n{part}: {len(found)} comments")
    for name, counted in recall(found).items():
        print(f"  {name:12} {share(counted)}")
    print(f"  leaking comments           {share(leaks(found, everything, adversarial=False))}")
    print(f"  leaking a direct one       {share(leaks(found, DIRECT, adversarial=False))}")
    print(f"  leaking, adversarial       {share(leaks(found, everything, adversarial=True))}")
    print(f"  false alarms, general talk {share(alarms(found))}")
    print(f"  precision of identifiers   {share(precision(found))}")


def report_speed() -> None:
    """Print characters a second, on comments and on one long text."""
    texts = [gold.text for part in PARTS for gold in load_all(part)]
    long = "\n".join(texts)[:100_000]
    for name, work in (("comments", texts), ("one long text", [long])):
        best = min(timed(work) for _ in range(ROUNDS))
        size = sum(map(len, work))
        print(f"  {name:14} {size / best / 1000:6.0f} k characters a second")


def timed(texts: list[str]) -> float:
    """Seconds to scan all texts once."""
    start = time.process_time()
    for text in texts:
        scan(text)
    return time.process_time() - start


START = (
    "import time; t = time.process_time(); from moderation.redaction import scan; "
    "scan('I am Ada, 54'); print(time.process_time() - t)"
)
PEAK = (
    "import re, pathlib; "
    "print(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1])"
)
FULL = (
    "from moderation.redaction import scan; "
    "[scan('I am Ada, 54, from Toledo and have lymphoma ' * 20) for _ in range(50)]; "
)


def asked(code: str) -> float:
    """What a fresh interpreter prints for ``code``."""
    command = [sys.executable, "-c", code]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)


def report_start() -> None:
    """Print how long the first scan takes from nothing, and what it costs in memory."""
    start = min(asked(START) for _ in range(ROUNDS))
    memory = (asked(FULL + PEAK) - asked(PEAK)) / 1024
    print(f"  start          {start:6.2f} s to the first scan")
    print(f"  memory         {memory:6.1f} MB above bare Python (mapped files are shared)")


def main() -> None:
    """Print quality, then speed."""
    for part in PARTS:
        report_quality(part)
    print("\nspeed, one core")
    report_speed()
    report_start()
    print(f"  this process   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.1f} MB")


if __name__ == "__main__":
    main()
