"""The libraries, asked with what this site knows: its policy, the people of the article, synonyms.

Reading takes longer than writing, so it is done before a transaction holds a lock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from blog.models import Article, Topic
from moderation import redaction, triage

POLICY = redaction.Policy.from_table(settings.REDACTION_POLICY)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the machine made of a text: offsets and codes, no word of it."""

    scan: redaction.Scan
    guess: triage.Triage
    known: tuple[str, ...]


def read(text: str, article: Article) -> Reading:
    """Scan a text under an article and guess what it is about."""
    known = known_names(article)
    scan = redaction.scan(text, known_names=known, policy=POLICY)
    return Reading(scan, triage.triage(text, scan=scan, synonyms=synonyms()), known)


def known_names(article: Article) -> tuple[str, ...]:
    """People of the article: they may be named in talk about it."""
    names = [byline.author.name for byline in article.bylines.select_related("author")]
    reviewer = article.medical_reviewer
    people = [name.strip() for name in article.people.splitlines() if name.strip()]
    return (*names, *([reviewer.name] if reviewer else []), *people)


def synonyms() -> Mapping[str, Sequence[str]]:
    """The site's own words for conditions, beside those of the library."""
    rows = Topic.objects.exclude(synonyms="").values_list("slug", "synonyms")
    return {
        slug: [word.strip() for word in text.splitlines() if word.strip()] for slug, text in rows
    }
