"""General words for a detail of a Spanish text, as ``generalise`` has them for English."""

import re
from typing import Final

_TENS: Final = {
    "veinte": 20, "veinti": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60,
    "setenta": 70, "ochenta": 80, "noventa": 90,
}  # fmt: skip
_OF_A_CHILD = re.compile(r"mes(?:es)?\b|semanas?\b|d[ií]as?\b")
_UNIT = re.compile(r"\ba[ñn](?:it)?os?\b|\bmes(?:es)?\b|\bsemanas?\b|\bd[ií]as?\b")
_AT_AGE = re.compile(r"\ba los\s*\Z|\A\s*a los\b")
_LAST_YEARS: Final = 89  # 45 CFR 164.514(b)(2)(i)(C): ages over 89 are one group


def years_in_words(said: str) -> int | None:
    """The tens of an age in Spanish words ("cincuenta y ocho"); None when there are none."""
    return next((tens for word, tens in _TENS.items() if word in said), None)


def age(said: str, years: int, before: str, after: str) -> str | None:
    """ "58 años" as "más de 50 años"; what stands before ("tiene", "de") goes on fitting."""
    if _OF_A_CHILD.match(after.lstrip()):
        return None
    unit = " años" if _UNIT.search(said) else ""
    if _AT_AGE.search(before) or _AT_AGE.search(said):
        lead = "a los " if said.startswith("a los") else ""
        return f"{lead}{years // 10 * 10} y tantos{unit}" if 20 <= years <= _LAST_YEARS else None
    lead = "de " if said.startswith("de ") else ""
    if years < 18:
        return f"{lead}menos de 18{unit}"
    if years > _LAST_YEARS:
        return f"{lead}90{unit} o más"
    return f"{lead}más de {max(18, years // 10 * 10)}{unit}"


_CLASSES: Final = {
    "a bispecific antibody": "un anticuerpo biespecífico",
    "a blood pressure medicine": "un medicamento para la presión",
    "a blood thinner": "un anticoagulante",
    "a bone-strengthening drug": "un medicamento para los huesos",
    "a breathing medicine": "un medicamento para respirar mejor",
    "a cell therapy": "una terapia celular",
    "a chemotherapy drug": "un medicamento de quimioterapia",
    "a cholesterol medicine": "un medicamento para el colesterol",
    "a diabetes medicine": "un medicamento para la diabetes",
    "a heart medicine": "un medicamento para el corazón",
    "a hormone therapy drug": "un medicamento hormonal",
    "a pain medicine": "un medicamento para el dolor",
    "a radioactive drug": "un medicamento radiactivo",
    "a seizure medicine": "un medicamento contra las convulsiones",
    "a sleep medicine": "un medicamento para dormir",
    "a steroid": "un esteroide",
    "a stomach medicine": "un medicamento para el estómago",
    "a targeted drug": "un medicamento dirigido",
    "a thyroid medicine": "un medicamento para la tiroides",
    "a vaccine": "una vacuna",
    "an allergy medicine": "un medicamento para la alergia",
    "an anti-nausea drug": "un medicamento contra las náuseas",
    "an antibiotic": "un antibiótico",
    "an antibody drug": "un anticuerpo",
    "an antibody-drug conjugate": "un anticuerpo con quimioterapia",
    "an antidepressant": "un antidepresivo",
    "an antifungal drug": "un antimicótico",
    "an antiviral drug": "un antiviral",
    "an anxiety medicine": "un medicamento para la ansiedad",
    "an immune-suppressing drug": "un inmunosupresor",
    "an immunotherapy drug": "un medicamento de inmunoterapia",
    "a targeted drug combination": "una combinación de medicamentos dirigidos",
    "an immunotherapy combination": "una combinación de inmunoterapia",
    "chemotherapy": "quimioterapia",
    "a stem cell transplant": "un trasplante de células madre",
    "chemotherapy and radiation": "quimioterapia y radioterapia",
    "radiation": "radioterapia",
    "surgery": "una cirugía",
}
_FEMININE = re.compile(r"\b(?:la|una|las|unas|esta|otra)\s*\Z")
_MASCULINE = re.compile(r"\b(?:el|un|los|unos|este|otro|del|al)\s*\Z")
_OWNED = re.compile(r"\b(?:mi|mis|su|sus|tu|nuestra|nuestro)\s*\Z")
_WOMEN: Final = ("una ", "quimio", "radio")


def treatment(wording: str, before: str) -> str | None:
    """The Spanish for a class of medicine, without its article where one stands before it."""
    spanish = _CLASSES.get(wording)
    if spanish is None:
        return None
    feminine = spanish.startswith(_WOMEN)
    if (_FEMININE if feminine else _MASCULINE).search(before) or _OWNED.search(before):
        return spanish.removeprefix("una ").removeprefix("un ")
    return None if (_MASCULINE if feminine else _FEMININE).search(before) else spanish


def stage(said: str, late: bool, before: str) -> str | None:
    """ "etapa IV" as "etapa avanzada"; None for what is neither "etapa" nor "estadio"."""
    named = re.search(r"etapa|estad[ií]o", f"{before[-10:]} {said}")
    if named is None:
        return None
    grown = "avanzada" if named[0] == "etapa" else "avanzado"
    word = grown if late else "inicial"
    if named[0] not in said:
        return word
    lead = "" if re.search(r"\b(?:en|la|el|una|un|de|su)\s*\Z", before) else "en "
    return f"{lead}{named[0]} {word}"


_TOPIC = re.compile(
    r"c[aá]ncer(?: del? (?:la |el |los )?[^\W\d]+)?|leucemia|linfoma|melanoma|mieloma|sarcoma|tumor"
)


def topic(said: str) -> str | None:
    """A condition that is already named as broadly as may be ("cáncer de mama"), as it stands."""
    return said if _TOPIC.fullmatch(said.lower()) else None


def symptom(said: str) -> str | None:
    """ "dolor de espalda" as "dolor"."""
    return "dolor" if said.lower().startswith("dolor") else None
