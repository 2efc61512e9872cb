"""A comment that is brought in, and all that goes with it, before any of it is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from blog.models import Article
from comments import originals, preview
from comments.incoming import Answer, Incoming
from comments.markup import to_html
from comments.models import Comment, Original, Reply, State
from comments.originals import Sent
from moderation import carrying, cases, clock, drafts, engine, redaction
from moderation.engine import Reading
from moderation.models import Base, Case, CaseKind, Finding, Lane, SealedNote
from moderation.pool import Read, Texts

# Why a case is open: for the words that came in, or for the reply that stood under them.
IMPORTED, REPLY = "imported", "reply"
Names = tuple[str, ...]
Place = tuple[int, str]  # an article, and the file's own name for a comment under it


@dataclass(slots=True, repr=False, eq=False)
class Row:
    """A comment about to be written, and all that goes with it."""

    incoming: Incoming
    comment: Comment
    sent: Sent
    original: Original = field(init=False)
    reading: Reading = field(init=False)
    replies: list[Reply] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    notes: list[SealedNote] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return self.comment.article_id, self.incoming.ref

    @property
    def above(self) -> Place:
        return self.comment.article_id, self.incoming.parent


def drafted(token: str, record: Incoming, article: Article, *, known: Names) -> Row | None:
    """The comment, unsaved; None when nothing of it could be seen on a page."""
    comment = Comment(
        article=article,
        token_hash=originals.token_hash(token),
        language=article.language,
        submitted_at=record.submitted_at,
    )
    row = Row(record, comment, Sent(record.name, record.email, record.text, token))
    if record.published:
        # It was public and stays so; a full name is shortened as ours are.
        comment.public_name = _shown_name(record.name, known)
        comment.text = redaction.cover(record.text, ())
        comment.html = to_html(comment.text)
        comment.state = State.PUBLISHED
        comment.visible_at = comment.decided_at = record.submitted_at
        if not comment.html:
            return None
        if record.reply is not None:
            _answer(row, record.reply)
    return row


def texts_of(row: Row, *, known: Names) -> Texts:
    """What the engine is to read: the words as they are worked on."""
    body = row.comment.text or row.sent.body
    if not row.replies:
        return Texts(body, known)
    [reply] = row.replies
    return Texts(body, known, reply.text, (*known, row.comment.public_name, reply.signed_as))


def prepare(row: Row, read: Read, *, known: Names) -> None:
    """All that goes with the comment, unsaved. What is slow is done here, or was before."""
    name = row.comment.public_name if row.incoming.published else row.sent.name
    in_name = _in_name(name, known)
    row.reading = Reading(read.scan, in_name, read.guess)
    row.original = originals.seal(row.comment, row.sent)
    if row.incoming.published:
        _settle(row, read.in_reply)
    else:
        _wait(row)


# The same few hundred names make up most of an archive.
@lru_cache(maxsize=4_096)
def _shown_name(name: str, known: Names) -> str:
    return preview.shown_name(name, known=known)[:80]


@lru_cache(maxsize=4_096)
def _in_name(name: str, known: Names) -> tuple[redaction.Finding, ...]:
    return engine.in_name(name, known=known)


def _wait(row: Row) -> None:
    """A case like that of any new comment; it waits since it was written."""
    case = Case(comment=row.comment, kind=CaseKind.NEW, opened_at=row.incoming.submitted_at)
    cases.note_guess(case, row.reading)
    case.lane = cases.lane_for(case)
    case.due_at = clock.due(Lane(case.lane), case.opened_at)
    row.cases.append(case)
    if reply := row.incoming.reply:
        # Not public without the comment: staff find the words as a note.
        text = f"{reply.author}: {reply.text}" if reply.author else reply.text
        blob = drafts.seal(row.comment, {"text": text[: drafts.TEXT_MAX]})
        row.notes.append(SealedNote(case=case, purpose=SealedNote.Purpose.NOTE, blob=blob))


def _settle(row: Row, in_reply: Iterable[redaction.Finding]) -> None:
    """What was public: its clock runs, and there is a case when something must go."""
    now = timezone.now()
    minor = row.reading.guess.minor
    # Nobody asked for a mail about what was settled long ago.
    row.original.wants_mail = False
    row.original.erase_at = carrying.erase_at(State.PUBLISHED, minor=minor, now=now)
    case = Case(comment=row.comment, kind=CaseKind.RESCAN, lane=Lane.REPORT, reason=IMPORTED)
    case.opened_at = now
    # A whole archive at once: what readers report today is due sooner than this.
    case.due_at = clock.due(Lane.QUESTION, now)
    cases.note_guess(case, row.reading)
    if not case.has_must:
        case.reason = REPLY
    if case.has_must or any(_tells(row.replies[0].text, found) for found in in_reply):
        row.cases.append(case)


def _tells(reply: str, found: redaction.Finding) -> bool:
    """Whether a finding in a staff reply is a direct identifier, and not the house's own."""
    return found.tier == redaction.Tier.MUST and not _is_ours(reply[found.start : found.end])


def _answer(row: Row, answer: Answer) -> None:
    text = redaction.cover(answer.text, ())
    row.comment.answered_at = answer.published_at
    row.replies.append(
        Reply(
            comment=row.comment,
            text=text,
            html=to_html(text),
            signed_as=answer.author[:120] or settings.TEAM_NAME,
            visible_at=answer.published_at,
        )
    )


def findings(case: Case, row: Row) -> Iterator[Finding]:
    base = Base.PUBLIC if row.incoming.published else Base.ORIGINAL
    return cases.finding_rows(case, row.reading, text_base=base, revision=1)


def _is_ours(said: str) -> bool:
    """The house's own telephone numbers and the sites that replies may link to."""
    digits = "".join(filter(str.isdigit, said))
    phones = (settings.REFERRAL_PHONE, settings.CRISIS_PHONE)
    if digits and digits in {"".join(filter(str.isdigit, phone)) for phone in phones}:
        return True
    host = urlsplit(said if "//" in said else f"//{said}").hostname
    return host in settings.LINK_HOSTS
