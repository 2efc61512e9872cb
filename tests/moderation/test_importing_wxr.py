"""A WordPress export: threads, staff by name, plain text, and no trick of XML."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from blog.models import Article
from comments import originals
from comments.models import Comment, Reply, State
from tests import factories

pytestmark = pytest.mark.django_db

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<wp:author><wp:author_login>desk</wp:author_login></wp:author>
"""
TAIL = "</channel></rss>"


def comment(number: int, content: str, **fields: Any) -> str:
    values = {
        "id": number,
        "author": "Denise",
        "author_email": "denise@example.org",
        "date": "2024-03-01 05:00:00",
        "date_gmt": f"2024-03-01 10:{number % 60:02}:00",
        "approved": 1,
        "type": "comment",
        "parent": 0,
    } | fields
    inside = "".join(
        f"<wp:comment_{name}>{value}</wp:comment_{name}>" for name, value in values.items()
    )
    meta = "<wp:commentmeta><wp:comment_id>9</wp:comment_id></wp:commentmeta>"
    return (
        f"<wp:comment>{inside}<wp:comment_content><![CDATA[{content}]]></wp:comment_content>"
        f"{meta}</wp:comment>\n"
    )


def item(*comments: str, name: str = "immune-cells") -> str:
    return (
        f"<item><title>A post</title><link>https://old.example.org/2019/{name}/</link>"
        f"<content:encoded><![CDATA[<p>{'The post itself. ' * 9_000}</p>]]></content:encoded>"
        f"<wp:post_name>{name}</wp:post_name>\n{''.join(comments)}</item>\n"
    )


class Run:
    def __init__(self, folder: Path, text: str, *staff: str) -> None:
        out, err = StringIO(), StringIO()
        path = folder / "export.xml"
        path.write_text(text, encoding="utf-8")
        self.failed = False
        try:
            call_command(
                "import_comments",
                path,
                format="wxr",
                staff=list(staff) or ["The Desk"],
                stdout=out,
                stderr=err,
            )
        except CommandError:
            self.failed = True
        self.summary, self.report = out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def article(db: None) -> Article:
    return factories.article("immune-cells")


def test_comments_come_in_as_what_they_were(tmp_path: Path) -> None:
    inside = item(
        comment(1, "Does it work?"),
        comment(2, "Not looked at yet?", approved=0),
        comment(3, "Buy now", approved="spam"),
        comment(4, "Old", approved="trash"),
        comment(5, "Somebody linked here", type="pingback"),
    )
    run = Run(tmp_path, HEAD + inside + TAIL)
    assert not run.failed
    assert set(Comment.objects.values_list("state", flat=True)) == {State.PUBLISHED, State.QUEUED}
    assert "3 not taken: spam, trash" in run.summary
    first = Comment.objects.get(state=State.PUBLISHED)
    assert first.submitted_at.isoformat() == "2024-03-01T10:01:00+00:00"
    assert originals.open_as_staff(first.original).email == "denise@example.org"


def test_staff_are_known_by_name_or_e_mail(tmp_path: Path) -> None:
    inside = item(
        comment(1, "Does it work?"),
        comment(2, "For some.", author="the  desk", parent=1, author_email=""),
        comment(3, "And for me?"),
        comment(4, "Perhaps.", author="Sam", author_email="Desk@example.org", parent=3),
    )
    assert not Run(tmp_path, HEAD + inside + TAIL, "The Desk", "desk@example.org").failed
    replies = {row.comment.text: (row.text, row.signed_as) for row in Reply.objects.all()}
    assert replies == {
        "Does it work?": ("For some.", "the desk"),
        "And for me?": ("Perhaps.", "Sam"),
    }


def test_threads_are_kept_through_replies(tmp_path: Path) -> None:
    inside = item(
        comment(1, "Does it work?"),
        comment(2, "For some.", author="The Desk", parent=1),
        comment(3, "For me as well?", parent=2),
        comment(4, "Perhaps.", author="The Desk", parent=3),
        comment(5, "Thank you", author="Omar", parent=4),
    )
    assert not Run(tmp_path, HEAD + inside + TAIL).failed
    first = Comment.objects.get(text="Does it work?")
    assert {one.text for one in first.answers.all()} == {"For me as well?", "Thank you"}
    assert Reply.objects.get(comment__text="For me as well?").text == "Perhaps."


def test_two_replies_to_one_comment_are_one(tmp_path: Path) -> None:
    inside = item(
        comment(1, "Does it work?"),
        comment(3, "There is news.", author="Sam", parent=1),
        comment(2, "For some.", author="The Desk", parent=1),
    )
    Run(tmp_path, HEAD + inside + TAIL, "The Desk", "Sam")
    assert Reply.objects.get().text == "For some.\n\nSam: There is news."


def test_a_staff_reply_to_nobody_is_told(tmp_path: Path) -> None:
    inside = item(
        comment(1, "A word to all.", author="The Desk"),
        comment(2, "Buy now", approved="spam"),
        comment(3, "No, thank you.", author="The Desk", parent=2),
        comment(4, "A draft", author="The Desk", parent=2, approved=0),
    )
    run = Run(tmp_path, HEAD + inside + TAIL)
    assert run.failed
    assert "2 not taken: a staff reply to no comment" in run.summary
    assert not Comment.objects.exists()


def test_a_follow_up_on_spam_stands_alone(tmp_path: Path) -> None:
    inside = item(comment(1, "Buy now", approved="spam"), comment(2, "What was that?", parent=1))
    Run(tmp_path, HEAD + inside + TAIL)
    assert Comment.objects.get().parent is None


def test_rings_of_parents_end(tmp_path: Path) -> None:
    inside = item(
        comment(1, "One", author="The Desk", parent=2),
        comment(2, "Two", author="The Desk", parent=1),
        comment(3, "Three?", parent=3),
    )
    Run(tmp_path, HEAD + inside + TAIL)
    assert Comment.objects.get().text == "Three?"


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("PSA &lt;4 &amp; falling", "PSA <4 & falling"),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One<br />Two<br>Three", "One\nTwo\nThree"),
        ("A <em>very <strong>good</strong></em> word", "A very good word"),
        (
            'See <a href="https://clinicaltrials.gov/x">this list</a>.',
            "See this list (https://clinicaltrials.gov/x).",
        ),
        (
            '<a href="https://clinicaltrials.gov/x">https://clinicaltrials.gov/x</a>',
            "https://clinicaltrials.gov/x",
        ),
        ('<a href="javascript:alert(1)">press</a>', "press"),
        ("Before<script>alert(1)</script>After", "BeforeAfter"),
        ("5 < 6 and <3 you", "5 < 6 and <3 you"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
    ],
)
def test_html_becomes_the_text_that_was_seen(tmp_path: Path, html: str, plain: str) -> None:
    Run(tmp_path, HEAD + item(comment(1, html)) + TAIL)
    assert Comment.objects.get().text == plain


def test_it_tells_the_line_of_what_it_left(tmp_path: Path) -> None:
    text = HEAD + item(comment(1, "Fine?"), comment(2, " ")) + TAIL
    run = Run(tmp_path, text)
    number = next(n for n, one in enumerate(text.splitlines(), 1) if "comment_id>2<" in one)
    assert run.report == f"line {number}: no text\n"


def test_an_unknown_article_leaves_the_others(tmp_path: Path) -> None:
    inside = item(comment(1, "Lost?"), name="nowhere") + item(comment(2, "Found?"))
    run = Run(tmp_path, HEAD + inside + TAIL)
    assert run.failed
    assert "1 not taken: no such article" in run.summary
    assert Comment.objects.get().text == "Found?"


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>"""


@pytest.mark.parametrize("head", [BOMB, OUTSIDE])
def test_a_document_type_is_refused(tmp_path: Path, head: str) -> None:
    run = Run(tmp_path, head + item(comment(1, "&b;&x;")) + TAIL)
    assert run.failed
    assert "document type" in run.report
    assert not Comment.objects.exists()


def test_a_broken_file_keeps_what_came_before_the_break(tmp_path: Path) -> None:
    run = Run(tmp_path, HEAD + item(comment(1, "Before?")) + item(comment(2, "After?"))[:-9])
    assert run.failed
    assert "not well-formed" in run.report
    assert Comment.objects.get().text == "Before?"


def test_twice_is_once(tmp_path: Path) -> None:
    inside = item(comment(1, "Does it work?"), comment(2, "For some.", author="The Desk", parent=1))
    Run(tmp_path, HEAD + inside + TAIL)
    again = Run(tmp_path, HEAD + inside + TAIL)
    assert "1 there already" in again.summary
    assert (Comment.objects.count(), Reply.objects.count()) == (1, 1)
