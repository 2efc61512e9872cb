"""Articles, the people who write them, the conditions they are about."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from blog import html
from blog.purging import purge_article


class SiteVersion(models.Model):
    """One row: moves with every change that a list of articles (front page, topic, feed) shows."""

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name = _("site version")
        verbose_name_plural = _("site versions")

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """The version now; 1 on a site where nothing has changed yet."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 1

    @classmethod
    def move(cls) -> None:
        """Say that lists changed."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=1, defaults={"number": 2})


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

    def save(self, **kwargs: Any) -> None:
        super().save(**kwargs)
        self.articles.touch()

    def get_absolute_url(self) -> str:
        return reverse("blog:topic", args=[self.slug])

    @property
    def shown_name(self) -> str:
        """The name in the reader's language."""
        return self.name_es if get_language() == "es" and self.name_es else self.name


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

    def save(self, **kwargs: Any) -> None:
        super().save(**kwargs)
        Article.objects.filter(Q(authors=self) | Q(medical_reviewer=self)).touch()


class Picture(models.Model):
    """An uploaded image; what is said about it (alt, caption) stands where it is used."""

    file = models.ImageField(
        _("file"), upload_to="pictures/", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("How editors find it again.")
    )
    alt = models.CharField(
        _("suggested alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows; each article may put it differently."),
    )
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    # {"640": "pictures/<hash>-640.webp", ...}: width to file; filled by the worker.
    renditions = models.JSONField(default=dict, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("-uploaded_at",)

    def __str__(self) -> str:
        return self.name or (self.file.name or "").rsplit("/", 1)[-1]


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
        SiteVersion.move()
        # By key: an update may not follow a join or a slice on every database.
        keys = Article.objects.filter(pk__in=self.order_by().values("pk"))
        return keys.update(public_version=F("public_version") + 1)

    def for_lists(self) -> Self:
        """With all that a card shows, in a fixed number of queries, and without the body."""
        return self.without_text().prefetch_related(*on_cards())

    def without_text(self) -> Self:
        """Without the long fields that only the article's own page shows."""
        return self.select_related("hero").defer("body", "correction")


def on_cards() -> tuple[str | models.Prefetch, ...]:
    """What is read beside articles in lists: one query for each."""
    return "topics", models.Prefetch("bylines", Byline.objects.select_related("author"))


# Written by counting in the database, never from an instance that may be old.
COUNTED = frozenset({"public_version", "comment_count", "version"})


class Article(models.Model):
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default="en"
    )
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
    people = models.TextField(
        _("people in the article"),
        blank=True,
        help_text=_("One name a line: not taken for private when readers talk about them."),
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
    revised_at = models.DateTimeField(
        _("shown as updated"),
        null=True,
        blank=True,
        help_text=_("The date of the last change that matters to readers."),
    )
    correction = models.TextField(_("correction note"), blank=True)
    corrected_at = models.DateTimeField(_("corrected"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ArticleState, default=ArticleState.DRAFT
    )
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    seo_title = models.CharField(
        _("title for search engines"),
        max_length=70,
        blank=True,
        help_text=_("Empty: the title."),
    )
    seo_description = models.CharField(
        _("description for search engines"),
        max_length=200,
        blank=True,
        help_text=_("Empty: the dek."),
    )
    # Counted up, it makes every preview link given out so far worthless.
    preview_round = models.PositiveIntegerField(default=1, editable=False)
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
    # The slug as it was read: a save under another one leaves a redirect.
    _loaded_slug = ""

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

    @transaction.atomic
    def save(self, **kwargs: Any) -> None:
        """Save the article with all that follows from it, whoever saves it.

        The body is made safe, the closing time of comments computed, the former address kept,
        the search row renewed, and the public version moved.
        """
        self.body, self.body_policy = html.clean(self.body), html.POLICY
        self.closes_at = self._closing_time()
        if not self._state.adding and kwargs.get("update_fields") is None:
            names = {field.name for field in self._meta.local_concrete_fields}
            kwargs["update_fields"] = names - COUNTED - {"id"}
        super().save(**kwargs)
        if self._loaded_slug not in {"", self.slug}:
            FormerSlug.keep(self._loaded_slug, self)
            purge_article(self._loaded_slug)
        self._loaded_slug = self.slug
        self.reindex()
        Article.objects.filter(pk=self.pk).update(version=F("version") + 1)
        Article.objects.filter(pk=self.pk).touch()
        purge_article(self.slug)

    def get_absolute_url(self) -> str:
        return reverse("blog:article", args=[self.slug])

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        *,
        fetch_mode: Any = None,
    ) -> Self:
        article = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        article._loaded_slug = article.__dict__.get("slug", "")
        return article

    def _closing_time(self) -> datetime | None:
        if self.publish_at is None or self.comments_days is None:
            return None
        return self.publish_at + timedelta(days=self.comments_days)

    def reindex(self) -> None:
        """Renew the row that search reads: also when authors or topics changed."""
        topics = [
            word
            for topic in self.topics.all()
            for word in (topic.name, topic.name_es, topic.synonyms)
        ]
        SearchRow.objects.update_or_create(
            article=self,
            defaults={
                "language": self.language,
                "title": self.title,
                "dek": self.dek,
                "text": html.plain_text(self.body),
                "extra": "\n".join([*topics, *(str(author) for author in self.authors.all())]),
            },
        )

    @property
    def status(self) -> str:
        """The state in words; a published article whose time has not come is scheduled."""
        if self.state == ArticleState.PUBLISHED:
            return str(_("Published") if self.is_public() else _("Scheduled"))
        return str(ArticleState(self.state).label)

    @property
    def review_overdue(self) -> bool:
        """Whether readers should know that the next medical review is late."""
        return self.review_due is not None and self.review_due < timezone.localdate()

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

    @classmethod
    def keep(cls, slug: str, article: Article) -> None:
        """Let a former address lead to the article; an address in use again is nobody's former."""
        cls.objects.update_or_create(slug=slug, defaults={"article": article})
        cls.objects.filter(slug=article.slug).delete()


class SearchRow(models.Model):
    """What search reads of an article. The databases keep their own full-text index of it."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, primary_key=True, related_name="search_row"
    )
    language = models.CharField(max_length=8)
    title = models.TextField()
    dek = models.TextField()
    text = models.TextField()
    extra = models.TextField()

    class Meta:
        verbose_name = _("search row")
        verbose_name_plural = _("search rows")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """What somebody typed into the article form and has not saved: kept by autosave."""

    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="drafts"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="article_drafts"
    )
    content = models.JSONField()
    # The version of the article that the typing began from.
    base = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kept draft")
        verbose_name_plural = _("kept drafts")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=["article", "user"], name="one_draft_each"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(article=None), name="one_new_draft_each"
            ),
        )

    def __str__(self) -> str:
        return f"draft of {self.article_id}"


class Presence(models.Model):
    """Who has an article open in the editor, and was last heard of when."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=["article", "user"], name="present_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.article_id}"
