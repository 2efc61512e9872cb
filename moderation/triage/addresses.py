"""The web addresses in a reply: whole, broken, and what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_MARKDOWN: Final = re.compile(r"\[([^\[\]]{0,200})\]\(\s*([^()\s]*)\s*\)")
_HREF: Final = re.compile(
    r"""href\s*=\s*(?:"([^"]{0,500})"|'([^']{0,500})'|([^\s>"']{0,500}))""", re.I
)
_ADDRESS: Final = re.compile(
    r"(?<![\w@])(?:(?:h[tp]{1,4}s{0,2}|[tp]{2,3}s|ftp|javascript|file)(?::\s?/{0,3}|//|;//)|www[.,…])"
    r"[^\s<>\"“”()\[\]{}]*",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}(?:org|com|gov|edu|net|info|health|uk|ca|int)"
    r"(?:/[^\s<>\"“”()\[\]{}]*)?(?![\w@])",
    re.IGNORECASE,
)
# What is left of an address when its head was lost: "…All&phase=All", "...Cancer&phase=All".
_TAIL: Final = re.compile(r"(?<![.…])(?:…|\.{2,5})[^\s<>()&=/.…]{0,200}[&=/][^\s<>()]{0,500}")
_TRAILING: Final = ".,;:!?'*"
_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_LOST_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Address:
    """An address as it stands in the reply, at ``start`` to ``end``."""

    said: str
    start: int
    end: int

    @property
    def host(self) -> str:
        """The host in small letters, "" when there is none."""
        try:
            return (urlsplit(self._full()).hostname or "").casefold()
        except ValueError:
            return ""

    def _full(self) -> str:
        return self.said if "://" in self.said else f"https://{self.said}"

    @property
    def path_words(self) -> str:
        """The path as words: "/liver-cancer" is "liver cancer"."""
        return re.sub(r"[-_/.+]+", " ", unquote(urlsplit(self._full()).path))

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """The query as (name, value) pairs, decoded, also of a query behind ``#``."""
        parts = urlsplit(self._full())
        return tuple(parse_qsl(parts.query or parts.fragment, keep_blank_values=True))

    def fault(self) -> str | None:
        """Why the address leads nowhere: a reason of MESSAGES, or None when it is whole."""
        if "…" in self.said or ".." in self.said:
            return "link-cut"
        try:
            parts = urlsplit(self._full())
            port_ok = parts.port is None or parts.port > 0
        except ValueError:
            return "link-malformed"
        if self.host.startswith("www.") and self.host.count(".") < 2:
            return "link-malformed"
        if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(self.host) or not port_ok:
            return "link-malformed"
        return self._lost_end()

    def _lost_end(self) -> str | None:
        if self.said.endswith(("=", "&", "?", "-", "%20", "+", "%")):
            return "link-cut"
        if _LOST_PERCENT.search(self.said) or any(not v for _, v in self.parameters):
            return "link-cut"
        return None


@dataclass(frozen=True, slots=True)
class Addresses:
    """All addresses of a text: ``whole`` and readable, ``broken`` with their reason.

    ``rest`` is the text with every address blanked out, so that offsets stay.
    """

    whole: tuple[Address, ...]
    broken: tuple[tuple[str, Address], ...]
    rest: str


def addresses(text: str) -> Addresses:
    """Takes the addresses out of a reply."""
    whole: list[Address] = []
    broken: list[tuple[str, Address]] = []
    blanked: list[str | None] = list(text)
    for address, empty in _all(text):
        if None in (taken := blanked[address.start : address.end]) or not taken:
            continue
        blanked[address.start : address.end] = [None] * len(taken)
        fault = "link-empty" if empty else address.fault()
        if fault is None:
            whole.append(address)
        else:
            broken.append((fault, address))
    rest = "".join(" " if character is None else character for character in blanked)
    return Addresses(tuple(whole), tuple(broken), rest)


def _all(text: str) -> Iterator[tuple[Address, bool]]:
    for match in _MARKDOWN.finditer(text):
        if not match[2].strip("#/ "):
            yield Address(match[0], match.start(), match.end()), True
    for match in _HREF.finditer(text):
        said = match[1] or match[2] or match[3] or ""
        if not said.strip("#/ "):
            yield Address(match[0], match.start(), match.end()), True
    for pattern in (_ADDRESS, _TAIL, _BARE):
        for match in pattern.finditer(text):
            said = match[0].rstrip(_TRAILING)
            if said.endswith(("…", "..")) or match[0].endswith(("...", "…")):
                said = match[0]
            yield Address(said, match.start(), match.start() + len(said)), not said.strip("./:")
