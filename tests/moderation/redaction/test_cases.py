"""Every marked detail of the case files is found, and general talk raises nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation.redaction import public_text, scan
from tests.moderation.redaction.gold import Gold, load

CASES = Path(__file__).parent / "cases"
UNSEEN = "\u00ad\u200b\u200c\u200d\ufeff"


def cases() -> Iterator[Gold]:
    for path in sorted(CASES.glob("*.txt")):
        yield from load(path)


def missed(gold: Gold) -> list[str]:
    covered = {i for f in scan(gold.text).findings for i in range(f.start, f.end)}
    return [
        f"{span.label} {gold.text[span.start : span.end]!r}"
        for span in gold.spans
        if any(
            i not in covered and not gold.text[i].isspace() and gold.text[i] not in UNSEEN
            for i in range(span.start, span.end)
        )
    ]


@pytest.mark.parametrize("gold", [pytest.param(case, id=case.id) for case in cases()])
def test_every_marked_detail_is_found(gold: Gold) -> None:
    assert missed(gold) == []


@pytest.mark.parametrize(
    "gold", [pytest.param(case, id=case.id) for case in cases() if not case.personal]
)
def test_general_talk_raises_nothing(gold: Gold) -> None:
    assert scan(gold.text).findings == ()


def covers() -> Iterator[tuple[str, str]]:
    for line in (CASES / "covers.tsv").read_text(encoding="utf-8").splitlines():
        said, _, public = line.partition("\t")
        yield said, public


@pytest.mark.parametrize(("said", "public"), list(covers()))
def test_the_public_text_reads_well(said: str, public: str) -> None:
    assert public_text(said, scan(said)) == public
