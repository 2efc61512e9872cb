"""What somebody feels or shows, told in everyday words: "my feet went numb", "puffy face"."""

import re
from collections.abc import Iterator

from moderation.redaction import lexicon
from moderation.redaction.document import Document
from moderation.redaction.findings import Kind
from moderation.redaction.hit import Hit
from moderation.redaction.vocabulary import words

_PART = (
    r"(?:(?:left|right|upper|lower|whole|both) )?(?:face|skin|feet|foot|toes?|fingers?|fingertips"
    r"|hands?|palms?|soles?|heels?|legs?|calf|calves|thighs?|arms?|elbows?|wrists?|eyes?|eyelids?"
    r"|nails?|mouth|tongue|gums?|teeth|tooth|lips?|throat|jaw|cheeks?|neck|shoulders?|back|hips?"
    r"|knees?|ankles?|belly|stomach|tummy|guts?|abdomen|chest|ribs?|breasts?|nipples?|armpits?"
    r"|groin|testicles?|balls?|scalp|hair|head|ears?|nose|voice|heart|bones?|joints?|muscles?"
    r"|glands?|scar|limbs?|bowels?|bladder|gut|buttocks?|butt)"
)
_STATE = (
    r"(?:swollen|swell(?:s|ed|ing)|puff(?:y|ed|s)|numb|numbness|tingl(?:y|es|ed|ing)|sting(?:s|ing)"
    r"|stung|burn(?:s|ed|ing)|on fire|red|raw|rawness|sore|stiff|stiffness|itch(?:y|es|ed|ing)"
    r"|peel(?:s|ed|ing)|crack(?:s|ed|ing)|bleed(?:s|ing)|bled|yellow|purple|blue|black|white|gray"
    r"|grey|pale|clumsy|weak|blister(?:s|ed|ing)|ach(?:e|es|ed|ing|y)|hurt(?:s|ing)?"
    r"|throb(?:s|bed|bing)|droop(?:s|y|ed|ing)|twitch(?:es|y|ed|ing)|shak(?:es|y|ing)|trembl\w+"
    r"|lock(?:s|ed)(?: up)?|lump(?:y|s)|bruis(?:ed|es|ing)|blurry|tender|inflamed|crampy"
    r"|cramp(?:s|ed|ing)|paraly[sz]ed|hoarse|(?:fell|falling|came|coming|falls) out"
    r"|(?:quit|gave out|give out|giving out)|pains?|tightness|ulcers?|sores)"
)
_BEFORE_PART = (
    r"(?:swollen|swelling|puffy|numb|tingling|tingly|stinging|burning|red|raw|sore|stiff|itchy"
    r"|peeling|cracked|bleeding|yellow|purple|blue|cold|clumsy|weak|blistered|aching|achy|drooping"
    r"|droopy|twitchy|twitching|shaky|locked|lumpy|bruised|blurry|tender|inflamed|hoarse|metal"
    r"|metallic|painful)"
)
_LINK = (
    r"(?:(?:is|are|was|were|went|gone|goes|go|turned|turns|got|gets|get|keeps?|kept|feels?|felt"
    r"|has|have|had|been|started|started to|begins? to|began to|stays?|all|so|very|always|really"
    r"|still|too|just|now|a bit|a little|completely|totally|constantly|both) ){0,4}"
)
_WHERE = (
    r"(?: (?:in|on|along|under|behind|around|down|across|over|near|between|all over)"
    rf" (?:my|his|her|the|both|their)(?: own)?(?: (?:left|right|lower|upper|whole))? {_PART})"
)
_PARTS = re.compile(
    rf"\b{_PART} {_LINK}{_STATE}(?:(?:,| and|, and) {_STATE})?(?!\w)(?: at night)?"
    rf"|\b{_BEFORE_PART}(?:(?:,| and|) {_BEFORE_PART})? {_PART}(?!\w)"
    r"|\b(?:pains?|aches?|burning|numbness|tingling|tightness|pressure|weakness|stiffness|swelling"
    rf"|lumps?|bumps?|sores?|cramps?|itching|redness|bruis(?:es|ing)|ringing|rash|spots?){_WHERE}(?!\w)"
    r"|\b(?:dark|brown|bloody|cloudy|black|tarry) (?:pee|urine|stools?|poop|water)\b"
    r"|\bblood (?:in|on) (?:(?:my|the|his|her) )?[a-z]+"
)
_CANNOT = (
    r"(?:can'?t|cannot|can not|couldn'?t|could not|can barely|could barely|can hardly"
    r"|could hardly|not able to|unable to|no longer)"
)
_DOING = (
    r"(?:swallow|eat|sleep|walk|talk|speak|breathe|see|hear|stand|pee|urinate|poop|sit|lift|taste"
    r"|smell|chew|open|close|lie|lay|bend|turn|raise|hold|feel|move|keep|concentrate|remember"
    r"|drive|write|climb|stop)"
)
_FEELING = (
    r"(?:tired|exhausted|weak|dizzy|faint|sick|nauseous|nauseated|fatigued|worn out|wiped out"
    r"|drained|depressed|anxious|hopeless|lightheaded|light-headed|feverish|breathless|winded"
    r"|crampy|foggy|forgetful|confused|run down|anemic|sleepy|constipated|bloated|incontinent)"
)
_PERSON = (
    r"(?:i|he|she|we|i'm|i am|i was|he's|he is|he was|she's|she is|she was|i've been|he's been"
    r"|she's been|i feel|i felt|feel|feels|felt|feeling|am|im|always|gets|got|so|very|too|really)"
)
_TOLD = re.compile(
    rf"\b{_CANNOT} (?:even |barely |hardly |really )?{_DOING}(?: (?:up|down|out|my|his|her|the"
    rf"|a|any|flat|still|crying|throwing|food|pills|water|{_PART})){{0,4}}(?!\w)"
    r"|\b(?:drenching |night |cold |heavy )+sweats?\b|\b(?:sweat(?:s|ing)?|soaked) (?:at night"
    r"|through|every night|all night)\b|\bwakes? up (?:soaked|drenched)\b"
    r"|\b(?:los(?:t|es?|ing)|dropp(?:ed|ing)) (?:a lot of |lots of |so much |too much |some )?"
    r"weight\b|\bweight (?:loss|is falling off|fell off|keeps dropping)\b"
    r"|\b(?:lost|losing|loses|no) (?:(?:my|his|her|all|most of) )*(?:appetite|hair|voice|taste"
    r"|hearing|balance|sense of (?:smell|taste)|memory|sight|vision|eyebrows|energy|strength"
    r"|feeling(?: in (?:my|his|her|the) (?:\w+ )?\w+)?)\b"
    r"|\b(?:cry|cries|cried|crying|weeps?|weeping) (?:all (?:the time|day|night)|at night|every"
    r" (?:day|night|morning)|a lot|constantly|in the (?:shower|car|dark|night)|myself to sleep"
    r"|for no reason)\b"
    rf"|\b{_FEELING} (?:all (?:the time|day)|every day|at night|when (?:i|he|she) [a-z]+|since)\b"
    r"|\b(?:passed out|fainted|throws up|threw up|throwing up|short of breath|out of breath|trouble"
    r" (?:swallowing|breathing|sleeping|walking|speaking|finding words|remembering)|double vision"
    r"|ringing ears|brain fog|forgets? (?:words|names|things)|word[- ]finding (?:trouble|problems)"
    r"|slurs? (?:my|his|her) words|slurred speech|hard to (?:swallow|breathe|sleep|walk))\b"
)
_FEELS = re.compile(
    rf"\b{_PERSON} (?:so |very |too |really |always |just |constantly )*({_FEELING})\b"
)
_OWN = words("my his her our mi su")
_SELF = words("""
    i i'm im i've i'd i'll me he he's she she's him we we've myself himself herself daddy mama
    """)
_NOBODYS = words("people patients many some women men anyone someone you your they their")


def complaints(doc: Document) -> Iterator[Hit]:
    """Parts of the body with what is wrong with them, and complaints told as a feeling."""
    patient = _of_a_patient(doc)
    for pattern, group in ((_PARTS, 0), (_TOLD, 0), (_FEELS, 1)):
        for match in pattern.finditer(doc.low):
            start, end = match.span(group)
            if doc.free(start, end) and _is_somebodys(doc, start, patient):
                yield Hit(start, end, Kind.SYMPTOM, "symptom.felt", 0.7)


def _is_somebodys(doc: Document, start: int, patient: bool) -> bool:
    """Whether the complaint is one person's: said with "my" or "she", or in a told sentence."""
    i = doc.token_at(start)
    first, after = doc.sentence_span(i)
    before = doc.lower[max(first, i - 30) : i]
    near = frozenset(before[-4:])
    if near & _NOBODYS or "if" in near:
        return False
    if doc.asks[doc.sentence[i]]:
        return bool(near & _OWN) or bool({"have", "had"} & near and _SELF & frozenset(before))
    told = frozenset(before) | frozenset(doc.lower[i : min(after, i + 20)])
    if told & (_OWN | _SELF):
        return True
    if any(doc.entries[k].flags & lexicon.RELATION for k in range(max(first, i - 20), i)):
        return True
    return patient and not told & _NOBODYS


def _of_a_patient(doc: Document) -> bool:
    """Whether the text has somebody's age or name: notes leave out who feels it."""
    return Kind.AGE in doc.marks.values() or Kind.NAME in doc.marks.values()
