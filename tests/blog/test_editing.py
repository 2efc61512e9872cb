"""The editors' side, through the admin: steps, checks, revisions, conflicts, kept drafts."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from blog import previews
from blog.models import Article, ArticleState, Author, Draft, FormerSlug, Presence
from staff.models import User
from tests import factories

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
WRITING = ("add_article", "change_article", "view_article", "add_picture", "view_picture")


def person(name: str, *permissions: str) -> User:
    user = factories.staff(name, first_name=name.title())
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="blog", codename__in=[*WRITING, *permissions]
        )
    )
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(person("eda", "publish_article", "delete_article"))


@pytest.fixture
def writer(db: None) -> Client:
    return signed_in(person("willa"))


def form(article: Article | None = None, *, button: str = "_save", **fields: Any) -> dict[str, Any]:
    """What the browser posts."""
    values: dict[str, Any] = {
        "title": "Cells",
        "slug": "cells",
        "dek": "What they do",
        "language": "en",
        "body": "<p>Words.</p>",
        "comments_mode": "open",
        "read_version": article.version if article else 0,
        "bylines-TOTAL_FORMS": "1",
        "bylines-INITIAL_FORMS": "0",
        "bylines-MIN_NUM_FORMS": "0",
        "bylines-MAX_NUM_FORMS": "1000",
        "bylines-0-author": Author.objects.get_or_create(name="Lena Fairweather")[0].pk,
        "bylines-0-position": "0",
        button: "1",
    }
    if article and article.bylines.exists():
        values |= {
            "bylines-INITIAL_FORMS": "1",
            "bylines-0-id": article.bylines.get().pk,
            "bylines-0-article": article.pk,
        }
    return values | fields


def change(client: Client, article: Article, **fields: Any) -> Any:
    fresh = Article.objects.get(pk=article.pk)
    return client.post(f"/admin/blog/article/{article.pk}/change/", form(fresh, **fields))


def written(client: Client, **fields: Any) -> Article:
    answer = client.post("/admin/blog/article/add/", form(**fields))
    assert answer.status_code == 302, errors(answer)
    return Article.objects.get()


def errors(answer: Any) -> list[str]:
    box = re.search(r'<div class="error-list".*?</div>', answer.text, re.DOTALL)
    return re.findall(r'<a href="#(\w[\w-]*)">', box[0]) if box else []


# --- Steps -------------------------------------------------------------------------------------
def test_an_article_goes_from_draft_through_review_to_the_public(
    editor: Client, writer: Client, client: Client
) -> None:
    article = written(writer)
    assert article.state == ArticleState.DRAFT
    assert change(writer, article, button="_review").status_code == 302
    assert Article.objects.get().state == ArticleState.IN_REVIEW
    assert client.get("/articles/cells/").status_code == 404
    assert change(editor, article, button="_publish").status_code == 302
    assert client.get("/articles/cells/").status_code == 200
    assert change(editor, article, button="_unpublish").status_code == 302
    # With a parameter that nobody knows: a kept page is trusted for a second.
    assert client.get("/articles/cells/?now").status_code == 404


def test_publishing_with_a_time_ahead_schedules(editor: Client, client: Client) -> None:
    article = written(editor)
    moment = timezone.localtime(timezone.now() + timedelta(days=2)).replace(microsecond=0)
    when = {"publish_at_0": f"{moment:%Y-%m-%d}", "publish_at_1": f"{moment:%H:%M:%S}"}
    answer = change(editor, article, button="_publish", **when)
    assert "Scheduled" in editor.get(answer["Location"]).text
    assert Article.objects.get().publish_at == moment
    assert client.get("/articles/cells/").status_code == 404
    with time_machine.travel(moment + timedelta(seconds=1)):
        assert client.get("/articles/cells/").status_code == 200


def test_only_who_may_publish_publishes(writer: Client) -> None:
    article = written(writer)
    assert 'name="_publish"' not in writer.get(f"/admin/blog/article/{article.pk}/change/").text
    assert change(writer, article, button="_publish").status_code == 403
    assert Article.objects.get().state == ArticleState.DRAFT


def test_only_who_may_publish_changes_what_is_public(writer: Client, editor: Client) -> None:
    article = written(editor, button="_publish")
    page = writer.get(f"/admin/blog/article/{article.pk}/change/")
    assert 'name="_save"' not in page.text
    assert change(writer, article, title="Another").status_code == 403
    assert change(editor, article, title="Another").status_code == 302
    assert Article.objects.get().title == "Another"


def test_what_was_public_is_not_deleted(editor: Client) -> None:
    article = written(editor, button="_publish")
    change(editor, article, button="_unpublish")
    path = f"/admin/blog/article/{article.pk}/delete/"
    assert editor.post(path, {"post": "yes"}).status_code == 403
    assert Article.objects.exists()


def test_nobody_without_permission_sees_any_of_it(editor: Client) -> None:
    article = written(editor)
    stranger = signed_in(factories.staff("stranger"))
    under = f"/admin/blog/article/{article.pk}"
    for path in ("/change/", "/preview/", "/revisions/", "/revisions/1/"):
        assert stranger.get(under + path).status_code == 403
    for path in ("/revisions/1/restore/", "/presence/", "/recall/", "/preview/"):
        assert stranger.post(under + path).status_code == 403
    kept = json.dumps({"article": article.pk, "base": 1, "content": {"title": "x"}})
    answer = stranger.post("/admin/blog/article/autosave/", kept, content_type="application/json")
    assert answer.status_code == 403
    assert stranger.get("/admin/blog/picture/picker/").status_code == 403


# --- Checks ------------------------------------------------------------------------------------
def test_problems_are_named_with_a_link_to_the_field_and_nothing_is_lost(editor: Client) -> None:
    article = written(editor)
    body = '<h3>Small</h3><p>Much that was typed. <a href="#gone">there</a></p>'
    answer = change(editor, article, button="_publish", dek="", body=body)
    assert errors(answer) == ["id_dek", "id_body", "id_body"]
    assert "Much that was typed." in answer.text
    assert Article.objects.get().state == ArticleState.DRAFT


def test_a_draft_may_be_unfinished_and_a_public_article_may_not(editor: Client) -> None:
    article = written(editor, dek="", body="")
    assert errors(change(editor, article, button="_publish", dek="")) == ["id_dek"]
    change(editor, article, button="_publish")
    assert errors(change(editor, article, dek="")) == ["id_dek"]
    assert Article.objects.get().dek == "What they do"


def test_a_public_article_has_an_author(editor: Client) -> None:
    article = written(editor)
    answer = change(editor, article, button="_publish", **{"bylines-0-DELETE": "on"})
    assert "Name at least one author" in answer.text
    assert errors(answer) == ["bylines-group"]


def test_the_body_is_clean_when_it_is_checked_and_when_it_is_stored(editor: Client) -> None:
    article = written(editor, body="<script>alert(1)</script><p onclick=x>Words.</p>")
    assert article.body == "<p>Words.</p>"
    answer = change(editor, article, button="_publish", body="<script>alert(1)</script>")
    assert errors(answer) == ["id_body"]


# --- What follows a save -----------------------------------------------------------------------
def test_comments_close_so_many_days_after_publication(editor: Client) -> None:
    article = written(editor, button="_publish", comments_days="30")
    assert article.publish_at is not None
    assert article.closes_at == article.publish_at + timedelta(days=30)
    change(editor, article, comments_days="")
    assert Article.objects.get().closes_at is None


def test_an_emptied_time_of_a_public_article_stays_what_it_was(editor: Client) -> None:
    article = written(editor, button="_publish")
    change(editor, article, publish_at_0="", publish_at_1="")
    change(editor, article, button="_unpublish")
    assert Article.objects.get().publish_at == article.publish_at


def test_a_changed_slug_leaves_a_redirect(editor: Client, client: Client) -> None:
    article = written(editor, button="_publish")
    assert change(editor, article, slug="cells-again").status_code == 302
    assert FormerSlug.objects.get().slug == "cells"
    assert client.get("/articles/cells/")["Location"] == "/articles/cells-again/"


def test_one_article_leads_and_choosing_another_takes_its_place(editor: Client) -> None:
    old = factories.article(lead=True)
    new = factories.article()
    chosen = {"action": "make_lead", "_selected_action": [new.pk]}
    editor.post("/admin/blog/article/", chosen)
    assert list(Article.objects.filter(lead=True)) == [new]
    assert not Article.objects.get(pk=old.pk).lead


def test_a_correction_notes_when(editor: Client) -> None:
    article = written(editor)
    change(editor, article, correction="The dose was wrong.")
    first = Article.objects.get().corrected_at
    assert first is not None
    change(editor, article, correction="The dose was wrong.", dek="Other")
    assert Article.objects.get().corrected_at == first


# --- Revisions ---------------------------------------------------------------------------------
def test_each_save_that_changes_something_is_a_revision(editor: Client) -> None:
    article = written(editor)
    change(editor, article, title="Second")
    change(editor, article, title="Second")
    revisions = list(article.revisions.order_by("number"))
    assert [(one.number, one.content["title"]) for one in revisions] == [
        (1, "Cells"),
        (2, "Second"),
    ]
    assert {one.made_by.username for one in revisions if one.made_by} == {"eda"}


def test_revisions_are_compared_word_by_word(editor: Client) -> None:
    article = written(editor, body="<p>Seven of nine <b>mice</b> lived.</p>")
    change(editor, article, body="<p>Six of nine <b>mice</b> &lt;lived&gt;.</p>", title="Mice")
    page = editor.get(f"/admin/blog/article/{article.pk}/revisions/2/").text
    assert "<del>Seven</del><ins>Six</ins> of nine mice" in page
    assert "<ins>&lt;lived&gt;.</ins>" in page
    assert "<del>Cells</del><ins>Mice</ins>" in page


def test_a_revision_is_brought_back_as_a_new_one(editor: Client) -> None:
    article = written(editor)
    article.topics.add(factories.topic())
    change(editor, article, title="Second", body="<p>Other.</p>", slug="second")
    answer = editor.post(f"/admin/blog/article/{article.pk}/revisions/1/restore/")
    assert answer.status_code == 302
    now = Article.objects.get()
    assert (now.title, now.body, now.slug) == ("Cells", "<p>Words.</p>", "second")
    assert [str(author) for author in now.authors.all()] == ["Lena Fairweather"]
    assert now.revisions.count() == 3


def test_bringing_back_is_a_post(editor: Client) -> None:
    article = written(editor)
    path = f"/admin/blog/article/{article.pk}/revisions/1/restore/"
    assert editor.get(path).status_code == 405


# --- Two at once -------------------------------------------------------------------------------
def test_a_save_over_somebody_elses_is_stopped_once_and_keeps_what_was_typed(
    editor: Client, writer: Client
) -> None:
    article = written(editor)
    stale = form(Article.objects.get(), body="<p>What Willa typed.</p>")
    change(editor, article, title="What Eda saved")
    path = f"/admin/blog/article/{article.pk}/change/"
    answer = writer.post(path, stale)
    assert "Eda saved this article at" in answer.text
    assert "What Willa typed." in answer.text
    assert Article.objects.get().title == "What Eda saved"
    version = re.search(r'name="read_version" value="(\d+)"', answer.text)
    assert version is not None
    assert writer.post(path, stale | {"read_version": version[1]}).status_code == 302
    assert Article.objects.get().body == "<p>What Willa typed.</p>"


def test_comments_coming_in_are_no_conflict(editor: Client) -> None:
    article = written(editor)
    stale = form(Article.objects.get(), title="Second")
    Article.objects.filter(pk=article.pk).touch()
    path = f"/admin/blog/article/{article.pk}/change/"
    assert editor.post(path, stale).status_code == 302


def test_who_else_has_it_open_is_shown_and_forgotten(editor: Client, writer: Client) -> None:
    article = written(editor)
    path = f"/admin/blog/article/{article.pk}/"
    editor.get(path + "change/")
    assert "Eda also has this article open." in writer.get(path + "change/").text
    assert "Willa" in editor.post(path + "presence/").json()["others"]
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert writer.post(path + "presence/").json()["others"] == ""


# --- Kept drafts -------------------------------------------------------------------------------
def keep(client: Client, article: Article | None, **content: str) -> Any:
    sent = {"article": article and article.pk, "base": 1, "content": content}
    path = "/admin/blog/article/autosave/"
    return client.post(path, json.dumps(sent), content_type="application/json")


def test_what_is_typed_is_kept_apart_and_offered_again(editor: Client) -> None:
    article = written(editor, button="_publish")
    assert keep(editor, article, title="Half a tit", body="<p>Half.</p>").status_code == 200
    assert Article.objects.get().title == "Cells"
    path = f"/admin/blog/article/{article.pk}/change/"
    assert "that was not saved" in editor.get(path).text
    page = editor.get(path + "?draft=1").text
    assert 'value="Half a tit"' in page
    assert "&lt;p&gt;Half.&lt;/p&gt;" in page


def test_a_save_ends_the_kept_draft_and_so_does_forgetting_it(editor: Client) -> None:
    article = written(editor)
    keep(editor, article, title="Half")
    change(editor, article, title="Whole")
    assert not Draft.objects.exists()
    keep(editor, article, title="Half")
    editor.post("/admin/blog/article/drop-draft/", {"article": article.pk})
    assert not Draft.objects.exists()


def test_a_new_article_is_kept_too_and_only_for_who_typed_it(
    editor: Client, writer: Client
) -> None:
    keep(writer, None, title="Barely begun")
    keep(writer, None, title="Begun")
    assert Draft.objects.count() == 1
    assert "that was not saved" in writer.get("/admin/blog/article/add/").text
    assert "that was not saved" not in editor.get("/admin/blog/article/add/").text
    assert 'value="Begun"' in writer.get("/admin/blog/article/add/?draft=1").text
    written(writer, title="Begun")
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "sent",
    ["", "[]", "{}", '{"article": 1}', '{"article": "x", "base": 1, "content": {}}', "\ud83d"],
    ids=range(6),
)
def test_an_unreadable_draft_is_a_clean_refusal(editor: Client, sent: str) -> None:
    written(editor)
    body = sent.encode("utf-8", "surrogatepass")
    answer = editor.post("/admin/blog/article/autosave/", body, content_type="application/json")
    assert answer.status_code in {400, 404}


# --- Previews ----------------------------------------------------------------------------------
def test_a_preview_is_the_public_page_with_a_note(editor: Client, client: Client) -> None:
    article = written(editor)
    preview = editor.get(f"/admin/blog/article/{article.pk}/preview/")
    assert "Preview: not public." in preview.text
    change(editor, article, button="_publish")
    public = client.get("/articles/cells/").text
    body = re.compile(r'<div class="body">.*?</div>', re.DOTALL)
    assert body.findall(preview.text) == body.findall(public)
    assert preview["Content-Security-Policy"] == client.get("/")["Content-Security-Policy"]
    assert "no-store" in preview["Cache-Control"]


def test_a_preview_shows_what_is_not_saved_and_saves_nothing(editor: Client) -> None:
    article = written(editor)
    path = f"/admin/blog/article/{article.pk}/preview/"
    page = editor.post(
        path, form(article, title="Not saved", body="<p>Unsaved</p><script>x</script>")
    )
    assert "Not saved" in page.text
    assert "<p>Unsaved</p>" in page.text
    assert Article.objects.get().title == "Cells"
    assert (
        "Begun" in editor.post("/admin/blog/article/preview/", form(title="Begun", slug="b")).text
    )
    assert Article.objects.count() == 1


def test_a_preview_link_works_for_strangers_until_it_expires(
    editor: Client, client: Client
) -> None:
    article = written(editor)
    path = f"/preview/{previews.token(article)}/"
    answer = client.get(path)
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex, nofollow")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    with time_machine.travel(timezone.now() + timedelta(days=previews.DAYS, seconds=5)):
        assert client.get(path).status_code == 404


def test_preview_links_can_be_called_back(editor: Client, client: Client) -> None:
    article = written(editor)
    path = f"/preview/{previews.token(article)}/"
    editor.post(f"/admin/blog/article/{article.pk}/recall/")
    assert client.get(path).status_code == 404
    assert client.get(f"/preview/{previews.token(Article.objects.get())}/").status_code == 200


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1x:y", "a:b:c", "é"])
def test_a_made_up_preview_link_is_a_404(client: Client, token: str) -> None:
    factories.article()
    assert client.get(f"/preview/{token}/").status_code == 404


# --- Lists -------------------------------------------------------------------------------------
def test_reviews_that_are_due_are_listed(editor: Client) -> None:
    today = timezone.localdate()
    for title, days in (("Late", -3), ("Soon", 9), ("Far", 90)):
        factories.article(title=title, review_due=today + timedelta(days=days))
    late = editor.get("/admin/blog/article/?review=due").text
    soon = editor.get("/admin/blog/article/?review=soon").text
    assert (">Late<" in late, ">Soon<" in late, ">Far<" in late) == (True, False, False)
    assert (">Late<" in soon, ">Soon<" in soon, ">Far<" in soon) == (False, True, False)


@pytest.mark.parametrize("status", ["draft", "in-review", "scheduled", "public", "unpublished"])
def test_each_state_has_its_list(editor: Client, status: str) -> None:
    factories.article(title="Is draft", state="draft")
    factories.article(title="Is in-review", state="in-review")
    factories.article(title="Is unpublished", state="unpublished")
    factories.article(title="Is public")
    factories.article(title="Is scheduled", publish_at=timezone.now() + timedelta(days=1))
    page = editor.get(f"/admin/blog/article/?status={status}").text
    assert re.findall(r">Is ([\w-]+)<", page) == [status]
