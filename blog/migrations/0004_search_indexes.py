"""The databases' own full-text indexes over blog_searchrow.

SQLite rebuilds a table when a later migration alters it, and its triggers go with the old one:
such a migration must run these statements again.
"""

from typing import Any

from django.db import migrations

SQLITE = (
    """CREATE VIRTUAL TABLE blog_search USING fts5(
        title, dek, text, extra, content='blog_searchrow', content_rowid='article_id',
        tokenize="porter unicode61 remove_diacritics 2"
    )""",
    """CREATE TRIGGER blog_search_added AFTER INSERT ON blog_searchrow BEGIN
        INSERT INTO blog_search(rowid, title, dek, text, extra)
        VALUES (new.article_id, new.title, new.dek, new.text, new.extra);
    END""",
    """CREATE TRIGGER blog_search_removed AFTER DELETE ON blog_searchrow BEGIN
        INSERT INTO blog_search(blog_search, rowid, title, dek, text, extra)
        VALUES ('delete', old.article_id, old.title, old.dek, old.text, old.extra);
    END""",
    """CREATE TRIGGER blog_search_changed AFTER UPDATE ON blog_searchrow BEGIN
        INSERT INTO blog_search(blog_search, rowid, title, dek, text, extra)
        VALUES ('delete', old.article_id, old.title, old.dek, old.text, old.extra);
        INSERT INTO blog_search(rowid, title, dek, text, extra)
        VALUES (new.article_id, new.title, new.dek, new.text, new.extra);
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS blog_search_added",
    "DROP TRIGGER IF EXISTS blog_search_removed",
    "DROP TRIGGER IF EXISTS blog_search_changed",
    "DROP TABLE IF EXISTS blog_search",
)
POSTGRESQL = (
    """ALTER TABLE blog_searchrow ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector(CASE WHEN language = 'es' THEN 'spanish'::regconfig
                              ELSE 'english'::regconfig END, title), 'A') ||
        setweight(to_tsvector(CASE WHEN language = 'es' THEN 'spanish'::regconfig
                              ELSE 'english'::regconfig END, dek || ' ' || extra), 'B') ||
        setweight(to_tsvector(CASE WHEN language = 'es' THEN 'spanish'::regconfig
                              ELSE 'english'::regconfig END, text), 'D')
    ) STORED""",
    "CREATE INDEX blog_searchrow_vector ON blog_searchrow USING gin (vector)",
)
POSTGRESQL_BACK = ("ALTER TABLE blog_searchrow DROP COLUMN vector",)


def _run(schema_editor: Any, by_vendor: dict[str, tuple[str, ...]]) -> None:
    for statement in by_vendor.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


def make(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


class Migration(migrations.Migration):
    dependencies = [("blog", "0003_publishing_fields")]
    operations = [migrations.RunPython(make, drop)]
