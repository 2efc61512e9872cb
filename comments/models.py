"""What readers may see of a comment, and apart from it what they really wrote, sealed."""

import secrets
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Article
from blog.purging import purge_article


def new_public_id() -> str:
    """128 random bits, URL-safe: says nothing of order or number."""
    return secrets.token_urlsafe(16)


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RETURNED = "returned", _("Back with the reader")
    ESCALATED = "escalated", _("Escalated")
    AWAITING_SECOND = "awaiting-second", _("Waiting for a second person")
    PUBLISHED = "published", _("Published")
    PRIVATE_REPLY = "private-reply", _("Answered privately")
    REJECTED = "rejected", _("Not published")
    SPAM = "spam", _("Spam")
    WITHDRAWN = "withdrawn", _("Withdrawn by the reader")
    UNPUBLISHED = "unpublished", _("Taken down")
    ERASED = "erased", _("Erased")


WAITING = (State.QUEUED, State.RETURNED, State.ESCALATED, State.AWAITING_SECOND)
IS_PUBLISHED = Q(state=State.PUBLISHED)
SHOWS_NOTHING = Q(text="", html="", public_name="")


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible(self, at: datetime | None = None) -> Self:
        """What the public may see: published, and its undo window is over."""
        return self.filter(state=State.PUBLISHED, visible_at__lte=at or timezone.now())

    def in_thread(self, article: Article) -> Self:
        """Oldest first, by a key that pages can go on from."""
        return self.filter(article=article).order_by("visible_at", "id")


class Comment(models.Model):
    """The public face. Empty unless published; never the original words, an e-mail, an address."""

    public_id = models.CharField(max_length=22, unique=True, default=new_public_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    # Only the hash: the token itself is the reader's. Unique, so a form sent twice is one comment.
    token_hash = models.CharField(  # noqa: DJ001 - unique, and imported comments have none
        max_length=64, unique=True, null=True, editable=False
    )
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.QUEUED)
    language = models.CharField(_("language"), max_length=8, default="en")
    public_name = models.CharField(_("name shown"), max_length=80, blank=True)
    text = models.TextField(_("public text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    # Why staff did not publish it or sent it back: a code; the words for it are in `standing`.
    reason = models.CharField(_("reason told to the reader"), max_length=40, blank=True)
    details_left_out = models.BooleanField(_("details were left out"), default=False)
    is_author = models.BooleanField(_("by an author of the article"), default=False)
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    visible_at = models.DateTimeField(_("visible from"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = (
            models.CheckConstraint(
                condition=(IS_PUBLISHED & ~Q(text="") & ~Q(html="") & Q(visible_at__isnull=False))
                | (~IS_PUBLISHED & SHOWS_NOTHING),
                name="words_are_public_exactly_when_published",
            ),
        )
        indexes = (
            models.Index(
                fields=["article", "visible_at", "id"],
                condition=IS_PUBLISHED,
                name="comment_thread",
            ),
            models.Index(fields=["visible_at"], condition=IS_PUBLISHED, name="comment_visible"),
            models.Index(
                fields=["answered_at"],
                condition=Q(answered_at__isnull=False),
                name="comment_answered",
            ),
            models.Index(
                fields=["decided_at"],
                condition=IS_PUBLISHED & ~Q(public_name=""),
                name="comment_named",
            ),
        )

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("comments:permalink", args=[self.public_id])

    def is_visible(self, at: datetime | None = None) -> bool:
        """Whether the public may see it now."""
        return (
            self.state == State.PUBLISHED
            and self.visible_at is not None
            and self.visible_at <= (at or timezone.now())
        )


class Original(models.Model):
    """What the reader sent, sealed twice; erased as one row.

    `staff_blob` holds {"name", "email", "body", "token"} for the staff keys, `reader_blob`
    {"name", "body"} for the reader's token. `comments.originals` is the only reader and writer.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, primary_key=True, related_name="original"
    )
    revision = models.PositiveSmallIntegerField(default=1)
    staff_blob = models.BinaryField()
    reader_blob = models.BinaryField(default=b"")
    key_name = models.CharField(max_length=20)
    email_hash = models.CharField(max_length=64, blank=True)
    text_hash = models.CharField(max_length=64)
    wants_mail = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(default=timezone.now)
    erase_at = models.DateTimeField(null=True, blank=True)
    legal_hold = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("original")
        verbose_name_plural = _("originals")
        default_permissions = ()
        permissions = (
            ("view_original", _("Can open originals outside a claimed case")),
            ("view_email", _("Can reveal a reader's e-mail address")),
            ("erase_original", _("Can erase a reader's data and set legal holds")),
        )
        indexes = (
            models.Index(
                fields=["email_hash"], condition=~Q(email_hash=""), name="original_by_email"
            ),
            models.Index(fields=["text_hash"], name="original_by_text"),
            models.Index(fields=["key_name"], name="original_by_key"),
            models.Index(
                fields=["erase_at"],
                condition=Q(erase_at__isnull=False, legal_hold=False),
                name="original_to_erase",
            ),
        )

    def __str__(self) -> str:
        return f"original of {self.comment_id}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    def current(self) -> Self:
        """The latest version of each reply."""
        return self.filter(superseded=False)

    def visible(self, at: datetime | None = None) -> Self:
        """What stands under a published comment."""
        return self.current().filter(private=False, visible_at__lte=at or timezone.now())


class Reply(models.Model):
    """The staff's reply, one row a version. A private one is sealed to the reader's token."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="replies")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    private = models.BooleanField(_("for the reader only"), default=False)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    reader_blob = models.BinaryField(default=b"", editable=False)
    signed_as = models.CharField(_("signed"), max_length=120)
    corrected = models.BooleanField(_("corrects an earlier version"), default=False)
    superseded = models.BooleanField(default=False, editable=False)
    visible_at = models.DateTimeField(_("visible from"))

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["comment", "number"], name="reply_version_once"),
            models.UniqueConstraint(
                fields=["comment"], condition=Q(superseded=False), name="one_current_reply"
            ),
            models.CheckConstraint(
                condition=Q(private=False) | Q(text="", html=""), name="private_reply_is_sealed"
            ),
        )

    def __str__(self) -> str:
        return f"reply {self.number} to {self.comment_id}"


class ReportReason(models.TextChoices):
    ABOUT_ME = "about-me", _("This is about me")
    PERSONAL = "personal-details", _("It contains personal details")
    WRONG = "wrong", _("It is wrong or harmful")
    ADVERT = "advert", _("It is an advertisement")


class Report(models.Model):
    """A reader asks staff to look at a published comment again."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=20, choices=ReportReason)
    # Keyed, and new every day: tells two people apart, and nobody again.
    visitor_hash = models.CharField(max_length=64)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = (
            models.UniqueConstraint(
                fields=["comment", "visitor_hash"], name="one_report_a_visitor_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"report of {self.comment_id}"


class DayCount(models.Model):
    """How often something happened on a day: check pages shown, sent, given up. No person in it."""

    day = models.DateField()
    what = models.CharField(max_length=40)
    # Spread over a few rows, so that writers do not wait for one another.
    slot = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["day", "what", "slot"], name="day_count_once"),
        )

    def __str__(self) -> str:
        return f"{self.day} {self.what}"


class Allowance(models.Model):
    """How much a keyed visitor hash did in a window: rate limits without Redis."""

    what = models.CharField(max_length=20)
    visitor_hash = models.CharField(max_length=64)
    window = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["what", "visitor_hash", "window"], name="allowance_once"
            ),
        )
        indexes = (models.Index(fields=["window"], name="allowance_window"),)

    def __str__(self) -> str:
        return f"{self.what} {self.window:%H:%M}"


def touch_article(article_id: int, *, published: int = 0) -> None:
    """Tell the article that its page changed, and by how many comments more or fewer."""
    Article.objects.filter(pk=article_id).update(
        public_version=F("public_version") + 1, comment_count=F("comment_count") + published
    )
    if published <= 0 and settings.PURGE_URL:  # something is gone, or says less than it did
        purge_article(Article.objects.values_list("slug", flat=True).get(pk=article_id))
