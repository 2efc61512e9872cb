"""The demo's hero pictures, drawn from nothing but numbers: the same ones every time.

Each is drawn larger than it is kept and scaled down, which smooths every edge.
"""

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1920, 1200
SCALE = 1.5
W, H = int(WIDTH * SCALE), int(HEIGHT * SCALE)
Colour = tuple[int, int, int]
Point = tuple[float, float]


def draw(name: str) -> bytes:
    """The named picture as a JPEG file."""
    picture = PICTURES[name]().convert("RGB")
    picture = _grained(picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, optimize=True, progressive=True)
    return out.getvalue()


# --- Tools ------------------------------------------------------------------------------------
def _hex(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _gradient(top: str, bottom: str, size: tuple[int, int] = (W, H)) -> Image.Image:
    mask = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)


def _layer() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    layer = Image.new("RGBA", (W, H))
    return layer, ImageDraw.Draw(layer)


def _put(picture: Image.Image, layer: Image.Image, *, blur: float = 0) -> None:
    """Lay a layer over the picture; a wide blur is made small, where it costs little."""
    if blur:
        # Blurred with its alpha, a layer would gather black at its edges: premultiply first.
        small = layer.convert("RGBa").resize((W // 4, H // 4), Image.Resampling.BOX)
        small = small.filter(ImageFilter.GaussianBlur(blur / 4))
        layer = small.resize((W, H), Image.Resampling.BICUBIC).convert("RGBA")
    picture.paste(layer, (0, 0), layer)


def _light(picture: Image.Image, layer: Image.Image, blur: float) -> None:
    """Add light: what glows makes brighter what is under it."""
    black = Image.new("RGB", (W, H))
    _put(black, layer, blur=blur)
    picture.paste(ImageChops.screen(picture, black))


def _grained(picture: Image.Image) -> Image.Image:
    # A little grain keeps wide gradients from showing as steps.
    noise = random.Random(7).randbytes(picture.width * picture.height)  # noqa: S311 - a drawing needs no secrets
    grain = Image.frombytes("L", picture.size, noise).point(lambda value: 122 + value // 20)
    return ImageChops.overlay(picture, Image.merge("RGB", (grain,) * 3))


def _blob(
    centre: Point, radius: float, chance: random.Random, *, wild: float = 0.08, lobes: int = 5
) -> list[Point]:
    """A closed, softly irregular outline."""
    waves = [
        (number, chance.uniform(0, wild / math.sqrt(number)), chance.uniform(0, math.tau))
        for number in range(2, lobes + 3)
    ]
    points = []
    for step in range(96):
        angle = math.tau * step / 96
        reach = radius * (1 + sum(high * math.sin(n * angle + turn) for n, high, turn in waves))
        points.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
    return points


def _shrunk(points: list[Point], centre: Point, share: float, shift: float = 0) -> list[Point]:
    return [
        (centre[0] + (x - centre[0]) * share - shift, centre[1] + (y - centre[1]) * share - shift)
        for x, y in points
    ]


# --- One: a tumor, macrophages at its rim, T cells outside -------------------------------------
def immune_cells() -> Image.Image:
    """A round tumor in warm red, blue cells at its rim, small green ones waiting outside."""
    chance = random.Random(20)  # noqa: S311 - a drawing needs no secrets
    picture = _gradient("#1d1436", "#120d22")
    centre, radius = (W * 0.53, H * 0.52), H * 0.315
    _fibres(picture, chance)
    glow, pen = _layer()
    pen.ellipse(_box(centre, radius * 1.35), fill=(*_hex("#b5324f"), 120))
    _light(picture, glow, H * 0.11)
    for place in _packed(centre, radius, H * 0.036, chance):
        warm = _mixed(_hex("#e4603f"), _hex("#c22a4d"), chance.random())
        _cell(picture, place, H * chance.uniform(0.033, 0.041), warm, chance, nucleus=0.52)
    _rim(picture, centre, radius, chance)
    waiting = _waiting(centre, radius, chance)
    glow, pen = _layer()
    for place in waiting:
        pen.ellipse(_box(place, H * 0.033), fill=(*_hex("#2fae68"), 130))
    _light(picture, glow, H * 0.02)
    for place in waiting:
        shade = _mixed(_hex("#5fd08a"), _hex("#8be0a4"), chance.random())
        _cell(picture, place, H * chance.uniform(0.019, 0.024), shade, chance, nucleus=0.66)
    return picture


def _box(centre: Point, radius: float) -> tuple[float, float, float, float]:
    x, y = centre
    return x - radius, y - radius, x + radius, y + radius


def _fibres(picture: Image.Image, chance: random.Random) -> None:
    layer, pen = _layer()
    for _ in range(46):
        y, bend, turn = chance.uniform(-0.2, 1.2) * H, chance.uniform(30, 190), chance.uniform(0, 6)
        line = [
            (x, y + bend * math.sin(x / W * 3.4 + turn) + x * 0.12) for x in range(-40, W + 41, 40)
        ]
        tint = (*_mixed(_hex("#5d3f95"), _hex("#8c4d86"), chance.random()), chance.randint(22, 60))
        pen.line(line, fill=tint, width=chance.randint(3, 14), joint="curve")
    _put(picture, layer, blur=5)


def _packed(centre: Point, radius: float, apart: float, chance: random.Random) -> list[Point]:
    """Points in a circle, no two closer than about one cell."""
    found: list[Point] = []
    for _ in range(9000):
        angle, reach = chance.uniform(0, math.tau), radius * math.sqrt(chance.random())
        place = (centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle))
        if all(math.dist(place, other) > apart * 1.4 for other in found):
            found.append(place)
    return sorted(found, key=lambda place: place[1])


def _cell(
    picture: Image.Image,
    place: Point,
    radius: float,
    colour: Colour,
    chance: random.Random,
    *,
    nucleus: float,
    wild: float = 0.05,
) -> None:
    """A cell lit from above left: body in rings of light, a darker nucleus with a bright spot."""
    size = int(radius * 2.6)
    tile = Image.new("RGBA", (size * 2, size * 2))
    pen = ImageDraw.Draw(tile)
    middle = (float(size), float(size))
    outline = _blob(middle, radius, chance, wild=wild)
    pen.polygon(outline, fill=(*_mixed(colour, (20, 8, 30), 0.5), 246))
    dark, bright = _mixed(colour, (20, 8, 30), 0.3), _mixed(colour, (255, 240, 230), 0.3)
    for ring in range(1, 11):
        share = 1 - ring * 0.07
        light = _mixed(dark, bright, ring / 10)
        pen.polygon(_shrunk(outline, middle, share, radius * 0.016 * ring), fill=(*light, 248))
    heart = (middle[0] + radius * 0.05, middle[1] + radius * 0.06)
    core = _blob(heart, radius * nucleus, chance, wild=wild * 0.8)
    pen.polygon(core, fill=(*_mixed(colour, (30, 6, 48), 0.62), 250))
    pen.polygon(
        _shrunk(core, heart, 0.72, radius * 0.06), fill=(*_mixed(colour, (30, 6, 48), 0.48), 250)
    )
    tile = tile.filter(ImageFilter.GaussianBlur(1.4))
    picture.paste(tile, (int(place[0]) - size, int(place[1]) - size), tile)


def _rim(picture: Image.Image, centre: Point, radius: float, chance: random.Random) -> None:
    places = []
    for row, (count, reach) in enumerate(((22, 1.1), (17, 1.33))):
        for step in range(count):
            angle = math.tau * (step + row * 0.5 + chance.uniform(-0.2, 0.2)) / count
            out = radius * reach * chance.uniform(0.97, 1.05)
            places.append((centre[0] + out * math.cos(angle), centre[1] + out * math.sin(angle)))
    glow, pen = _layer()
    for place in places:
        pen.ellipse(_box(place, H * 0.07), fill=(*_hex("#2f6fd0"), 150))
    _light(picture, glow, H * 0.035)
    for place in sorted(places, key=lambda place: place[1]):
        blue = _mixed(_hex("#3f7fe0"), _hex("#6fb7f2"), chance.random())
        _cell(
            picture, place, H * chance.uniform(0.05, 0.062), blue, chance, nucleus=0.36, wild=0.13
        )


def _waiting(centre: Point, radius: float, chance: random.Random) -> list[Point]:
    found: list[Point] = []
    while len(found) < 17:
        place = (chance.uniform(0.03, 0.97) * W, chance.uniform(0.05, 0.95) * H)
        far = math.dist(place, centre) / radius
        if 1.68 < far < 3 and all(math.dist(place, other) > H * 0.09 for other in found):
            found.append(place)
    return found


# --- Two: two people at one microscope -------------------------------------------------------
def second_look() -> Image.Image:
    """Two people at a microscope with two eyepieces; a tray of stained slides beside it."""
    chance = random.Random(11)  # noqa: S311 - a drawing needs no secrets
    picture = _gradient("#efe3f2", "#e2cfe6")
    _stained_field(picture, (W * 0.5, H * 0.41), H * 0.36, chance)
    _person(picture, 0.235, 1, hair="#2c1d3d", coat="#fdf9fb", skin="#b97a5e", shirt="#c6416f")
    _person(picture, 0.765, -1, hair="#d9c9b8", coat="#f6f0fa", skin="#e8b79a", shirt="#4b2e83")
    layer, pen = _layer()
    pen.rectangle((0, H * 0.79, W, H), fill=_hex("#5b3b6f"))
    pen.rectangle((0, H * 0.79, W, H * 0.802), fill=_hex("#7a5790"))
    _put(picture, layer)
    _microscope(picture)
    _tray(picture, chance)
    return picture


def _stained_field(
    picture: Image.Image, centre: Point, radius: float, chance: random.Random
) -> None:
    field = _gradient("#f7c9d8", "#efb3cb")
    layer, pen = _layer()
    for _ in range(60):
        start = (
            centre[0] + chance.uniform(-1, 1) * radius,
            centre[1] + chance.uniform(-1, 1) * radius,
        )
        pen.polygon(
            _blob(start, chance.uniform(20, 95), chance, wild=0.3),
            fill=(*_mixed(_hex("#e58fb0"), _hex("#fbe3ec"), chance.random()), 110),
        )
    _put(field, layer, blur=9)
    layer, pen = _layer()
    for place in _packed(centre, radius * 1.02, H * 0.0165, chance):
        gland = math.sin(place[0] / 118) * math.cos(place[1] / 104) > -0.25
        if gland and chance.random() < 0.86:
            violet = _mixed(_hex("#5b3794"), _hex("#8d5cb8"), chance.random())
            pen.polygon(
                _blob(place, H * chance.uniform(0.0085, 0.0125), chance, wild=0.16),
                fill=(*violet, 215),
            )
    _put(field, layer.filter(ImageFilter.GaussianBlur(1.2)))
    mask = Image.new("L", (W, H))
    ImageDraw.Draw(mask).ellipse(_box(centre, radius), fill=255)
    shadow, pen = _layer()
    pen.ellipse(_box((centre[0], centre[1] + 14), radius * 1.01), fill=(60, 30, 80, 110))
    _put(picture, shadow, blur=30)
    picture.paste(field, (0, 0), mask.filter(ImageFilter.GaussianBlur(1.5)))
    ring, pen = _layer()
    pen.ellipse(_box(centre, radius + 7), outline=(*_hex("#ffffff"), 235), width=15)
    _put(picture, ring)


def _person(
    picture: Image.Image, at: float, side: int, *, hair: str, coat: str, skin: str, shirt: str
) -> None:
    """Half a figure leaning to the microscope; `side` 1 faces right, -1 left."""
    layer, pen = _layer()

    def spot(x: float, y: float) -> Point:
        return at * W + side * x * H, y * H

    def shape(points: list[Point], colour: str) -> None:
        pen.polygon(_rounded([spot(x, y) for x, y in points]), fill=_hex(colour))

    def disc(x: float, y: float, radius: float, colour: str) -> None:
        pen.ellipse(_box(spot(x, y), radius * H), fill=_hex(colour))

    shape(
        [(-0.25, 1), (-0.235, 0.6), (-0.13, 0.475), (0.03, 0.47), (0.115, 0.56), (0.135, 1)], coat
    )
    shape([(-0.035, 0.44), (0.06, 0.44), (0.07, 0.55), (0.045, 0.6), (-0.02, 0.55)], shirt)
    shape([(-0.03, 0.37), (0.06, 0.37), (0.055, 0.49), (0.025, 0.515), (-0.02, 0.48)], skin)
    disc(0.035, 0.325, 0.104, skin)
    shape([(0.125, 0.31), (0.155, 0.355), (0.125, 0.375)], skin)
    shape(
        [
            (-0.085, 0.36),
            (-0.095, 0.26),
            (-0.03, 0.19),
            (0.07, 0.19),
            (0.13, 0.25),
            (0.055, 0.265),
            (0.015, 0.345),
            (-0.035, 0.41),
        ],
        hair,
    )
    if side < 0:
        disc(-0.085, 0.265, 0.052, hair)
    shape(
        [
            (-0.17, 0.56),
            (-0.06, 0.56),
            (0.07, 0.7),
            (0.19, 0.735),
            (0.19, 0.79),
            (0.02, 0.79),
            (-0.16, 0.69),
        ],
        _shaded(coat),
    )
    disc(0.2, 0.763, 0.029, skin)
    disc(-0.005, 0.335, 0.024, skin)
    _put(picture, layer)


def _shaded(colour: str) -> str:
    red, green, blue = _mixed(_hex(colour), _hex("#7f5f9b"), 0.16)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _rounded(points: list[Point], turns: int = 4) -> list[Point]:
    """Chaikin's corner cutting: a polygon becomes a soft shape."""
    for _ in range(turns):
        following = [*points[1:], points[0]]
        points = [
            place
            for (ax, ay), (bx, by) in zip(points, following, strict=True)
            for place in (
                (ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25),
                (ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75),
            )
        ]
    return points


def _microscope(picture: Image.Image) -> None:
    layer, pen = _layer()
    dark, mid, pale = _hex("#33204d"), _hex("#4b2e83"), _hex("#cbb8e6")

    def bar(
        x0: float, y0: float, x1: float, y1: float, colour: Colour, round_: float = 0.012
    ) -> None:
        box = (W / 2 + x0 * H, y0 * H, W / 2 + x1 * H, y1 * H)
        pen.rounded_rectangle(box, radius=round_ * H, fill=colour)

    bar(-0.17, 0.765, 0.17, 0.81, dark)
    bar(-0.035, 0.46, 0.035, 0.78, mid)
    bar(-0.135, 0.655, 0.135, 0.678, dark)
    bar(-0.075, 0.643, 0.075, 0.657, pale, 0.003)
    bar(-0.02, 0.643, 0.022, 0.656, _hex("#d4577f"), 0.002)
    bar(-0.028, 0.53, 0.028, 0.61, dark)
    bar(-0.017, 0.6, 0.017, 0.636, pale, 0.004)
    bar(-0.1, 0.425, 0.1, 0.5, mid, 0.03)
    for side in (-1, 1):
        tube = [(0.06, 0.42), (0.085, 0.482), (0.278, 0.39), (0.252, 0.332)]
        pen.polygon([(W / 2 + side * x * H, y * H) for x, y in tube], fill=mid)
        eye = [(0.245, 0.325), (0.283, 0.397), (0.315, 0.382), (0.277, 0.31)]
        pen.polygon([(W / 2 + side * x * H, y * H) for x, y in eye], fill=dark)
        pen.ellipse(_box((W / 2 + side * 0.052 * H, 0.715 * H), 0.026 * H), fill=pale)
        pen.ellipse(_box((W / 2 + side * 0.052 * H, 0.715 * H), 0.014 * H), fill=dark)
    _put(picture, layer)


def _tray(picture: Image.Image, chance: random.Random) -> None:
    layer, pen = _layer()

    def on(x: float, y: float) -> Point:
        # A board lying on the table, seen at a slant.
        return W * 0.555 + x * H * 0.62 - y * H * 0.07, H * 0.845 + y * H * 0.115

    pen.polygon(
        [on(-0.03, -0.1), on(1.03, -0.1), on(1.03, 1.12), on(-0.03, 1.12)], fill=_hex("#f0dcc2")
    )
    pen.polygon([on(0, 0), on(1, 0), on(1, 1), on(0, 1)], fill=_hex("#e2c6a2"))
    for number in range(9):
        left = 0.02 + number * 0.109
        pen.polygon(
            [on(left, 0.06), on(left + 0.085, 0.06), on(left + 0.085, 0.94), on(left, 0.94)],
            fill=(*_hex("#fbf6fd"), 240),
        )
        pen.polygon(
            [on(left, 0.06), on(left + 0.085, 0.06), on(left + 0.085, 0.27), on(left, 0.27)],
            fill=_hex("#d9cfe6"),
        )
        stain = _mixed(_hex("#d4577f"), _hex("#6a3fa0"), chance.random())
        pen.polygon(_blob(on(left + 0.042, 0.62), H * 0.016, chance, wild=0.25), fill=(*stain, 225))
    _put(picture, layer)


# --- Three: an empty waiting room ------------------------------------------------------------
def waiting_for_results() -> Image.Image:
    """A row of empty chairs under a large clock, a folded coat on one, morning light."""
    picture = _gradient("#d9d2e9", "#c9bfdf")
    _room(picture)
    _window(picture)
    _clock(picture, (W * 0.6, H * 0.27), H * 0.155)
    _daylight(picture)
    for number in range(5):
        _chair(picture, W * (0.34 + number * 0.128))
    _coat(picture, W * (0.34 + 3 * 0.128))
    return picture


def _room(picture: Image.Image) -> None:
    floor = _gradient("#9d8bbd", "#7d6aa3", (W, int(H * 0.26)))
    picture.paste(floor, (0, int(H * 0.74)))
    layer, pen = _layer()
    pen.rectangle((0, H * 0.5, W, H * 0.725), fill=(*_hex("#bcaed8"), 255))
    pen.rectangle((0, H * 0.494, W, H * 0.503), fill=_hex("#e9e3f4"))
    pen.rectangle((0, H * 0.72, W, H * 0.745), fill=_hex("#efeaf7"))
    for line in range(-6, 16):
        pen.line(
            (W * (0.5 + (line - 5) * 0.075), H * 0.745, W * (0.5 + (line - 5) * 0.16), H),
            fill=(255, 255, 255, 26),
            width=3,
        )
    _put(picture, layer)


def _window(picture: Image.Image) -> None:
    left, top, right, bottom = int(W * 0.055), int(H * 0.1), int(W * 0.235), int(H * 0.6)
    sky = _gradient("#ffd9a8", "#fff3dc", (right - left, bottom - top))
    layer, pen = _layer()
    pen.rectangle((left - 26, top - 26, right + 26, bottom + 34), fill=_hex("#f7f3fb"))
    _put(picture, layer)
    picture.paste(sky, (left, top))
    layer, pen = _layer()
    pen.ellipse(
        _box((left + (right - left) * 0.62, top + (bottom - top) * 0.42), H * 0.05),
        fill=(255, 250, 235, 255),
    )
    hills = [(left, bottom), (left, bottom - H * 0.1)]
    hills += [
        (x, bottom - H * (0.1 + 0.03 * math.sin((x - left) / 90))) for x in range(left, right, 6)
    ]
    pen.polygon([*hills, (right, bottom)], fill=(*_hex("#e29aa0"), 190))
    _put(picture, layer)
    layer, pen = _layer()
    middle = (left + right) / 2
    pen.rectangle((middle - 9, top, middle + 9, bottom), fill=_hex("#f7f3fb"))
    pen.rectangle(
        (left, (top + bottom) / 2 - 8, right, (top + bottom) / 2 + 8), fill=_hex("#f7f3fb")
    )
    pen.rectangle((left - 44, bottom + 22, right + 44, bottom + 50), fill=_hex("#fdfbff"))
    _put(picture, layer)


def _clock(picture: Image.Image, centre: Point, radius: float) -> None:
    shadow, pen = _layer()
    pen.ellipse(_box((centre[0] + 26, centre[1] + 30), radius), fill=(50, 30, 80, 120))
    _put(picture, shadow, blur=22)
    layer, pen = _layer()
    pen.ellipse(_box(centre, radius), fill=_hex("#3b2562"))
    pen.ellipse(_box(centre, radius * 0.9), fill=_hex("#fffdf9"))
    for mark in range(60):
        angle = math.tau * mark / 60
        inner, width = (0.74, 11) if mark % 5 == 0 else (0.82, 3)
        ends = [
            (
                centre[0] + radius * reach * math.sin(angle),
                centre[1] - radius * reach * math.cos(angle),
            )
            for reach in (inner, 0.85)
        ]
        pen.line(ends, fill=_hex("#3b2562"), width=width)
    # Ten past nine: the wait has begun.
    for turn, reach, width in ((9 / 12 + 10 / 720, 0.46, 19), (10 / 60, 0.68, 13)):
        angle = math.tau * turn
        tip = (
            centre[0] + radius * reach * math.sin(angle),
            centre[1] - radius * reach * math.cos(angle),
        )
        pen.line((centre, tip), fill=_hex("#2a1a47"), width=width)
        pen.ellipse(_box(tip, width / 2), fill=_hex("#2a1a47"))
    pen.ellipse(_box(centre, radius * 0.06), fill=_hex("#c6416f"))
    _put(picture, layer)


def _chair(picture: Image.Image, x: float) -> None:
    shadow, pen = _layer()
    pen.ellipse((x - H * 0.1, H * 0.875, x + H * 0.17, H * 0.915), fill=(40, 20, 70, 105))
    _put(picture, shadow, blur=14)
    layer, pen = _layer()
    wood, seat, back = _hex("#4a3268"), _hex("#b8426e"), _hex("#cf5c85")
    for leg in (-0.07, 0.07):
        pen.line((x + leg * H * 0.86, H * 0.72, x + leg * H, H * 0.9), fill=wood, width=17)
    pen.rounded_rectangle(
        (x - H * 0.081, H * 0.505, x + H * 0.081, H * 0.69), radius=H * 0.03, fill=back
    )
    pen.rounded_rectangle(
        (x - H * 0.069, H * 0.517, x + H * 0.069, H * 0.6), radius=H * 0.022, fill=_hex("#d97398")
    )
    pen.rounded_rectangle(
        (x - H * 0.092, H * 0.7, x + H * 0.092, H * 0.752), radius=H * 0.022, fill=seat
    )
    pen.rounded_rectangle(
        (x - H * 0.092, H * 0.7, x + H * 0.092, H * 0.722), radius=H * 0.011, fill=_hex("#d3618a")
    )
    _put(picture, layer)


def _coat(picture: Image.Image, x: float) -> None:
    layer, pen = _layer()
    folds = (("#1f4f5c", 0.0, 0.106), ("#2a6a78", 0.022, 0.101), ("#347f8d", 0.043, 0.094))
    for colour, up, half in folds:
        top = H * (0.666 - up)
        box = (x - H * half, top, x + H * half * 0.94, top + H * 0.042)
        pen.rounded_rectangle(box, radius=H * 0.02, fill=_hex(colour))
    collar = [(-0.085, 0.632), (-0.02, 0.612), (0.05, 0.626), (0.02, 0.648), (-0.06, 0.652)]
    pen.polygon(_rounded([(x + a * H, b * H) for a, b in collar], 3), fill=_hex("#3f93a1"))
    sleeve = [
        (0.02, 0.648),
        (0.085, 0.645),
        (0.1, 0.72),
        (0.083, 0.835),
        (0.034, 0.83),
        (0.04, 0.73),
    ]
    pen.polygon(_rounded([(x + a * H, b * H) for a, b in sleeve], 3), fill=_hex("#2a6a78"))
    cuff = [(0.034, 0.8), (0.088, 0.805), (0.084, 0.836), (0.033, 0.831)]
    pen.polygon([(x + a * H, b * H) for a, b in cuff], fill=_hex("#1f4f5c"))
    for button in (-0.055, -0.02):
        pen.ellipse(_box((x + button * H, H * 0.676), H * 0.005), fill=_hex("#f1d9b0"))
    _put(picture, layer)


def _daylight(picture: Image.Image) -> None:
    layer, pen = _layer()
    for pane in ((0.0, 0.47), (0.53, 1.0)):
        for high, low in ((0.0, 0.47), (0.53, 1.0)):
            corners = [(pane[0], high), (pane[1], high), (pane[1], low), (pane[0], low)]
            pen.polygon([_on_floor(x, y) for x, y in corners], fill=(255, 214, 160, 150))
    _light(picture, layer, 9)
    ray, pen = _layer()
    pen.polygon(
        [(W * 0.055, H * 0.6), (W * 0.235, H * 0.1), _on_floor(1, 0), _on_floor(0, 1)],
        fill=(255, 220, 170, 38),
    )
    _light(picture, ray, 20)
    warm, pen = _layer()
    pen.ellipse(_box((W * 0.12, H * 0.3), H * 0.55), fill=(255, 200, 140, 90))
    _light(picture, warm, H * 0.2)


def _on_floor(x: float, y: float) -> Point:
    return W * (0.2 + 0.36 * x + 0.1 * y), H * (0.775 + 0.19 * y + 0.012 * x)


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "immune-cells": immune_cells,
    "second-look": second_look,
    "waiting-for-results": waiting_for_results,
}
