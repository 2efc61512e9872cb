"""What is being typed: kept while it is unsaved, and who else has the article open."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from blog.models import Article, Draft, Presence
from staff.models import User

# A page says that it is open every 20 seconds; two missed and it counts as closed.
AWAY_AFTER = timedelta(seconds=50)
# The fields that autosave keeps: words, not choices that a checkbox could hide.
FIELDS = (
    "title",
    "slug",
    "dek",
    "place",
    "body",
    "hero_alt",
    "hero_caption",
    "hero_credit",
    "correction",
    "seo_title",
    "seo_description",
)
MAX_LENGTH = 400_000


def keep(user: User, article: Article | None, content: dict[str, Any], *, base: int) -> Draft:
    """Keep what the form holds; one row a person and article."""
    words = {name: str(content.get(name, ""))[:MAX_LENGTH] for name in FIELDS if name in content}
    draft, _ = Draft.objects.update_or_create(
        user=user,
        article=article,
        defaults={"content": words, "base": base, "saved_at": timezone.now()},
    )
    return draft


def waiting(user: User, article: Article | None) -> Draft | None:
    """What this person typed and never saved, if it says something else than the article."""
    draft = Draft.objects.filter(user=user, article=article).first()
    if draft is None:
        return None
    if article is None:
        return draft if any(draft.content.values()) else None
    changed = any(getattr(article, name) != value for name, value in draft.content.items())
    return draft if changed else None


def drop(user: User, article: Article | None) -> None:
    """Forget it."""
    Draft.objects.filter(user=user, article=article).delete()


def here(user: User, article: Article) -> list[str]:
    """Say that the person has the article open; return the names of the others who have."""
    now = timezone.now()
    Presence.objects.update_or_create(user=user, article=article, defaults={"seen_at": now})
    others = Presence.objects.filter(article=article, seen_at__gt=now - AWAY_AFTER)
    return [row.user.shown_name() for row in others.exclude(user=user).select_related("user")]
