"""`make bench`: engine, pages, submissions, queue, decisions and memory, measured in one run.

    python -m bench [--sizes 1000,100000,1000000] [--only pages,queue] [--json FILE]

The server runs on the loopback beside the client, on the same cores; a Django hello view on the
same server is measured in between, and figures are best read as ratios to it. DATABASE_URL
measures PostgreSQL, nothing SQLite in a folder that is thrown away.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Row = dict[str, Any]


def main() -> int:
    """Measure what was asked for; prints a table and writes JSON."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,100000,1000000", help="waiting cases")
    parser.add_argument("--comments", default="100,1000,10000", help="comments under an article")
    parser.add_argument("--only", default="engine,pages,submit,queue,memory")
    parser.add_argument("--json", type=Path, default=ROOT / "bench/results/latest.json")
    arguments = parser.parse_args()
    chosen = set(arguments.only.split(","))
    rows: list[Row] = []
    if "engine" in chosen:
        subprocess.run([sys.executable, "bench/engine.py"], cwd=ROOT, check=False)
        subprocess.run([sys.executable, "bench/triage.py"], cwd=ROOT, check=False)
    if chosen - {"engine"}:
        with tempfile.TemporaryDirectory(prefix="bedside-bench-") as folder:
            rows = _site_rows(Path(folder), chosen, arguments)
    _report(rows, arguments.json)
    return 0


def _site_rows(folder: Path, chosen: set[str], arguments: argparse.Namespace) -> list[Row]:
    os.environ["BEDSIDE_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["SENDS_PER_HOUR"] = "100000000"  # one client stands for many readers
    import django

    django.setup()
    from bench import measures

    measures.prepare()
    rows: list[Row] = []
    steps: dict[str, Callable[[], Iterator[Row]]] = {
        "pages": lambda: measures.pages([int(n) for n in arguments.comments.split(",")]),
        "queue": lambda: measures.queue_growth([int(n) for n in arguments.sizes.split(",")]),
        "submit": measures.submissions,
        "memory": measures.memory,
    }
    for name, step in steps.items():
        if name in chosen:
            for row in step():
                rows.append(row)
                print(_line(row), flush=True)
    return rows


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long a preparation took."""
    begun = time.perf_counter()
    yield
    print(f"  ({what}: {time.perf_counter() - begun:.1f} s)", flush=True)


def _line(row: Row) -> str:
    extra = "  ".join(f"{name} {value}" for name, value in row.items() if name not in _MAIN)
    return f"{row['what']:<52} {row['value']:>10} {row['unit']:<6} {extra}"


_MAIN = ("what", "value", "unit")


def _report(rows: list[Row], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    if rows:
        print(f"\n{len(rows)} figures, also in {path.name}")


if __name__ == "__main__":
    sys.exit(main())
