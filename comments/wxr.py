"""Reads the comments of a WordPress export (WXR) as a stream, however large the file is.

Nothing but the fields of comments is kept in memory, one article's at a time. A document type is
refused outright: an export has none, and with it go entity bombs and files read from elsewhere.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import BinaryIO
from xml.parsers import expat

from comments.incoming import (
    Answer,
    Incoming,
    Left,
    Progress,
    RefusedError,
    Why,
    email_of,
    name_of,
    text_of,
    time_of,
)

CHUNK = 65_536
Fields = dict[str, str]
_WORDPRESS = re.compile(r"^http://wordpress\.org/export/[\d.]+/ ")
_OF_ARTICLE = frozenset({"link", "post_name"})
_OF_COMMENT = frozenset(
    f"comment_{name}"
    for name in (
        "id",
        "author",
        "author_email",
        "date",
        "date_gmt",
        "content",
        "approved",
        "type",
        "parent",
    )
)
_PARAGRAPHS = frozenset({"p", "div", "blockquote", "ul", "ol", "pre"})
_LINES = frozenset({"br", "li"})
_UNSEEN = frozenset({"script", "style"})


class _DoctypeError(Exception):
    pass


def read_wxr(
    file: BinaryIO, *, staff: Collection[str], progress: Progress
) -> Iterator[Incoming | Left]:
    """Records from an export. Comments by `staff` (names or e-mails) are replies.

    `progress` is told the bytes read. What is not well-formed ends the reading with a Left.
    """
    ours = frozenset(" ".join(name.casefold().split()) for name in staff)
    parser = _Parser()
    while True:
        chunk = file.read(CHUNK)
        try:
            articles = parser.feed(chunk)
        except _DoctypeError:
            yield Left(parser.line, Why.DOCTYPE)
            return
        except expat.ExpatError:
            yield from _records(parser.taken(), ours)
            yield Left(parser.line, Why.NOT_XML)
            return
        yield from _records(articles, ours)
        progress(len(chunk))
        if not chunk:
            return


class _Article:
    """An item of the export that has comments: its address, and their fields."""

    def __init__(self) -> None:
        self.fields: Fields = {}
        self.comments: list[tuple[int, Fields]] = []

    @property
    def address(self) -> str:
        return self.fields.get("post_name") or self.fields.get("link", "")


class _Parser:
    """Expat with just enough state to gather the comments of each item."""

    def __init__(self) -> None:
        self.expat = expat.ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartDoctypeDeclHandler = self._doctype
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._text
        self.article: _Article | None = None
        self.comment: Fields | None = None
        self.meta = False  # inside wp:commentmeta, whose fields are not the comment's
        self.name = ""
        self.pieces: list[str] = []
        self.done: list[_Article] = []

    @property
    def line(self) -> int:
        return int(self.expat.CurrentLineNumber)

    def feed(self, chunk: bytes) -> list[_Article]:
        """The articles that ended in this chunk; an empty chunk is the end of the file."""
        self.expat.Parse(chunk, not chunk)
        return self.taken()

    def taken(self) -> list[_Article]:
        done, self.done = self.done, []
        return done

    def _doctype(self, *declared: object) -> None:
        raise _DoctypeError

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _WORDPRESS.sub("", tag)
        if name == "item":
            self.article = _Article()
        elif self.article is None:
            return
        elif name == "comment" and name != tag:
            self.comment = {}
            self.article.comments.append((self.line, self.comment))
        elif name == "commentmeta":
            self.meta = True
        elif not self.meta and name in (_OF_ARTICLE if self.comment is None else _OF_COMMENT):
            self.name, self.pieces = name, []

    def _text(self, text: str) -> None:
        if self.name:
            self.pieces.append(text)

    def _end(self, tag: str) -> None:
        name = _WORDPRESS.sub("", tag)
        if self.article is None:
            return
        if self.name and name == self.name:
            fields = self.article.fields if self.comment is None else self.comment
            fields.setdefault(name, "".join(self.pieces))
            self.name = ""
        elif name == "commentmeta":
            self.meta = False
        elif name == "comment":
            self.comment = None
        elif name == "item":
            self.done.append(self.article)
            self.article = None


def _records(articles: list[_Article], staff: Collection[str]) -> Iterator[Incoming | Left]:
    for article in articles:
        yield from _Thread(article, staff).records()


class _Thread:
    """The comments of one article: staff's become replies, follow-ups know what they follow."""

    def __init__(self, article: _Article, staff: Collection[str]) -> None:
        self.article = article
        self.staff = staff
        self.by_id = {row.get("comment_id", ""): row for _line, row in article.comments}
        self.answers: dict[str, list[Answer]] = {}
        self.left: list[Left] = []

    def records(self) -> Iterator[Incoming | Left]:
        for line, row in self.article.comments:
            if self._is_staff(row):
                self._take_reply(line, row)
        yield from self.left
        for line, row in self.article.comments:
            if not self._is_staff(row):
                try:
                    yield self._record(line, row)
                except RefusedError as refused:
                    yield Left(line, refused.why)

    def _is_staff(self, row: Fields) -> bool:
        written_by = (row.get("comment_author", ""), row.get("comment_author_email", ""))
        return any(" ".join(one.casefold().split()) in self.staff for one in written_by)

    def _take_reply(self, line: int, row: Fields) -> None:
        question = self._reader_above(row)
        try:
            if row.get("comment_approved") != "1":
                raise RefusedError(Why.NOT_WANTED)
            if not question or not _is_wanted(self.by_id[question]):
                raise RefusedError(Why.NO_QUESTION)
            answer = Answer(_plain(row), name_of(row.get("comment_author")), _time(row))
        except RefusedError as refused:
            self.left.append(Left(line, refused.why))
        else:
            self.answers.setdefault(question, []).append(answer)

    def _record(self, line: int, row: Fields) -> Incoming:
        if not _is_wanted(row):
            raise RefusedError(Why.NOT_WANTED)
        key = row.get("comment_id", "")
        return Incoming(
            line=line,
            article=self.article.address,
            name=name_of(row.get("comment_author")),
            email=email_of(row.get("comment_author_email")),
            text=_plain(row),
            submitted_at=_time(row),
            published=row.get("comment_approved") == "1",
            reply=_joined(self.answers.get(key, [])),
            ref=key,
            parent=self._reader_above(row),
        )

    def _reader_above(self, row: Fields) -> str:
        """The id of the nearest reader's comment above this one; empty for none."""
        seen: set[str] = set()
        key = row.get("comment_parent", "")
        while key in self.by_id and key not in seen:
            if not self._is_staff(self.by_id[key]):
                return key
            seen.add(key)
            key = self.by_id[key].get("comment_parent", "")
        return ""


def _is_wanted(row: Fields) -> bool:
    is_comment = row.get("comment_type", "") in ("", "comment")
    return is_comment and row.get("comment_approved") in ("0", "1")


def _joined(answers: list[Answer]) -> Answer | None:
    """Several replies to one comment are one reply of ours; a second author is named."""
    if not answers:
        return None
    first, *more = sorted(answers, key=lambda answer: answer.published_at)
    texts = [first.text]
    for one in more:
        texts.append(one.text if one.author == first.author else f"{one.author}: {one.text}")
    return Answer("\n\n".join(texts), first.author, first.published_at)


def _time(row: Fields) -> datetime:
    """The time in UTC; drafts have none there (zeros), but their local one."""
    try:
        return time_of(f"{row.get('comment_date_gmt')}+00:00")
    except RefusedError:
        return time_of(row.get("comment_date"))


def _plain(row: Fields) -> str:
    """The comment's HTML as the plain text that a reader saw."""
    reader = _Plain()
    reader.feed(text_of(row.get("comment_content")))
    reader.close()
    text = re.sub(r"\n{3,}", "\n\n", "".join(reader.pieces)).strip()
    if not text:
        raise RefusedError(Why.NO_TEXT)
    return text


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.unseen = 0
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        self._break(tag)
        if tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.pieces)))

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0
        if tag in _PARAGRAPHS:
            self._break(tag)
        if tag == "a" and self.links:
            address, start = self.links.pop()
            if address.startswith(("https://", "http://")) and address not in "".join(
                self.pieces[start:]
            ):
                self.pieces.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.pieces.append(data)

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS or tag in _LINES:
            self.pieces.append("\n\n" if tag in _PARAGRAPHS else "\n")
