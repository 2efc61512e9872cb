"""The three roads on which a reader's words reach the check page, and where each one ends."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.models import Article
from comments import changes, submission
from comments.models import Comment
from comments.originals import Sent
from comments.submission import Circumstances


@dataclass(frozen=True, slots=True, repr=False)
class Road:
    """Where a form is checked and sent, what its stamp is good for, and what sending does."""

    article: Article
    purpose: str
    title: Any
    check_url: str
    send_url: str
    leave_url: str
    deliver: Callable[[Sent, str, bool], str]
    # Words and sealed contact of a comment that is there already.
    before: Sent | None = None
    secret_address: bool = False

    @property
    def knows_email(self) -> bool:
        return bool(self.before and self.before.contact)


def new_comment(article: Article) -> Road:
    """A comment under an article."""

    def deliver(sent: Sent, language: str, spam: bool) -> str:
        about = Circumstances(language=language, spam=spam)
        submission.submit(article, sent, about=about)
        return private_url(sent.token)

    return Road(
        article=article,
        purpose=f"new {article.pk}",
        title=_("Ask a question or comment"),
        check_url=reverse("comments:check", args=[article.slug]),
        send_url=reverse("comments:send", args=[article.slug]),
        leave_url=article.get_absolute_url(),
        deliver=deliver,
    )


def edit(comment: Comment, words: Sent) -> Road:
    """New words for a comment that staff sent back. It keeps its token."""

    def deliver(sent: Sent, language: str, spam: bool) -> str:
        kept = Sent(sent.name, sent.email, sent.body, words.token, words.contact)
        changes.resubmit(comment, kept)
        return private_url(words.token)

    return Road(
        article=comment.article,
        purpose=edit_purpose(comment, comment.version),
        title=_("Change your comment"),
        check_url=reverse("comments:edit", args=[words.token]),
        send_url=reverse("comments:edit_send", args=[words.token]),
        leave_url=private_url(words.token),
        deliver=deliver,
        before=words,
        secret_address=True,
    )


def edit_purpose(comment: Comment, version: int) -> str:
    """A stamp for a change is good for the comment as it stands, and so for one change."""
    return f"edit {comment.public_id} {version}"


def follow_up(comment: Comment, words: Sent) -> Road:
    """Another comment, beneath the one that was answered: two levels, never more."""
    root = comment.parent or comment

    def deliver(sent: Sent, language: str, spam: bool) -> str:
        kept = Sent(sent.name, sent.email, sent.body, sent.token, words.contact)
        about = Circumstances(language=language, parent=root, spam=spam)
        submission.submit(comment.article, kept, about=about)
        return private_url(sent.token)

    return Road(
        article=comment.article,
        purpose=f"follow-up {comment.public_id}",
        title=_("Follow up"),
        check_url=reverse("comments:follow_up", args=[words.token]),
        send_url=reverse("comments:follow_up_send", args=[words.token]),
        leave_url=private_url(words.token),
        deliver=deliver,
        before=Sent(name=words.name, email="", body="", token=words.token, contact=words.contact),
        secret_address=True,
    )


def private_url(token: str) -> str:
    """The reader's private page."""
    return reverse("comments:private", args=[token])
