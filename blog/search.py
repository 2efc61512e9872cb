"""Search over published articles: one function, two databases.

A row an article (`SearchRow`) is kept by the article's save. SQLite has an FTS5 index of it,
PostgreSQL a generated tsvector; both are made by migration 0004 and kept by the database itself.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from blog.models import Article

MAX_QUERY = 200
MAX_WORDS = 12
MAX_FOUND = 50
# Characters that no text has: what stands between them was matched.
_OPEN, _CLOSE = "\x02", "\x03"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """An article and the piece of it that matched, as safe HTML with <mark>."""

    article: Article
    snippet: SafeString


def words(query: str) -> list[str]:
    """What is looked for: letters and digits only, so that no syntax of the reader's can fail."""
    return _WORD.findall(query[:MAX_QUERY])[:MAX_WORDS]


def search(query: str) -> list[Found]:
    """The best articles that have all the words, else those that have any; best first."""
    wanted = words(query)
    if not wanted:
        return []
    rows = _ranked(wanted, every=True)
    if not rows and len(wanted) > 1:
        rows = _ranked(wanted, every=False)
    articles = Article.objects.published().for_lists().in_bulk([pk for pk, _ in rows])
    return [Found(articles[pk], _marked(text)) for pk, text in rows if pk in articles]


def _ranked(wanted: list[str], *, every: bool) -> list[tuple[int, str]]:
    if connection.vendor == "postgresql":
        return _on_postgresql(wanted, every=every)
    return _on_sqlite(wanted, every=every)


def _on_sqlite(wanted: list[str], *, every: bool) -> list[tuple[int, str]]:
    # Quoted, each word is a string to FTS5 (AND, NEAR and * are words too); the last is a prefix.
    match = (" AND " if every else " OR ").join(f'"{word}"' for word in wanted) + "*"
    sql = """
        SELECT found.rowid, snippet(blog_search, 2, %s, %s, '…', 28)
        FROM blog_search AS found JOIN blog_article AS article ON article.id = found.rowid
        WHERE blog_search MATCH %s AND article.state = 'published' AND article.publish_at <= %s
        ORDER BY bm25(blog_search, 8.0, 4.0, 1.0, 3.0), article.publish_at DESC LIMIT %s
    """
    return _rows(sql, [_OPEN, _CLOSE, match, timezone.now(), MAX_FOUND])


def _on_postgresql(wanted: list[str], *, every: bool) -> list[tuple[int, str]]:
    terms = (" & " if every else " | ").join(wanted) + ":*"
    sql = """
        WITH asked AS (SELECT to_tsquery('english', %s) || to_tsquery('spanish', %s) AS query)
        SELECT line.article_id,
               ts_headline('english', line.text, asked.query, %s)
        FROM asked, blog_searchrow AS line
        JOIN blog_article AS article ON article.id = line.article_id
        WHERE line.vector @@ asked.query AND article.state = 'published'
              AND article.publish_at <= %s
        ORDER BY ts_rank(line.vector, asked.query) DESC, article.publish_at DESC LIMIT %s
    """
    options = f'StartSel="{_OPEN}", StopSel="{_CLOSE}", MaxFragments=1, MaxWords=28, MinWords=12'
    return _rows(sql, [terms, terms, options, timezone.now(), MAX_FOUND])


def _rows(sql: str, parameters: list[Any]) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [(int(pk), str(text)) for pk, text in cursor.fetchall()]


def _marked(text: str) -> SafeString:
    html = str(escape(text)).replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>")
    return mark_safe(html)  # noqa: S308 - escaped above; the only tags are the marks
