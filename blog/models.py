"""Articles, the people who write them, the conditions they are about."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Topic(models.Model):
    """A condition. The slugs are the engine's vocabulary and part of the contract."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    summary = models.TextField(_("summary"), blank=True)
    synonyms = models.TextField(
        _("the site's own synonyms"),
        blank=True,
        help_text=_("One a line; the engine reads them beside its own."),
    )

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("blog:topic", args=[self.slug])


class Author(models.Model):
    """A person named in a byline, or as a medical reviewer."""

    name = models.CharField(_("name"), max_length=120)
    credentials = models.CharField(
        _("credentials"), max_length=60, blank=True, help_text=_("For example: PhD, MD")
    )
    role = models.CharField(_("role"), max_length=160, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("staff account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("name",)

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name


class Picture(models.Model):
    """An uploaded image; what is said about it (alt, caption) stands where it is used."""

    file = models.ImageField(
        _("file"), upload_to="pictures/", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    renditions = models.JSONField(default=dict, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return (self.file.name or "").rsplit("/", 1)[-1]


class ArticleState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    PUBLISHED = "published", _("Published or scheduled")
    UNPUBLISHED = "unpublished", _("Unpublished")


class CommentsMode(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, at: datetime | None = None) -> Self:
        """What readers may see: published, and its time has come (no worker is needed)."""
        return self.filter(state=ArticleState.PUBLISHED, publish_at__lte=at or timezone.now())

    def touch(self) -> int:
        """Move the public version of these articles: every cached page of them is stale."""
        return self.update(public_version=F("public_version") + 1)


class Article(models.Model):
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=180)
    dek = models.CharField(
        _("dek"), max_length=300, blank=True, help_text=_("The sentence under the title.")
    )
    place = models.CharField(
        _("dateline place"), max_length=80, blank=True, help_text=_("For example: New York")
    )
    body = models.TextField(_("body"), blank=True)
    body_policy = models.PositiveSmallIntegerField(default=0, editable=False)
    hero = models.ForeignKey(
        Picture,
        verbose_name=_("hero image"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hero_of",
    )
    hero_alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    hero_decorative = models.BooleanField(
        _("decorative: says nothing the text does not"), default=False
    )
    hero_caption = models.CharField(_("caption"), max_length=400, blank=True)
    hero_credit = models.CharField(_("credit"), max_length=160, blank=True)
    social_image = models.ForeignKey(
        Picture,
        verbose_name=_("social image"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="social_of",
    )
    authors: "models.ManyToManyField[Author, Byline]" = models.ManyToManyField(
        Author, through="Byline", verbose_name=_("authors"), related_name="articles"
    )
    topics: "models.ManyToManyField[Topic, models.Model]" = models.ManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="articles"
    )
    medical_reviewer = models.ForeignKey(
        Author,
        verbose_name=_("medical reviewer"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reviewed",
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review_due = models.DateField(_("next review due"), null=True, blank=True)
    correction = models.TextField(_("correction note"), blank=True)
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ArticleState, default=ArticleState.DRAFT
    )
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    lead = models.BooleanField(_("lead of the front page"), default=False)
    comments_mode = models.CharField(
        _("comments"), max_length=8, choices=CommentsMode, default=CommentsMode.OPEN
    )
    comments_days = models.PositiveSmallIntegerField(
        _("close comments after days"),
        null=True,
        blank=True,
        help_text=_("Counted from publication. Empty: stays open."),
    )
    closes_at = models.DateTimeField(_("comments close at"), null=True, blank=True)
    # Moves with every change a reader could see, of the article or of its comments.
    public_version = models.PositiveBigIntegerField(default=1, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-publish_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="published") | Q(publish_at__isnull=False),
                name="published_article_has_a_time",
            ),
        )
        indexes = (
            models.Index(
                fields=["-publish_at", "-id"],
                condition=Q(state="published"),
                name="article_published",
            ),
        )
        permissions = (("publish_article", _("Can publish articles")),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("blog:article", args=[self.slug])

    def is_public(self, at: datetime | None = None) -> bool:
        """Whether readers may see it now."""
        return (
            self.state == ArticleState.PUBLISHED
            and self.publish_at is not None
            and self.publish_at <= (at or timezone.now())
        )

    def takes_comments(self, at: datetime | None = None) -> bool:
        """Whether a reader may write under it now."""
        now = at or timezone.now()
        still_open = self.closes_at is None or self.closes_at > now
        return self.is_public(now) and self.comments_mode == CommentsMode.OPEN and still_open


class Byline(models.Model):
    """One author of an article, in order."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=["article", "author"], name="author_once_in_a_byline"),
        )

    def __str__(self) -> str:
        return str(self.author)


class Revision(models.Model):
    """What an article was after a save: who, when, and the fields as they stood."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(_("at"), default=timezone.now)
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"


class FormerSlug(models.Model):
    """An address that an article had: it redirects to where the article is now."""

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_slugs")

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self) -> str:
        return self.slug
