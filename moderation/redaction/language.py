"""Which language a text is in, by its commonest words and its letters."""

import re
import unicodedata
from collections import Counter

from moderation.redaction.document import Document

_WORDS = {
    "en": "the and is to of in my i it for with was have has on that are you this be can not at "
          "what from do she he "
          "we or any had but her his your there how would a been who me they if about does "
          "please hi thank",
    "es": "el la de que y en los se del las un por con una su para es al lo como más pero sus le "
          "ya o este sí porque "
          "mi tengo tiene años hola muy sin sobre me gracias qué está años soy yo nos hay fue ha",
    "fr": "le la les de des et est que pour dans une un du au en je vous il elle pas sur avec "
          "qui ce mon ma mes nous "
          "sont plus a été bonjour merci ans mais ou si son j'ai depuis c'est",
    "pt": "o a os as de que e em um uma para com não por mais do da dos das meu minha eu ele ela "
          "tem foi está anos "
          "obrigado obrigada muito também já são você como mas se no na",
    "de": "der die das und ist nicht ich ein eine zu mit von für auf es den dem des im sie er "
          "wir hat war bei sind "
          "meine mein auch seit haben wie was jahre aber oder wenn kann",
    "it": "il la di che e un una per non sono con mi mio mia ho ha del della è anni da si come "
          "ma grazie questo gli "
          "più anche le lo i nel",
    "nl": "de het een en is van ik niet in dat op te met voor mijn zijn heeft heb er maar ook "
          "wat aan bij als wij ze "
          "naar jaar kan",
    "pl": "i w nie na się z do to jest że jak mam od co mój moja po za o ma lat czy proszę",
    "tr": "ve bir bu için de da ne var mı çok ile benim ben olarak yaşında annem babam",
    "vi": "tôi là và của có không cho được các một người bị mẹ với này",
    "tl": "ang ng sa na ako po mga ko siya ay si at may nanay ito kung",
    "ru": "и в не на я что с по у как мне это мы но за от для она он моя мой",
}  # fmt: skip
_BY_WORD: dict[str, list[str]] = {}
for _language, _listed in _WORDS.items():
    for _word in _listed.split():
        _BY_WORD.setdefault(_word, []).append(_language)

COVERED = frozenset({"en", "es"})
_SCRIPTS = {
    "CYRILLIC": "ru", "GREEK": "el", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh",
    "HIRAGANA": "ja", "KATAKANA": "ja",
    "HANGUL": "ko", "THAI": "th", "DEVANAGARI": "hi", "BENGALI": "bn", "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "TAMIL": "ta", "TELUGU": "te", "GUJARATI": "gu", "GURMUKHI": "pa", "ETHIOPIC": "am",
    "KHMER": "km",
}  # fmt: skip


def language_of(doc: Document) -> str:
    """A two-letter code, or "und" when the text is too short or too mixed to tell."""
    script = _script(doc.text)
    if script is not None:
        return script
    counts: Counter[str] = Counter()
    for word in doc.lower[:400]:
        for language in _BY_WORD.get(word, ()):
            counts[language] += 1
    return _best(doc, counts)


_AROUND = 300
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def language_near(text: str, start: int, end: int) -> str:
    """The language of the words around ``text[start:end]``; "en" where nothing else is clear.

    Looks a fixed way to either side, so that asking for every detail of a text stays cheap.
    """
    around = f"{text[max(0, start - _AROUND) : start]} {text[end : end + _AROUND]}"
    script = _script(around)
    if script is not None:
        return script
    counts = Counter(
        language for word in _LETTERS.findall(around.lower()) for language in _BY_WORD.get(word, ())
    )
    ranked = counts.most_common(1)
    return ranked[0][0] if ranked and ranked[0][1] > counts["en"] else "en"


def _best(doc: Document, counts: Counter[str]) -> str:
    ranked = counts.most_common(2)
    words = [i for i, word in enumerate(doc.words[:400]) if word[0].isalpha()]
    if ranked and ranked[0][1] >= max(2, 0.08 * len(words)):
        best = ranked[0][0]
        tied = len(ranked) > 1 and ranked[1][1] == ranked[0][1]
        return "en" if tied and counts["en"] == ranked[0][1] else best
    known = sum(
        bool(doc.entries[i].common or doc.entries[i].flags or doc.entries[i].given) for i in words
    )
    return "en" if known >= 0.6 * len(words) else "und"


def _script(text: str) -> str | None:
    """The language that the script of most letters stands for, None for Latin letters."""
    if text.isascii():
        return None
    letters = [c for c in text[:2000] if c.isalpha()]
    strange = [c for c in letters if ord(c) > 0x036F and not 0x1E00 <= ord(c) < 0x2000]
    if len(strange) * 2 <= len(letters):
        return None
    names = Counter(unicodedata.name(c, "?").split()[0] for c in strange)
    if names["HIRAGANA"] or names["KATAKANA"]:
        return "ja"
    return _SCRIPTS.get(names.most_common(1)[0][0], "und")
