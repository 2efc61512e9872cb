"""Plots as SVG made by the server: geometry here, drawn by `admin/moderation/_bars.html`."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 14, 28


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in SVG units, with the words under and over it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: str
    shows_label: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line of the scale."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A bar plot: a title, bars, a scale, and the same numbers as a table for who cannot see it."""

    title: str
    bars: list[Bar]
    lines: list[Line]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right_edge: int = WIDTH - RIGHT
    base: int = HEIGHT - BOTTOM

    @property
    def is_empty(self) -> bool:
        return not any(bar.height for bar in self.bars)


def bars(title: str, values: Sequence[tuple[str, float]], *, unit: str = "") -> Plot:
    """A bar for each (label, value). Values are not negative."""
    top = _round_up(max((value for _label, value in values), default=0))
    room = HEIGHT - TOP - BOTTOM
    step = (WIDTH - LEFT - RIGHT) / max(1, len(values))
    every = max(1, len(values) // 6)
    drawn = [
        Bar(
            x=round(LEFT + index * step + step * 0.14, 1),
            y=round(TOP + room * (1 - value / top), 1),
            width=round(step * 0.72, 1),
            height=round(room * value / top, 1),
            label=label,
            value=f"{value:g}{unit}",
            shows_label=index % every == 0,
        )
        for index, (label, value) in enumerate(values)
    ]
    lines = [
        Line(round(TOP + room * (1 - share), 1), f"{top * share:g}{unit}") for share in (0, 0.5, 1)
    ]
    return Plot(title, drawn, lines)


def _round_up(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten: a scale that people can read."""
    size = 1.0
    while size < value:
        for factor in (1, 2, 5, 10):
            if size * factor >= value:
                return size * factor
        size *= 10
    return size
