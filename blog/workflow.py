"""The steps of an article: draft, in review, published or scheduled, unpublished."""

from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from blog import revisions
from blog.models import Article, ArticleState, Draft
from staff.models import User


class Intent(StrEnum):
    """What the editor pressed."""

    SAVE = "save"
    DRAFT = "draft"
    REVIEW = "review"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"


TARGETS = {
    Intent.DRAFT: ArticleState.DRAFT,
    Intent.REVIEW: ArticleState.IN_REVIEW,
    Intent.PUBLISH: ArticleState.PUBLISHED,
    Intent.UNPUBLISH: ArticleState.UNPUBLISHED,
}
OFFERED = {
    ArticleState.DRAFT: (Intent.REVIEW, Intent.PUBLISH),
    ArticleState.IN_REVIEW: (Intent.DRAFT, Intent.PUBLISH),
    ArticleState.PUBLISHED: (Intent.UNPUBLISH,),
    ArticleState.UNPUBLISHED: (Intent.REVIEW, Intent.PUBLISH),
}
NEEDS_PERMISSION = frozenset({Intent.PUBLISH, Intent.UNPUBLISH})


def offered(article: Article, user: User) -> tuple[Intent, ...]:
    """The steps that this person may take from here."""
    return tuple(
        intent for intent in OFFERED[ArticleState(article.state)] if may(user, article, intent)
    )


def may(user: User, article: Article, intent: Intent) -> bool:
    """Whether the person may do it: whatever the public sees needs the permission to publish."""
    if intent != Intent.SAVE and intent not in OFFERED[ArticleState(article.state)]:
        return False
    public = intent in NEEDS_PERMISSION or article.state == ArticleState.PUBLISHED
    return not public or user.has_perm("blog.publish_article")


def ends_public(article: Article, intent: Intent) -> bool:
    """Whether the article would be published or scheduled afterwards, so that the checks apply."""
    stays = intent == Intent.SAVE and article.state == ArticleState.PUBLISHED
    return stays or intent == Intent.PUBLISH


def step(article: Article, intent: Intent) -> None:
    """Set the state that the step leads to; without a time of its own, publishing is now."""
    if intent in TARGETS:
        article.state = TARGETS[intent]
    if intent == Intent.PUBLISH and article.publish_at is None:
        article.publish_at = timezone.now()


@transaction.atomic
def finish(article: Article, *, by: User) -> None:
    """What follows a save once authors and topics are saved too."""
    article.reindex()
    if article.lead:
        Article.objects.filter(lead=True).exclude(pk=article.pk).update(lead=False)
    Article.objects.filter(pk=article.pk).touch()
    revisions.record(article, by=by)
    Draft.objects.filter(user=by, article=article).delete()
