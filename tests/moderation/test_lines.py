"""`scan` and `check_reply` as filters: streaming, no Django, bad lines told, good ones answered."""

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from moderation import lines

ROOT = Path(__file__).resolve().parents[2]


def run(command: str, given: bytes) -> tuple[int, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "manage.py", command],
        input=given,
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_is_answered_with_what_the_contract_names() -> None:
    status, rows = run("scan", b'{"id": "a", "text": "Is it so? Call 702-555-0144."}\n')
    assert status == 0
    assert set(rows[0]) == {
        "id",
        "spans",
        "conditions",
        "intents",
        "about",
        "question",
        "crisis",
        "state",
        "first_name",
        "language",
        "public_text",
    }
    assert rows[0]["public_text"] == "Is it so? Call [phone]."
    span = rows[0]["spans"][0]  # type: ignore[index]
    assert set(span) == {"start", "end", "label", "tier", "score", "rule"}
    assert (span["start"], span["end"], span["label"]) == (15, 27, "PHONE")


def test_offsets_count_code_points() -> None:
    text = "😀 Call 702-555-0144"
    span = lines.scan({"text": text})["spans"][0]
    assert text[span["start"] : span["end"]] == "702-555-0144"


def test_bad_lines_are_told_and_good_ones_answered() -> None:
    bad = [b"not json", b"\xff\xfe", b"[1]", b'{"id": 7}', b'{"id": 8, "text": 5}', b"{" * 9_000]
    given = b"\n".join([*bad, b"", b'{"id": 9, "text": "Thank you."}'])
    status, rows = run("scan", given)
    assert status == 1
    assert [bool(row.get("error")) for row in rows] == [True] * 6 + [False]
    assert [row.get("id") for row in rows[3:]] == [7, 8, None, 9]
    assert rows[-1]["public_text"] == "Thank you."


def test_an_error_quotes_nothing() -> None:
    secret = b'{"id": 1, "text": "Denise 702-555-0144'
    _status, rows = run("scan", secret)
    assert "Denise" not in str(rows)


@pytest.mark.parametrize("text", ["", "\u0000", "\ud800", "\u202e\u200b", "x" * 100_000])
def test_any_text_is_answered(text: str) -> None:
    out = io.StringIO()
    given = json.dumps({"id": 1, "text": text}).encode()
    assert lines.answer_all([given], out, lines.scan) == 0
    assert json.loads(out.getvalue())["id"] == 1


def test_a_good_reply_is_ok() -> None:
    asked = {"id": 1, "comment": "Does it work?", "public_name": None, "reply": "Thank you."}
    assert lines.check_reply(asked) == {"verdicts": ["ok"]}


def test_a_name_that_is_no_name_is_told() -> None:
    with pytest.raises(lines.LineError):
        lines.check_reply({"comment": "a", "reply": "b", "public_name": 5})


def test_each_line_is_answered_before_the_next_is_read() -> None:
    out = io.StringIO()
    seen: list[int] = []

    def source() -> Iterator[bytes]:
        for number in range(3):
            seen.append(out.getvalue().count("\n"))
            yield json.dumps({"id": number, "text": "Thank you."}).encode()

    lines.answer_all(source(), out, lines.scan)
    assert seen == [0, 1, 2]


def test_it_starts_without_django() -> None:
    code = "import sys; from moderation import lines; sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_one_text_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    lines.main(["scan", "--explain", "Is it so? Call 702-555-0144."])
    said = capsys.readouterr().out
    assert "⟦702-555-0144⟧" in said
    assert "phone." in said
    assert "Is it so? Call [phone]." in said
    assert "\x1b[" in lines.explain("Call 702-555-0144.", colour=True)
