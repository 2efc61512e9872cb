"""The hostile HTML of xss.txt, as strings."""

from pathlib import Path

_CHARACTERS = {"{NL}": "\n", "{TAB}": "\t", "{CR}": "\r", "{FF}": "\f", "{NUL}": "\x00"}


def cases() -> list[str]:
    """Every case, in the order of the file."""
    lines = Path(__file__).with_name("xss.txt").read_text(encoding="utf-8").splitlines()
    return [_read(line) for line in lines if line and not line.startswith("#")]


def _read(line: str) -> str:
    for name, character in _CHARACTERS.items():
        line = line.replace(name, character)
    return line
