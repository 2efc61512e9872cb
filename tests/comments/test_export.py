"""The export: what is public and nothing else; another Bedside takes it in as it is."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.models import Article, ArticleState
from comments.models import Comment, Reply, State
from tests import factories

pytestmark = pytest.mark.django_db

PAST = timezone.now() - timedelta(days=3)


def public(text: str, **fields: Any) -> Comment:
    shown = {"state": State.PUBLISHED, "text": text, "html": f"<p>{text}</p>", "visible_at": PAST}
    return factories.comment(f"As it was sent: {text}", **(shown | fields))


def exported() -> list[dict[str, Any]]:
    out = StringIO()
    call_command("export", stdout=out, stderr=StringIO())
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return [line for line in lines if line["kind"] == "comment"]


def test_a_comment_goes_out_with_its_reply_and_what_it_follows() -> None:
    article = factories.article()
    first = public("Does it work?", article=article, public_name="Denise", submitted_at=PAST)
    public("For me too?", article=article, parent=first)
    Reply.objects.create(
        comment=first, text="For some.", html="<p>", signed_as="T", visible_at=PAST
    )
    asked, followed = exported()
    assert (asked["article"], asked["name"], asked["text"]) == (
        article.slug,
        "Denise",
        "Does it work?",
    )
    assert (asked["reply"]["text"], asked["reply"]["author"]) == ("For some.", "T")
    assert followed["parent"] == asked["id"]


def test_nothing_goes_out_that_is_not_public() -> None:
    soon = timezone.now() + timedelta(seconds=10)
    shown = public("Shown")
    factories.comment("Still waiting")
    public("In its undo window", visible_at=soon)
    public("Under a draft", article=factories.article(state=ArticleState.DRAFT))
    Reply.objects.create(comment=shown, private=True, signed_as="T", visible_at=PAST)
    [line] = exported()
    assert (line["text"], line["reply"]) == ("Shown", None)
    assert "As it was sent" not in json.dumps(line)
    assert "example.org" not in json.dumps(line)


def test_another_bedside_takes_it_in_as_it_is(tmp_path: Path) -> None:
    article = factories.article()
    first = public("Does it work?", article=article, public_name="Denise", submitted_at=PAST)
    public("For me too?", article=article, parent=first)
    Reply.objects.create(
        comment=first, text="For some.", html="<p>", signed_as="T", visible_at=PAST
    )
    call_command("export", tmp_path / "all.jsonl", stderr=StringIO())
    before = exported()
    Reply.objects.all().delete()
    Comment.objects.filter(parent__isnull=False).delete()
    Comment.objects.all().delete()
    Article.objects.update(comment_count=0)
    call_command("import_comments", tmp_path / "all.jsonl", format="jsonl", stdout=StringIO())
    fresh = {"id", "parent", "visible_at"}
    assert [{k: v for k, v in line.items() if k not in fresh} for line in exported()] == [
        {k: v for k, v in line.items() if k not in fresh} for line in before
    ]


def test_it_costs_a_fixed_number_of_queries(django_assert_max_num_queries: Any) -> None:
    article = factories.article()
    for number in range(20):
        public(f"Number {number}", article=article)
    with django_assert_max_num_queries(10):
        exported()
