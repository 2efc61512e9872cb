"""Brings in comments written elsewhere: queued ones with a case, published ones re-scanned.

A batch is read and sealed first and then written in one transaction, so that a site in use waits
for the writing alone. Running the same file again adds nothing: each comment has a token derived
from its article, name, time and words, and a token is unique. The row of a comment that was erased
keeps it, so an erased comment does not come back either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import batched
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Article, FormerSlug
from comments import keys, originals, preview
from comments.incoming import Answer, Incoming, Left, Why
from comments.markup import to_html
from comments.models import Comment, Original, Reply, State, touch_article
from comments.originals import Sent
from comments.reading import known_names
from moderation import (
    audit,
    carrying,
    cases,
    clock,
    drafts,
    engine,
    notices,
    queue,
    redaction,
    takedown,
    triage,
)
from moderation.engine import Reading
from moderation.models import Base, Case, CaseKind, Finding, Lane, SealedNote

BATCH = 500
THERE = "there already"
# Why a case is open: for the words that came in, or for the reply that stood under them.
IMPORTED, REPLY = "imported", "reply"


@dataclass
class Tally:
    """What became of the lines, in figures; and the lines that were not taken."""

    counts: Counter[str] = field(default_factory=Counter)
    left: list[Left] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """How many lines somebody should look at."""
        return sum(one.is_fault for one in self.left)

    def reasons(self) -> Counter[str]:
        """How many lines were not taken, by reason."""
        return Counter(str(one.why) for one in self.left)


_Wanted = tuple[Incoming, Article]
_Place = tuple[int, str]  # an article, and the file's own name for a comment under it


@dataclass(slots=True, repr=False, eq=False)
class _Row:
    """A comment about to be written, and all that goes with it."""

    incoming: Incoming
    comment: Comment
    original: Original
    reading: Reading
    replies: list[Reply] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    notes: list[SealedNote] = field(default_factory=list)

    @property
    def place(self) -> _Place:
        return self.comment.article_id, self.incoming.ref

    @property
    def above(self) -> _Place:
        return self.comment.article_id, self.incoming.parent


def bring_in(
    records: Iterable[Incoming | Left], *, hide: bool = False, dry_run: bool = False
) -> Tally:
    """Take in what a reader of files yields.

    `hide` takes published comments in which something must go off the page until staff have
    looked; `dry_run` reads, matches and scans, and writes nothing.
    """
    intake = _Intake(hide=hide, dry_run=dry_run)
    for batch in batched(records, BATCH, strict=False):
        intake.take(batch)
    return intake.tally


class _Intake:
    """What an import knows from batch to batch: articles, threads, figures."""

    def __init__(self, *, hide: bool, dry_run: bool) -> None:
        self.hide = hide
        self.dry_run = dry_run
        self.tally = Tally()
        self.articles: dict[str, Article | None] = {}
        self.known: dict[int, tuple[str, ...]] = {}
        self.synonyms = engine.synonyms()
        # The file's name for a comment: the row that its thread hangs on.
        self.roots: dict[_Place, int] = {}

    def take(self, batch: Sequence[Incoming | Left]) -> None:
        """One batch: all of it is written, or nothing."""
        wanted = self._matched(batch)
        try:
            self._bring(wanted)
        except IntegrityError:  # the same file is being brought in by somebody else
            self._bring(wanted)

    def _matched(self, batch: Sequence[Incoming | Left]) -> dict[str, _Wanted]:
        """Comments and their articles by token; the rest of the batch is put down as left."""
        wanted: dict[str, _Wanted] = {}
        for record in batch:
            if isinstance(record, Left):
                self.tally.left.append(record)
            elif article := self._article(record.article):
                token = _token(record, article)
                self.tally.counts[THERE] += token in wanted
                wanted.setdefault(token, (record, article))
            else:
                self.tally.left.append(Left(record.line, Why.NO_ARTICLE))
        return wanted

    def _bring(self, wanted: Mapping[str, _Wanted]) -> None:
        new = self._without_known(wanted)
        rows = [row for token, one in new.items() if (row := self._prepare(token, *one))]
        if not self.dry_run:
            self.roots |= self._write(rows)
        self.tally.counts[THERE] += len(wanted) - len(new)
        self._count(rows)
        taken = {row.incoming.line for row in rows}
        unseen = (one.line for one, _article in new.values() if one.line not in taken)
        self.tally.left.extend(Left(line, Why.NO_TEXT) for line in unseen)

    def _article(self, address: str) -> Article | None:
        slug = slug_of(address)
        if slug not in self.articles:
            former = FormerSlug.objects.filter(slug=slug).select_related("article").first()
            article = Article.objects.filter(slug=slug).first()
            self.articles[slug] = article or (former.article if former else None)
        return self.articles[slug]

    def _without_known(self, wanted: Mapping[str, _Wanted]) -> dict[str, _Wanted]:
        """Those that are not here yet; the others are remembered for what follows up on them."""
        hashes = {originals.token_hash(token): token for token in wanted}
        there = Comment.objects.filter(token_hash__in=hashes)
        known = set()
        for value, key, parent in there.values_list("token_hash", "pk", "parent_id"):
            token = hashes[value or ""]
            record, article = wanted[token]
            self.roots[article.pk, record.ref] = parent or key
            known.add(token)
        return {token: one for token, one in wanted.items() if token not in known}

    # --- Reading ----------------------------------------------------------------------------

    def _prepare(self, token: str, record: Incoming, article: Article) -> _Row | None:
        """The rows to write, unsaved. Everything slow is done here."""
        comment = Comment(
            article=article,
            token_hash=originals.token_hash(token),
            language=article.language,
            submitted_at=record.submitted_at,
        )
        sent = Sent(record.name, record.email, record.text, token)
        if not record.published:
            reading = self._read(sent.name, sent.body, article)
            row = _Row(record, comment, originals.seal(comment, sent), reading)
            _wait(row)
            return row
        return self._published(record, comment, sent)

    def _published(self, record: Incoming, comment: Comment, sent: Sent) -> _Row | None:
        """It was public and stays so; a full name is shortened as ours are."""
        article = comment.article
        text = redaction.cover(sent.body, ())
        html = to_html(text)
        if not html:
            return None  # nothing but what cannot be seen
        comment.public_name = _shown_name(sent.name, self._known(article))
        comment.text, comment.html = text, html
        comment.state = State.PUBLISHED
        comment.visible_at = comment.decided_at = record.submitted_at
        reading = self._read(comment.public_name, text, article)
        row = _Row(record, comment, originals.seal(comment, sent), reading)
        # Nobody asked for a mail about what was settled long ago.
        row.original.wants_mail = False
        minor = reading.guess.minor
        now = timezone.now()
        row.original.erase_at = carrying.erase_at(State.PUBLISHED, minor=minor, now=now)
        if record.reply is not None:
            _answer(row, record.reply)
        self._open_again(row, now)
        return row

    def _open_again(self, row: _Row, now: datetime) -> None:
        """A case, when something must go from the words or from the staff's reply."""
        case = Case(comment=row.comment, kind=CaseKind.RESCAN, lane=Lane.REPORT, reason=IMPORTED)
        case.opened_at = now
        cases.note_guess(case, row.reading)
        if not case.has_must:
            if not any(self._reply_tells(row, reply) for reply in row.replies):
                return
            case.reason = REPLY
        # A whole archive at once: what readers report today is due sooner than this.
        case.due_at = clock.due(Lane.QUESTION, now)
        row.cases.append(case)

    def _reply_tells(self, row: _Row, reply: Reply) -> bool:
        """Whether a direct identifier stands in a staff reply, but for the house's own."""
        names = (*self._known(row.comment.article), row.comment.public_name, reply.signed_as)
        scan = redaction.scan(reply.text, known_names=names, policy=engine.POLICY)
        return any(
            found.tier == redaction.Tier.MUST and not _is_ours(reply.text[found.start : found.end])
            for found in scan.findings
        )

    def _read(self, name: str, text: str, article: Article) -> Reading:
        """`engine.read` without its questions to the database, which are the same every time."""
        known = self._known(article)
        scan = redaction.scan(text, known_names=known, policy=engine.POLICY)
        guess = triage.triage(text, scan=scan, synonyms=self.synonyms)
        return Reading(scan, _in_name(name, known), guess)

    def _known(self, article: Article) -> tuple[str, ...]:
        if article.pk not in self.known:
            self.known[article.pk] = known_names(article)
        return self.known[article.pk]

    # --- Writing ----------------------------------------------------------------------------

    @transaction.atomic
    def _write(self, rows: Sequence[_Row]) -> dict[_Place, int]:
        roots = self._write_threads(rows)
        Original.objects.bulk_create(_owned(row.comment, row.original) for row in rows)
        Reply.objects.bulk_create(reply for row in rows for reply in row.replies)
        Case.objects.bulk_create(case for row in rows for case in row.cases)
        SealedNote.objects.bulk_create(note for row in rows for note in row.notes)
        Finding.objects.bulk_create(
            finding for row in rows for case in row.cases for finding in _findings(case, row)
        )
        _tell(rows)
        for row in rows:
            if self.hide and row.cases and row.incoming.published:
                takedown.hide(row.comment, row.cases[0])
        return roots

    def _write_threads(self, rows: Sequence[_Row]) -> dict[_Place, int]:
        """Comments, what begins a thread first; what follows up hangs on it, however deep it stood.

        Returns where the thread of each begins, by the file's own name for it.
        """
        named = {row.place for row in rows if row.incoming.ref}
        begins: dict[_Place, int] = {}
        waiting = list(rows)
        while waiting:
            ready = [
                row for row in waiting if row.above not in named or row.above in begins
            ] or waiting  # comments that follow up on one another in a ring
            for row in ready:
                row.comment.parent_id = begins.get(row.above) or self.roots.get(row.above)
            Comment.objects.bulk_create(row.comment for row in ready)
            begins |= {row.place: row.comment.parent_id or row.comment.pk for row in ready}
            waiting = [row for row in waiting if row.comment.pk is None]
        return begins

    def _count(self, rows: Sequence[_Row]) -> None:
        counts = self.tally.counts
        for row in rows:
            counts["published" if row.incoming.published else "queued"] += 1
            counts["follow-ups"] += row.comment.parent_id is not None
            counts["replies"] += len(row.replies)
            counts["cases for something that must go"] += bool(row.cases and row.incoming.published)
            counts["in a language the machine does not know"] += not row.reading.scan.checked


# The same few hundred names make up most of an archive.
@lru_cache(maxsize=4_096)
def _shown_name(name: str, known: tuple[str, ...]) -> str:
    return preview.shown_name(name, known=known)[:80]


@lru_cache(maxsize=4_096)
def _in_name(name: str, known: tuple[str, ...]) -> tuple[redaction.Finding, ...]:
    return engine.in_name(name, known=known)


def slug_of(address: str) -> str:
    """The slug in an address, or the slug itself."""
    path = urlsplit(address.strip()).path.rstrip("/")
    return path.rpartition("/")[2].removesuffix(".html").casefold()


def _token(record: Incoming, article: Article) -> str:
    """Says which comment it is, to whoever has the key for hashes and the comment itself."""
    when = record.submitted_at.astimezone(timezone.get_default_timezone()).timestamp()
    parts = (str(article.pk), record.name, f"{when:.6f}", record.text)
    return keys.keyed_hash("imported", "\0".join(parts))


def _wait(row: _Row) -> None:
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


def _answer(row: _Row, answer: Answer) -> None:
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


def _owned(comment: Comment, original: Original) -> Original:
    original.comment = comment  # its key is known only now
    return original


def _findings(case: Case, row: _Row) -> Iterable[Finding]:
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


def _tell(rows: Sequence[_Row]) -> None:
    """The counts that are kept, the articles' pages, the record, and whoever is on call."""
    queue.adjust_many(Counter(case.lane for row in rows for case in row.cases))
    articles = {row.comment.article_id: row.comment.article for row in rows}
    acts = []
    for key, article in sorted(articles.items()):
        mine = [row for row in rows if row.comment.article_id == key]
        published = sum(row.incoming.published for row in mine)
        if published:
            touch_article(key, published=published)
        counted = {"published": published, "queued": len(mine) - published}
        acts.append(audit.Act("import", article, counted))
    audit.record_many(acts, actor=None)
    for row in rows:
        for case in row.cases:
            if case.lane == Lane.CRISIS:
                notices.call_somebody.enqueue(case.pk)
