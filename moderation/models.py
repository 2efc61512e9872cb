"""The staff's rows: cases, findings, decisions, canned replies, and who did and read what.

No row here holds a word a reader wrote, but for what is sealed to the staff keys.
"""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import Topic
from comments.models import Comment, State

OPEN = Q(closed_at__isnull=True)


class CaseKind(models.TextChoices):
    NEW = "new", _("New")
    REPORTED = "reported", _("Reported")
    RESCAN = "re-scan", _("Re-scan")
    REQUEST = "request", _("Reader's request")


class Lane(models.IntegerChoices):
    """In this order the queue is worked; within a lane, what is due first."""

    CRISIS = 0, _("Crisis")
    REPORT = 1, _("Privacy report")
    COMPLAINT = 2, _("Complaint")
    QUESTION = 3, _("Question")
    REST = 4, _("No question")


class Stage(models.TextChoices):
    """Who an open case waits for."""

    ANYBODY = "", _("Anybody")
    LEAD = "escalated", _("A lead")
    SECOND = "second", _("A second person")


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def ranked(self) -> Self:
        """The queue's order: also the key that pages go on from."""
        return self.order_by("lane", "due_at", "id")

    def free(self, at: datetime | None = None) -> Self:
        """Held by nobody, or by somebody whose time is over."""
        now = at or timezone.now()
        return self.filter(Q(claim_expires_at__isnull=True) | Q(claim_expires_at__lte=now))


class Case(models.Model):
    """Staff's work on one comment. One may be open at a time."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="cases")
    kind = models.CharField(_("kind"), max_length=10, choices=CaseKind, default=CaseKind.NEW)
    lane = models.PositiveSmallIntegerField(_("lane"), choices=Lane, default=Lane.REST)
    # What the machine guessed of the comment (slugs and codes, never words), as corrected by staff.
    triage: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    corrected = models.JSONField(default=dict)
    # How many findings of each kind: what the queue may show.
    kinds: "models.JSONField[dict[str, int]]" = models.JSONField(default=dict)
    crisis = models.CharField(max_length=20, default="none")
    is_question = models.BooleanField(default=False)
    has_must = models.BooleanField(default=False)
    # No question and no finding in a language that was checked: may be looked at together.
    is_plain = models.BooleanField(default=False)
    checked = models.BooleanField(
        default=True, help_text=_("False when the machine does not know the language.")
    )
    condition = models.CharField(_("condition"), max_length=80, blank=True)
    intent = models.CharField(_("intent"), max_length=40, blank=True)
    reason = models.CharField(_("why it came back"), max_length=40, blank=True)
    stage = models.CharField(_("waits for"), max_length=10, choices=Stage, blank=True)
    # Who escalated it or asked for a second person: somebody else must decide.
    passed_on_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="claims",
    )
    claim_expires_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        default_permissions = ("view",)
        permissions = (
            ("moderate", _("Can work the queue")),
            ("publish", _("Can publish comments")),
            ("decide_escalated", _("Can decide escalated cases and be the second person")),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["comment"], condition=OPEN, name="one_open_case_a_comment"
            ),
        )
        indexes = (
            models.Index(fields=["lane", "due_at", "id"], condition=OPEN, name="case_queue"),
            models.Index(
                fields=["claimed_by"],
                condition=OPEN & Q(claimed_by__isnull=False),
                name="case_claimed",
            ),
            models.Index(
                fields=["condition", "lane", "due_at", "id"], condition=OPEN, name="case_topic"
            ),
            models.Index(
                fields=["lane", "due_at", "id"],
                condition=OPEN & Q(is_plain=True),
                name="case_plain",
            ),
            models.Index(fields=["stage"], condition=OPEN & ~Q(stage=""), name="case_passed_on"),
        )

    def __str__(self) -> str:
        return f"case {self.pk}"

    def held_by(self, at: datetime | None = None) -> Any:
        """Who works on it now, or None."""
        expires = self.claim_expires_at
        return self.claimed_by if expires and expires > (at or timezone.now()) else None

    @property
    def base(self) -> "Base":
        """Which text is worked on: what the reader sent, or what is public already."""
        again = self.kind in (CaseKind.REPORTED, CaseKind.RESCAN)
        return Base.PUBLIC if again else Base.ORIGINAL

    def is_overdue(self, at: datetime | None = None) -> bool:
        return self.is_question and self.due_at < (at or timezone.now())


class QueueCount(models.Model):
    """How many cases are open in a lane: kept, never counted. Spread over slots for writers."""

    lane = models.PositiveSmallIntegerField(choices=Lane)
    slot = models.PositiveSmallIntegerField(default=0)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["lane", "slot"], name="queue_count_once"),)

    def __str__(self) -> str:
        return f"{self.lane}: {self.count}"


class Base(models.TextChoices):
    """Which text a finding's offsets count in."""

    ORIGINAL = "original", _("Original")
    NAME = "name", _("Name")
    PUBLIC = "public", _("Public text")


class SpanState(models.TextChoices):
    OPEN = "open", _("Open")
    OUT = "out", _("Left out")
    GENERALISED = "generalised", _("Generalised")
    KEPT = "kept", _("Kept")


class KeptBecause(models.TextChoices):
    NOT_PERSONAL = "not-personal", _("Not a personal detail")
    ANYWAY = "personal-anyway", _("Personal, publish anyway")


class Finding(models.Model):
    """A span of a text that may give somebody away, and what staff decided. Never the words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    base = models.CharField(max_length=8, choices=Base, default=Base.ORIGINAL)
    revision = models.PositiveSmallIntegerField(default=1)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    tier = models.CharField(max_length=6)
    rule = models.CharField(max_length=60)
    score = models.FloatField(default=1.0)
    state = models.CharField(max_length=12, choices=SpanState, default=SpanState.OPEN)
    # False while the machine's or the policy's default stands; True once a person said so.
    by_hand = models.BooleanField(default=False)
    # True once a person moved the edges of what a rule had found.
    moved = models.BooleanField(default=False)
    kept_because = models.CharField(max_length=16, choices=KeptBecause, blank=True)
    # Staff's own wording for the span, sealed to the staff keys; goes with the Original.
    sealed_replacement = models.BinaryField(default=b"")

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        default_permissions = ()
        ordering = ("start", "end")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__gt=models.F("start")), name="span_is_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state="kept", by_hand=True) | ~Q(kept_because=""),
                name="kept_by_hand_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.start}-{self.end}"


class SealedNote(models.Model):
    """Words of staff about a case, or an unfinished reply: sealed, and gone with the Original."""

    class Purpose(models.TextChoices):
        DRAFT = "draft", _("Draft reply")
        NOTE = "note", _("Staff note")
        PROPOSAL = "proposal", _("Decision that waits for a second person")
        HELD = "held", _("Public text taken down until staff have looked")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    purpose = models.CharField(max_length=8, choices=Purpose)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    blob = models.BinaryField()
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("sealed note")
        verbose_name_plural = _("sealed notes")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=["case", "author"], condition=Q(purpose="draft"), name="one_draft_a_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} on case {self.case_id}"


class Action(models.TextChoices):
    PUBLISH = "publish", _("Published")
    PUBLISH_REPLY = "publish-reply", _("Published with a reply")
    PRIVATE_REPLY = "private-reply", _("Answered privately")
    RETURN = "return", _("Sent back to the reader")
    REJECT = "reject", _("Rejected")
    SPAM = "spam", _("Marked as spam")
    ESCALATE = "escalate", _("Escalated")
    ASK_SECOND = "ask-second", _("Second person asked")
    UNPUBLISH = "unpublish", _("Taken down")
    KEEP = "keep", _("Looked at again and left as it is")
    CORRECT_REPLY = "correct-reply", _("Reply corrected")
    HIDE = "hide", _("Hidden until staff have looked")
    REOPEN = "reopen", _("Opened again")
    UNDO = "undo", _("Undone")
    WITHDRAW = "withdraw", _("Withdrawn by the reader")
    ERASE = "erase", _("Erased")


class ReasonCode(models.TextChoices):
    """Why staff did not publish; shown to the reader in words of the site."""

    ADVERT = "advert", _("It advertises something")
    REMEDY = "remedy-claim", _("It recommends a remedy")
    OFF_TOPIC = "off-topic", _("It is not about the article or the illness")
    ABUSE = "abuse", _("It attacks somebody")
    DUPLICATE = "duplicate", _("It is here already")
    TOO_PERSONAL = "too-personal", _("Too little is left without personal details")
    ABOUT_OTHERS = "about-others", _("It is about somebody who did not agree")
    OTHER = "other", _("Another reason")


class Decision(models.Model):
    """What staff (or the reader, or a clock) decided. Never changed, never deleted."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField(_("action"), max_length=16, choices=Action)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    from_state = models.CharField(max_length=16, choices=State)
    to_state = models.CharField(max_length=16, choices=State)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    second_actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    canned_version = models.ForeignKey(
        "CannedReplyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="uses"
    )
    reply_edited = models.BooleanField(default=False)
    # Counts and rule names: {"left_out": {"DATE": 2}, "kept": {...}, "overridden": [...]}.
    gate: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    case_version = models.PositiveIntegerField()
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ("view",)
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["actor", "-id"], name="decision_by_actor"),
            models.Index(fields=["decided_at"], name="decision_time"),
        )

    def __str__(self) -> str:
        return f"{self.action} of case {self.case_id}"


class CannedReply(models.Model):
    """A reply that was thought through once. Its words live in versions."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    intents = models.JSONField(_("answers"), default=list, help_text=_("Intents, best first."))
    conditions: "models.ManyToManyField[Topic, models.Model]" = models.ManyToManyField(
        Topic, verbose_name=_("conditions"), blank=True, help_text=_("None: fits any.")
    )
    audience = models.JSONField(
        _("for whom"),
        default=list,
        blank=True,
        help_text=_("self, spouse, child … Empty: anybody."),
    )
    needs_state = models.BooleanField(_("only when a state is named"), default=False)
    after_death = models.BooleanField(_("fits when the person has died"), default=False)
    only_after_death = models.BooleanField(_("only when the person has died"), default=False)
    crisis = models.CharField(_("only for"), max_length=20, blank=True)
    active = models.BooleanField(_("offered"), default=True)
    position = models.PositiveSmallIntegerField(default=100)
    used = models.PositiveIntegerField(default=0, editable=False)
    used_edited = models.PositiveIntegerField(default=0, editable=False)
    blocked = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering = ("position", "title")
        permissions = (("approve_cannedreply", _("Can approve canned replies")),)

    def __str__(self) -> str:
        return self.title


class Approval(models.TextChoices):
    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    RETIRED = "retired", _("Retired")


class CannedReplyVersion(models.Model):
    """The words of a canned reply in one language. Approved by somebody who did not write them."""

    reply = models.ForeignKey(CannedReply, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    language = models.CharField(
        _("language"), max_length=8, default="en", choices=settings.LANGUAGES
    )
    body = models.TextField(_("text"))
    status = models.CharField(_("status"), max_length=10, choices=Approval, default=Approval.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_by = models.DateField(_("to be reviewed by"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of a canned reply")
        verbose_name_plural = _("versions of canned replies")
        ordering = ("language", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=["reply", "language", "number"], name="canned_version_once"
            ),
            models.UniqueConstraint(
                fields=["reply", "language"],
                condition=Q(status="approved"),
                name="one_approved_version_a_language",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved")
                | Q(approved_by__isnull=True)
                | Q(written_by__isnull=True)
                | ~Q(approved_by=models.F("written_by")),
                name="approved_by_somebody_else",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reply} {self.language} v{self.number}"


class AuditEvent(models.Model):
    """One act of staff or system. Append-only; each row's hash covers the one before."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    # Codes and counts. No personal words, ever.
    detail: "models.JSONField[dict[str, Any]]" = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        default_permissions = ("view",)
        ordering = ("-sequence",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an event is appended."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.sequence)


class OriginalAccess(models.Model):
    """Somebody opened an original or an e-mail address. Append-only."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    comment_public_id = models.CharField(max_length=22, db_index=True)
    what = models.CharField(
        max_length=10, choices=[("original", _("Original")), ("email", _("E-mail"))]
    )
    in_claim = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opened original")
        verbose_name_plural = _("opened originals")
        default_permissions = ("view",)
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.what} of {self.comment_public_id}"


class RuleStat(models.Model):
    """How often staff agreed with a rule, changed its span, or said it was wrong."""

    rule = models.CharField(max_length=60, unique=True)
    agreed = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        default_permissions = ("view",)
        ordering = ("rule",)

    def __str__(self) -> str:
        return self.rule


class NoticeState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Not sent")


class Notice(models.Model):
    """One mail to a reader about one decision; built when it is sent, kept without a word of it."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="notice")
    state = models.CharField(
        _("state"), max_length=8, choices=NoticeState, default=NoticeState.WAITING
    )
    why_skipped = models.CharField(_("why not"), max_length=20, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ("view",)
        indexes = (
            models.Index(
                fields=["decision"],
                condition=Q(state__in=("waiting", "sending")),
                name="notice_unsent",
            ),
        )

    def __str__(self) -> str:
        return f"notice {self.decision_id}"


class Incident(models.Model):
    """A personal detail was public: kinds, how long, what carried it. Never the words."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    comment_public_id = models.CharField(max_length=22, db_index=True)
    reason = models.CharField(_("reason"), max_length=40)
    # {"DATE": 1}; empty when nobody said which.
    kinds: "models.JSONField[dict[str, int]]" = models.JSONField(_("kinds"), default=dict)
    public_from = models.DateTimeField(_("public from"), null=True)
    public_until = models.DateTimeField(_("public until"))
    in_mail = models.BooleanField(_("a mail carried it"), default=False)
    in_feed = models.BooleanField(_("a feed carried it"), default=False)
    in_export = models.BooleanField(_("an export carried it"), default=False)
    # Rules that had seen it and were overruled, and kinds that no rule saw ("DATE: none").
    missed_by: "models.JSONField[list[str]]" = models.JSONField(_("missed by"), default=list)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        default_permissions = ("view",)
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"incident {self.pk}"
