"""Brings in comments written elsewhere: queued ones with a case, published ones re-scanned.

A batch is read and sealed first and then written in one transaction, so that a site in use waits
for the writing alone. Running the same file again adds nothing: each comment has a token derived
from its article, name, time and words, and a token is unique. The row of a comment that was erased
keeps it, so an erased comment does not come back either.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils import timezone

from blog.models import Article, FormerSlug
from comments import keys, originals
from comments.incoming import Incoming, Left, Why
from comments.models import Comment, Original, Reply, touch_article
from comments.reading import known_names
from moderation import (
    audit,
    engine,
    notices,
    queue,
    takedown,
)
from moderation.import_rows import Place, Row, drafted, findings, prepare, texts_of
from moderation.models import Case, Finding, Lane, SealedNote
from moderation.pool import Readers

BATCH = 500
THERE = "there already"


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


def bring_in(
    records: Iterable[Incoming | Left],
    *,
    hide: bool = False,
    dry_run: bool = False,
    processes: int = 1,
) -> Tally:
    """Take in what a reader of files yields.

    `hide` takes published comments in which something must go off the page until staff have
    looked; `dry_run` reads, matches and scans, and writes nothing. `processes` read the texts.
    """
    with Readers(processes, policy=engine.POLICY, synonyms=engine.synonyms()) as readers:
        intake = _Intake(readers, hide=hide, dry_run=dry_run)
        for batch in batched(records, BATCH, strict=False):
            intake.take(batch)
    return intake.tally


class _Intake:
    """What an import knows from batch to batch: articles, threads, figures."""

    def __init__(self, readers: Readers, *, hide: bool, dry_run: bool) -> None:
        self.readers = readers
        self.hide = hide
        self.dry_run = dry_run
        self.tally = Tally()
        self.articles: dict[str, Article | None] = {}
        self.known: dict[int, tuple[str, ...]] = {}
        # The file's name for a comment: the row that its thread hangs on.
        self.roots: dict[Place, int] = {}

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
        rows = [row for token, one in new.items() if (row := self._drafted(token, *one))]
        texts = [texts_of(row, known=self._known(row.comment.article)) for row in rows]
        for row, read in zip(rows, self.readers.read(texts), strict=True):
            prepare(row, read, known=self._known(row.comment.article))
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
            if record.ref:
                self.roots[article.pk, record.ref] = parent or key
            known.add(token)
        return {token: one for token, one in wanted.items() if token not in known}

    def _drafted(self, token: str, record: Incoming, article: Article) -> Row | None:
        return drafted(token, record, article, known=self._known(article))

    def _known(self, article: Article) -> tuple[str, ...]:
        if article.pk not in self.known:
            self.known[article.pk] = known_names(article)
        return self.known[article.pk]

    # --- Writing ----------------------------------------------------------------------------

    @transaction.atomic
    def _write(self, rows: Sequence[Row]) -> dict[Place, int]:
        roots = self._write_threads(rows)
        Original.objects.bulk_create(_owned(row.comment, row.original) for row in rows)
        Reply.objects.bulk_create(reply for row in rows for reply in row.replies)
        Case.objects.bulk_create(case for row in rows for case in row.cases)
        SealedNote.objects.bulk_create(note for row in rows for note in row.notes)
        Finding.objects.bulk_create(
            finding for row in rows for case in row.cases for finding in findings(case, row)
        )
        _tell(rows)
        for row in rows:
            if self.hide and row.cases and row.incoming.published:
                takedown.hide(row.comment, row.cases[0])
        return roots

    def _write_threads(self, rows: Sequence[Row]) -> dict[Place, int]:
        """Comments, what begins a thread first; what follows up hangs on it, however deep it stood.

        Returns where the thread of each begins, by the file's own name for it.
        """
        named = {row.place for row in rows if row.incoming.ref}
        begins: dict[Place, int] = {}
        waiting = list(rows)
        while waiting:
            ready = [
                row for row in waiting if row.above not in named or row.above in begins
            ] or waiting  # comments that follow up on one another in a ring
            for row in ready:
                if row.incoming.parent:
                    row.comment.parent_id = begins.get(row.above) or self.roots.get(row.above)
            Comment.objects.bulk_create(row.comment for row in ready)
            begins |= {
                row.place: row.comment.parent_id or row.comment.pk
                for row in ready
                if row.incoming.ref
            }
            waiting = [row for row in waiting if row.comment.pk is None]
        return begins

    def _count(self, rows: Sequence[Row]) -> None:
        counts = self.tally.counts
        for row in rows:
            counts["published" if row.incoming.published else "queued"] += 1
            counts["follow-ups"] += row.comment.parent_id is not None
            counts["replies"] += len(row.replies)
            counts["cases for something that must go"] += bool(row.cases and row.incoming.published)
            counts["in a language the machine does not know"] += not row.reading.scan.checked


def slug_of(address: str) -> str:
    """The slug in an address, or the slug itself."""
    path = urlsplit(address.strip()).path.rstrip("/")
    return path.rpartition("/")[2].removesuffix(".html").casefold()


def _token(record: Incoming, article: Article) -> str:
    """Says which comment it is, to whoever has the key for hashes and the comment itself."""
    when = record.submitted_at.astimezone(timezone.get_default_timezone()).timestamp()
    parts = (str(article.pk), record.name, f"{when:.6f}", record.text)
    return keys.keyed_hash("imported", "\0".join(parts))


def _owned(comment: Comment, original: Original) -> Original:
    original.comment = comment  # its key is known only now
    return original


def _tell(rows: Sequence[Row]) -> None:
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
