"""A text together with the place in the original that each of its characters came from."""

from collections.abc import Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Mapped:
    """``text`` and, for each of its characters, where in the original it starts and ends.

    ``starts`` and ``ends`` are None while the text is the original itself.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original, in code points."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]

    def rewritten(self, edits: Iterable[Edit]) -> "Mapped":
        """The text with ``(start, end, replacement)`` edits made, sorted and not overlapping.

        A replacement as long as what it replaces keeps its places character by character; else
        each of its characters stands for the whole.
        """
        starts = self.starts if self.starts is not None else range(len(self.text))
        ends = self.ends if self.ends is not None else range(1, len(self.text) + 1)
        pieces: list[str] = []
        new_starts: list[int] = []
        new_ends: list[int] = []
        at = 0
        for start, end, replacement in edits:
            pieces += self.text[at:start], replacement
            new_starts += starts[at:start]
            new_ends += ends[at:start]
            if len(replacement) == end - start:
                new_starts += starts[start:end]
                new_ends += ends[start:end]
            else:
                new_starts += [starts[start]] * len(replacement)
                new_ends += [ends[end - 1]] * len(replacement)
            at = end
        if not pieces:
            return self
        pieces.append(self.text[at:])
        new_starts += starts[at:]
        new_ends += ends[at:]
        return Mapped("".join(pieces), tuple(new_starts), tuple(new_ends))
