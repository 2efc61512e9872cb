"""Undo what hides a detail: look-alikes, invisible characters, entities, full-width forms.

Every step keeps the way back to the original offsets. Detectors read only what comes out here.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from moderation.redaction.mapped import Edit, Mapped

# Bidirectional controls, zero-width and other invisible characters; the public text drops them.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f]+"
)
_UNSEEN = frozenset("\ufe0e\ufe0f\u20e3\u20dd\u20de\u20e0")  # what follows a keycap or an emoji

# Letters of other scripts that look like Latin ones (Unicode TR 39, the common part of it).
_TWINS = {
    "АВЕЅІЈКМНОРСТУХҮԌԚԜӀ": "ABESIJKMHOPCTYXYGQWI",
    "ƁɓƇƈƊɗƑƒƓɠƘƙƝɲƤƥƬƭƲʋƳƴȤȥɱɦɾʂʈɖɳɽ": "BbCcDdFfGgKkNnPpTtVvYyZzmhrstdnr",
    "авеѕіјкмнорстухһԁԛԝүӏгпЗз": "abesijkmhopctyxhdqwylrn33",
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹ∆ΔΛΞΣЯИШЄ": "ABEZHIKMNOPTYXCAAAEERNWE",
    "αεικνορτυχϲγ": "aeikvoptuxcy",
    "օոսհցԁզյքՏՕԼ": "onuhgdqjpSOL",
    "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᎾᏢᏒᏚᎢᏙᎳᎩᏃ": "ABCDEGHiJKLMOPRSTVWYZ",
    "ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓤꓥꓦꓧꓨꓩꓪꓫꓬꓮꓰꓱꓲꓳꓴ": "BPDDTGKJCZFMNLSRRVVHGGWXYAEEIOU",
    "ɑɡɩıʏɪᴀᴄᴅᴇᴊᴋᴍɴᴏᴘᴛᴜᴠᴡᴢʙʟʀʜɢꜰꜱ€ɛ": "agiiyiacdejkmnoptuvwzblrhgfsee",
}
_CHARACTERS = {
    ord(strange): plain
    for strangers, plains in _TWINS.items()
    for strange, plain in zip(strangers, plains, strict=False)
}
_LETTERS = frozenset(_CHARACTERS)
_SIGNS = {
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－⁃"), "-"),
    **dict.fromkeys(map(ord, "‘’‚‛ʼʻ´`′＇ʹꞌ"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»＂"), '"'),
    **dict.fromkeys(map(ord, "\t\x0b\x0c\xa0\u1680\u180e\u202f\u205f\u3000"), " "),
    **dict.fromkeys(range(0x2000, 0x200B), " "),
    **dict.fromkeys(map(ord, "\r\u2028\u2029\x85"), "\n"),
    **dict.fromkeys(map(ord, "․·•∙⋅"), "."),
    ord("∕"): "/", ord("⁄"): "/", ord("꞉"): ":", ord("ː"): ":", ord("×"): "x", ord("✕"): "x",
    ord("µ"): "u", ord("μ"): "u", ord("⓪"): "0", ord("⓿"): "0",
}  # fmt: skip

_TAG = re.compile(
    r"</?(?:b|i|u|s|p|em|strong|span|font|sub|sup|small|div|br|a|code|tt)(?: "
    r"[^<>]{0,80})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,24});?")


def normalise(text: str) -> Mapped:
    """The text as a reader sees it, in plain characters, with the way back to the original."""
    mapped = Mapped(text)
    if "<" in text and ">" in text:
        mapped = mapped.rewritten((m.start(), m.end(), "") for m in _TAG.finditer(text))
        text = mapped.text
    if "&" in text:
        mapped = mapped.rewritten(_entities(text))
    if not mapped.text.isascii() or "\t" in mapped.text or "\r" in mapped.text:
        mapped = mapped.rewritten(_plain(mapped.text))
    return mapped


def _entities(text: str) -> Iterator[Edit]:
    for match in _ENTITY.finditer(text):
        said = html.unescape(match[0])
        if said != match[0] and len(said) <= 2 and "\0" not in said:
            yield match.start(), match.end(), said


def _plain(text: str) -> Iterator[Edit]:
    fold = _CHARACTERS if _mostly_latin(text) else {}
    for start, end in _clusters(text):
        said = text[start:end]
        plain = _plain_cluster(said, fold)
        if plain != said:
            yield start, end, plain


def _mostly_latin(text: str) -> bool:
    """Whether strange letters are guests here, or the text is truly in another script."""
    latin = sum(c.isascii() and c.isalpha() for c in text)
    strange = sum(ord(c) in _LETTERS for c in text)
    others = sum(0x0370 <= ord(c) < 0x0590 for c in text)
    return latin * 2 >= others or (strange == others and others <= 40)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Characters that are not plain ASCII, each with the combining marks behind it."""
    at, length = 0, len(text)
    while at < length:
        end = at + 1
        while end < length and text[end] > "\u02ff" and unicodedata.combining(text[end]):
            end += 1
        if end - at > 1 or text[at] > "~" or text[at] in "\t\r\x0b\x0c":
            yield at, end
        at = end


_RINGS = ((0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26), (0x1F130, 26), (0x24B6, 26), (0x24D0, 26))


def _enclosed(sign: str) -> str:
    """The letter or figure in a ring, a square or a flag; "" for any other sign."""
    code = ord(sign)
    for first, length in _RINGS:
        if first <= code < first + length:
            return chr(ord("A") + code - first)
    figure = unicodedata.digit(sign, None)
    return "" if figure is None else str(figure)


def _plain_cluster(said: str, fold: dict[int, str]) -> str:
    if said[0] in _UNSEEN or INVISIBLE.fullmatch(said[0]):
        return ""
    known = _SIGNS.get(ord(said[0]))
    if known is not None:
        return known
    if said[0] > "\u2000" and (plain := _enclosed(said[0])):
        return plain
    composed = unicodedata.normalize("NFKC", said)
    if "A" <= said[0] <= "z" and len(composed) > 3:
        composed = composed[0]  # a letter buried under marks
    return "".join(
        "" if c in _UNSEEN or INVISIBLE.fullmatch(c) else _SIGNS.get(ord(c)) or fold.get(ord(c), c)
        for c in composed
    )
