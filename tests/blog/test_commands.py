"""Commands of the blog: clean again, write out."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

from blog import html
from blog.models import Article, Author, Byline
from tests import factories

pytestmark = pytest.mark.django_db


def under_an_older_policy(body: str) -> Article:
    article = factories.article()
    Article.objects.filter(pk=article.pk).update(body=body, body_policy=html.POLICY - 1)
    return article


def reclean(**options: object) -> str:
    out = io.StringIO()
    call_command("reclean", stdout=out, **options)
    return out.getvalue()


def test_what_an_older_policy_let_through_is_cleaned_and_readers_see_it() -> None:
    article = under_an_older_policy("<p>Words</p><marquee>x</marquee>")
    before = Article.objects.get(pk=article.pk).public_version
    factories.article()
    assert "1 articles looked at, 1 changed." in reclean()
    article = Article.objects.get(pk=article.pk)
    assert (article.body, article.body_policy) == ("<p>Words</p>x", html.POLICY)
    assert article.public_version > before
    assert "0 articles looked at" in reclean()


def test_a_dry_run_changes_nothing() -> None:
    article = under_an_older_policy("<marquee>x</marquee>")
    assert "1 would change" in reclean(dry_run=True)
    assert Article.objects.get(pk=article.pk).body_policy == html.POLICY - 1


def test_all_looks_at_current_ones_too() -> None:
    factories.article()
    assert "1 articles looked at, 0 changed." in reclean(all=True)


def exported(folder: Path, **options: object) -> list[dict[str, object]]:
    path = folder / "out.jsonl"
    call_command("export", path, stderr=io.StringIO(), **options)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["kind"] == "article"]


def test_public_articles_are_written_out_whole(tmp_path: Path) -> None:
    article = factories.article("cells", title="Células")
    article.topics.add(factories.topic())
    author = Author.objects.create(name="Lena Fairweather", credentials="PhD")
    Byline.objects.create(article=article, author=author)
    factories.article("hidden", state="draft")
    (line,) = exported(tmp_path)
    assert (line["slug"], line["title"], line["body"]) == ("cells", "Células", article.body)
    assert line["topics"] == ["lung"]
    assert line["authors"] == [{"name": "Lena Fairweather", "credentials": "PhD", "role": ""}]
    assert str(line["url"]).endswith("/articles/cells/")


def test_drafts_are_written_out_when_asked_for(tmp_path: Path) -> None:
    factories.article("hidden", state="draft")
    assert [line["slug"] for line in exported(tmp_path, unpublished=True)] == ["hidden"]
