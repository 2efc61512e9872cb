"""Which language a comment is in, told by its small words."""

from typing import Final

from moderation.triage.reading import Reading

_SMALL_WORDS: Final = {
    "en": "the and is of to in my i have for with was he she it that are you not this on her his"
    " but be has had do what can any from at they we an been will would how if there your me am",
    "es": "el la los las de que y en mi su con por para una un es tiene esta me no se del al lo le"
    " como pero hace muy mas ya gracias cancer tengo soy anos ha son quiero ella sus fue hay nos",
    "fr": "le la les de des et est une un mon ma pour dans que qui je il elle avec pas sur ce au du"
    " sont nous vous ai mais ans depuis merci chez son sa ne",
    "pt": "o a os as de que e em meu minha com por para uma um nao tem esta foi ele ela do da no na"
    " mas anos ha eu obrigado obrigada voces muito seu sua ao",
    "de": "der die das und ist mein meine mit ich nicht ein eine hat fur von auf zu den im er sie"
    " es wir sich auch bei aus nach war haben wird ihr",
    "it": "il lo la gli le di che e in mio mia con per una un non ha sono del della mi si ma anni"
    " grazie dopo come nel piu questo e da",
}
_WORDS: Final = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}
_SURE: Final = 2
_PLAINLY: Final = 0.25  # of all words; no other language has so many of them


def language(reading: Reading) -> str:
    """A two-letter code, "und" for other scripts; a text of few words counts as English."""
    letters = sum(c.isalpha() for c in reading.clean[:3000])
    foreign = sum(c.isalpha() and ord(c) > 0x024F for c in reading.clean[:3000])
    if letters and foreign > 0.4 * letters:
        return "und"
    said = reading.words[:400]
    english = sum(word in _WORDS["en"] for word in said)
    if english >= max(_SURE, len(said) * _PLAINLY):
        return "en"
    counts = {code: sum(word in words for word in said) for code, words in _WORDS.items()}
    best = max(counts, key=lambda code: (counts[code], code == "en"))
    return best if counts[best] >= _SURE and counts[best] > english else "en"
