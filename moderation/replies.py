"""Canned replies: which fit this comment, and their words with the fields filled."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext as _

from comments import preview
from moderation import engine, fields
from moderation.engine import ALARMS, HasWords
from moderation.fields import unknown_fields as unknown_fields
from moderation.models import Approval, CannedReply, CannedReplyVersion, Case
from moderation.triage import CONDITIONS, Triage

# What a reply is worth for answering the reader's first wish, the second, and so on.
_WISHES = (10.0, 7.0, 5.0, 3.0, 2.0, 1.0)
# The machine's first guess may be wrong: the next offer rather answers the next wish.
_SAME_WISH = 6.0


@dataclass(frozen=True, slots=True, repr=False)
class Offer:
    """A canned reply that fits, filled in, and why it was chosen."""

    version: CannedReplyVersion
    text: str
    why: str
    score: float
    wish: str = ""

    @property
    def canned(self) -> CannedReply:
        return self.version.reply

    @property
    def title(self) -> str:
        return self.canned.title


def offers(case: Case, words: HasWords, *, limit: int = 3) -> list[Offer]:
    """The best canned replies for the comment's condition, wishes, relation and state."""
    guess = engine.guess_of(case, words)
    scored = [_offer(version, case, words, guess) for version in _fitting(case, guess)]
    return _varied([offer for offer in scored if offer.score > 0], limit)


def search(query: str, case: Case, words: HasWords, *, limit: int = 20) -> list[Offer]:
    """Canned replies with all words of the query; in the title first, then in the text.

    What is out of place for this comment (trials after a death) is not among them.
    """
    guess = engine.guess_of(case, words)
    asked = query.casefold().split()
    found = []
    for version in _fitting(case, guess):
        title, text = version.reply.title.casefold(), version.body.casefold()
        if all(word in title or word in text for word in asked):
            found.append((sum(word in title for word in asked), version))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [_offer(version, case, words, guess) for _score, version in found[:limit]]


def fill(version: CannedReplyVersion, case: Case, words: HasWords) -> str:
    """The words of a canned reply for this comment: every field filled or fallen back."""
    return _fill(version, case, words, engine.guess_of(case, words))


def _varied(offers: list[Offer], limit: int) -> list[Offer]:
    """The best first; of those that answer the same wish the others count for less."""
    chosen: list[Offer] = []
    left = sorted(offers, key=attrgetter("score"), reverse=True)
    while left and len(chosen) < limit:
        answered = Counter(offer.wish for offer in chosen if offer.wish)
        best = max(left, key=lambda offer: offer.score - _SAME_WISH * answered[offer.wish])
        chosen.append(best)
        left.remove(best)
    return chosen


def _offer(version: CannedReplyVersion, case: Case, words: HasWords, guess: Triage) -> Offer:
    score, why, wish = _score(version.reply, guess)
    return Offer(version, _fill(version, case, words, guess), why, score, wish)


def _fill(version: CannedReplyVersion, case: Case, words: HasWords, guess: Triage) -> str:
    shown = preview.shown_name(words.name) if words.name else (guess.first_name or "")
    known = fields.Known(shown, words.body, guess, case.comment.article, version.language)
    return fields.fill(version.body, known)


def _fitting(case: Case, guess: Triage) -> list[CannedReplyVersion]:
    """Approved words in the comment's language (else in English), nothing out of place."""
    language = guess.language if guess.language == "es" else "en"
    approved = CannedReplyVersion.objects.filter(
        status=Approval.APPROVED, reply__active=True, language__in={language, "en"}
    )
    by_reply: dict[int, CannedReplyVersion] = {}
    for version in approved.select_related("reply").prefetch_related("reply__conditions"):
        before = by_reply.get(version.reply_id)
        if before is None or version.language == language:
            by_reply[version.reply_id] = version
    return [version for version in by_reply.values() if is_in_place(version.reply, case, guess)]


def is_in_place(reply: CannedReply, case: Case, guess: Triage) -> bool:
    """Whether the reply may be said to this reader at all."""
    if reply.crisis or case.crisis in ALARMS:
        return reply.crisis == case.crisis
    if guess.deceased and not (reply.after_death or reply.only_after_death):
        return False
    if reply.only_after_death and not guess.deceased:
        return False
    return not (reply.needs_state and not guess.state)


def _score(reply: CannedReply, guess: Triage) -> tuple[float, str, str]:
    """How well it fits, the reasons in words, and the wish it answers. 0: nothing speaks for it."""
    score, why = 0.0, []
    if reply.crisis:
        score, why = 20.0, [_("for a crisis")]
    worth, wish = _wish(reply.intents, guess.intents)
    if wish:
        why.append(_("answers what is asked"))
    condition = _condition_score(reply, guess)
    if condition < 0:
        return 0.0, "", ""
    if condition:
        why.append(_("for this condition"))
    if guess.about in reply.audience:
        score, why = score + 1.5, [*why, _("for whom it is asked")]
    elif reply.audience:
        score -= 3
    if reply.needs_state and guess.state:
        score, why = score + 2, [*why, _("a state is named")]
    if reply.only_after_death and guess.deceased:
        score, why = score + 8, [*why, _("the person has died")]
    if not why:
        return 0.0, "", ""
    liked = min(reply.used, 1_000) / 1_000 - min(reply.blocked, 100) / 200
    return score + worth + condition + liked - reply.position / 10_000, ", ".join(why), wish


def _wish(answers: Sequence[str], wishes: Sequence[str]) -> tuple[float, str]:
    """The wish it answers best and what that is worth: by its place among wishes and answers."""
    found = [
        (worth - 2 * answers.index(wish), wish)
        for worth, wish in zip(_WISHES, wishes, strict=False)
        if wish in answers
    ]
    best = max(found, default=(0.0, ""))
    return best if best[0] > 0 else (0.0, "")


def _condition_score(reply: CannedReply, guess: Triage) -> float:
    """Positive for its condition or a broader one, 0 for any, negative for another."""
    slugs = {topic.slug for topic in reply.conditions.all()}
    if not slugs:
        return 0.0
    for slug in guess.conditions[:1]:
        family = list(lineage(slug))
        if slugs & set(family):
            return 4.0 - family.index(next(one for one in family if one in slugs))
    return -1.0


def lineage(slug: str) -> Iterable[str]:
    """A condition and what it is part of, the nearest first."""
    seen: set[str] = set()
    current: str | None = slug
    while current and current not in seen:
        seen.add(current)
        yield current
        condition = CONDITIONS.get(current)
        current = condition.parent if condition else None
