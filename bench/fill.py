"""Fills a site with many rows by bulk SQL, the same on SQLite and PostgreSQL."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from blog.models import Article, ArticleState
from comments.models import Comment, Reply
from moderation import queue
from moderation.models import Case

NUMBERS = "WITH RECURSIVE n(i) AS (SELECT %s UNION ALL SELECT i + 1 FROM n WHERE i < %s) "


def article(slug: str) -> Article:
    """A published article to hang comments on."""
    body = "".join(
        f"<h2>Part {part}</h2>" + "<p>Plain words of an article. </p>" * 12 for part in "abc"
    )
    found, _created = Article.objects.get_or_create(
        slug=slug,
        defaults={
            "title": "An article to measure",
            "dek": "With many comments beneath",
            "body": body,
            "state": ArticleState.PUBLISHED,
            "publish_at": timezone.now() - timedelta(days=400),
        },
    )
    return found


def published(under: Article, count: int) -> None:
    """Published comments with a reply each."""
    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    last = first + count - 1
    text = "Does this kind of treatment work for people with the rare form as well? " * 4
    start = timezone.now() - timedelta(days=300)
    given = (
        "id, public_id, article_id, state, public_name, text, html, submitted_at, decided_at,"
        " visible_at"
    )
    columns, values = _other_columns(Comment, given)
    _run(
        NUMBERS + f"INSERT INTO comments_comment ({given}{columns}) SELECT i, {_text('p')}, %s,"
        f" 'published', 'Reader', %s, %s, {_time()}, {_time()}, {_time()}{values} FROM n",
        [first, last, under.pk, text, f"<p>{text}</p>", *_times(start, 3)],
    )
    reply = "Thank you for writing. Studies are listed at the address below. " * 3
    given = "comment_id, text, html, signed_as, visible_at"
    columns, values = _other_columns(Reply, given)
    _run(
        NUMBERS + f"INSERT INTO comments_reply ({given}{columns}) SELECT i, %s, %s, 'The team',"
        f" {_time()}{values} FROM n",
        [first, last, reply, f"<p>{reply}</p>", *_times(start, 1)],
    )
    Article.objects.filter(pk=under.pk).update(comment_count=count)
    _settle("comments_comment", "comments_reply")


def waiting(under: Article, count: int) -> None:
    """Waiting comments with open cases in all lanes, mostly questions."""
    first = (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    last = first + count - 1
    start = timezone.now() - timedelta(days=30)
    given = "id, public_id, article_id, submitted_at"
    columns, values = _other_columns(Comment, given)
    _run(
        NUMBERS + f"INSERT INTO comments_comment ({given}{columns}) SELECT i, {_text('w')}, %s,"
        f" {_time()}{values} FROM n",
        [first, last, under.pk, *_times(start, 1)],
    )
    given = "comment_id, opened_at, due_at, lane, condition"
    columns, values = _other_columns(Case, given)
    _run(
        NUMBERS + f"INSERT INTO moderation_case ({given}{columns}) SELECT i, {_time()}, {_time()},"
        " CASE WHEN i %% 500 = 0 THEN 1 WHEN i %% 5 < 3 THEN 3 ELSE 4 END,"
        f" CASE WHEN i %% 7 = 0 THEN 'lung' ELSE 'breast' END{values} FROM n",
        [first, last, *_times(start, 1), *_times(start + timedelta(days=2), 1)],
    )
    queue.recount()
    _settle("comments_comment", "moderation_case")


def _other_columns(model: type[Model], given: str) -> tuple[str, str]:
    """Every other column with its default, so that a new column needs no change here."""
    named = {name.strip() for name in given.split(",")} | {"id"}
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.column not in named and not field.null
    ]
    columns = "".join(f", {field.column}" for field in fields)
    return columns, "".join(f", {_literal(field.get_default())}" for field in fields)


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return (
            ("TRUE" if value else "FALSE") if connection.vendor == "postgresql" else str(int(value))
        )
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict | list):
        return f"'{json.dumps(value)}'"
    if isinstance(value, bytes):
        return _blob()
    return f"'{value}'"


def _time() -> str:
    """A moment i seconds (spread over the span) after a start."""
    if connection.vendor == "postgresql":
        return "(%s::timestamptz + (i %% 2000000) * interval '1 second')"
    return "strftime('%%Y-%%m-%%d %%H:%%M:%%f000', %s, '+' || (i %% 2000000) || ' seconds')"


def _times(start: datetime, count: int) -> list[Any]:
    moment: Any = start if connection.vendor == "postgresql" else f"{start:%Y-%m-%d %H:%M:%S}"
    return [moment] * count


def _text(letter: str) -> str:
    if connection.vendor == "postgresql":
        return f"'{letter}' || lpad(i::text, 21, '0')"
    return f"printf('{letter}%%021d', i)"


def _blob() -> str:
    return "''::bytea" if connection.vendor == "postgresql" else "x''"


def _run(sql: str, parameters: list[Any]) -> None:
    # INSERT must come first in PostgreSQL and may come first in SQLite: move the WITH behind it.
    numbers, insert = sql.split("INSERT INTO", 1)
    head, select = insert.split("SELECT", 1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {head} {numbers} SELECT {select}", parameters)


def _settle(*tables: str) -> None:
    """Fresh statistics, and on PostgreSQL sequences that go on behind the given ids."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                    f" (SELECT max(id) FROM {table}))"
                )
