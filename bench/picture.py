"""Draws the growth curves of a bench run: `python -m bench.picture RESULTS.json OUT.svg`.

How much longer each page or act takes as more cases wait, against the smallest number; a straight
line at 1 is what everybody wants.
"""

import json
import math
import re
import sys
from pathlib import Path

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 300, 56, 44, 20
COLOURS = ("#4b2e83", "#a62654", "#1d6246", "#8a5a00")


def main(source: str, target: str) -> None:
    """Read the figures, write the picture."""
    curves: dict[str, list[tuple[int, float]]] = {}
    for row in json.loads(Path(source).read_text(encoding="utf-8")):
        found = re.match(r"(.+), ([\d,]+) waiting", row["what"])
        if found:
            waiting = int(found[2].replace(",", ""))
            curves.setdefault(found[1], []).append((waiting, float(row["growth"])))
    Path(target).write_text(_picture(curves), encoding="utf-8")


def _picture(curves: dict[str, list[tuple[int, float]]]) -> str:
    sizes = sorted({size for points in curves.values() for size, _ in points})
    top = max(2.0, *(growth for points in curves.values() for _, growth in points))

    def x(size: int) -> float:
        low, high = math.log10(sizes[0]), math.log10(sizes[-1])
        return LEFT + (WIDTH - LEFT - 20) * (math.log10(size) - low) / (high - low)

    def y(growth: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - growth / top)

    parts = [
        _line(LEFT, y(1), WIDTH - 20, y(1)),
        _text(8, y(1) + 4, "1 ×"),
        _text(8, y(top), f"{top:.1f} ×"),
    ]
    parts += [_text(x(size) - 20, HEIGHT - 22, f"{size:,}") for size in sizes]
    parts.append(_text(WIDTH / 2 - 40, HEIGHT - 4, "cases waiting"))
    for colour, (name, points) in zip(COLOURS, curves.items(), strict=False):
        path = " ".join(f"{x(size):.1f},{y(growth):.1f}" for size, growth in points)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        )
        row = TOP + 4 + 18 * COLOURS.index(colour)
        parts.append(_text(WIDTH - 210, row, name, colour))
    body = "".join(parts)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'{head}font-family="sans-serif" font-size="12">{ground}{body}</svg>\n'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#bbb" stroke-dasharray="4 4"/>'


def _text(x: float, y: float, words: str, colour: str = "#444") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}">{words}</text>'


if __name__ == "__main__":
    main(*sys.argv[1:3])
