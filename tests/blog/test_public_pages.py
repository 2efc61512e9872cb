"""What readers get of articles: complete, for everybody the same, and nothing too early."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Article, ArticleState, Author, Byline, Picture, SiteVersion
from staff.models import User
from tests import factories

pytestmark = pytest.mark.django_db
HEADINGS = "".join(f"<h2>Part {n}</h2><p>Words {n}.</p>" for n in (1, 2, 3))


def picture(name: str = "cells") -> Picture:
    return Picture.objects.create(
        file=f"pictures/{name}.jpg",
        width=1920,
        height=1200,
        credit="Bedside / studio",
        renditions={"320": f"pictures/{name}-320.webp", "960": f"pictures/{name}-960.webp"},
    )


def signed(article: Article, *people: tuple[str, str]) -> Article:
    for place, (name, credentials) in enumerate(people):
        author = Author.objects.create(name=name, credentials=credentials)
        Byline.objects.create(article=article, author=author, position=place)
    return article


def full_article(**fields: Any) -> Article:
    defaults: dict[str, Any] = {
        "slug": "cells",
        "title": "Immune cells & tumors",
        "body": HEADINGS,
        "place": "New York",
        "hero": picture(),
        "hero_alt": "A round tumor",
        "hero_caption": "Cells at the rim.",
    }
    article = signed(
        factories.article(**(defaults | fields)),
        ("Lena Fairweather", "PhD"),
        ("Desmond Achterberg", "MS"),
        ("Ruth Calloway", ""),
    )
    article.topics.add(factories.topic())
    return article


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


# --- The article -------------------------------------------------------------------------------
def test_the_byline_names_all_authors_in_order(client: Client) -> None:
    full_article()
    page = text_of(client.get("/articles/cells/").text)
    assert "By Lena Fairweather, PhD, Desmond Achterberg, MS and Ruth Calloway" in page


def test_sections_have_anchors_that_the_table_of_contents_leads_to(client: Client) -> None:
    full_article()
    page = client.get("/articles/cells/").text
    for number in (1, 2, 3):
        assert f'<h2 id="part-{number}">Part {number}</h2>' in page
        assert f'<a href="#part-{number}">Part {number}</a>' in page
    assert '<a class="to-top" href="#top">' in page
    assert 'id="top"' in page


def test_two_headings_of_the_same_words_have_different_anchors(client: Client) -> None:
    full_article(body="<h2>More</h2><p>a</p><h2>More</h2><p>b</p><h2>Top</h2>")
    page = client.get("/articles/cells/").text
    assert {'id="more"', 'id="more-2"', 'id="top-2"'} <= set(re.findall(r'id="[\w-]+"', page))


def test_the_hero_has_alt_size_choices_caption_and_credit(client: Client) -> None:
    full_article(hero=picture("hero"))
    page = client.get("/articles/cells/").text
    image = re.search(r'<figure class="hero"><img ([^>]*)>', page)
    assert image is not None
    assert 'alt="A round tumor"' in image[1]
    assert 'width="1920" height="1200"' in image[1]
    assert "/media/pictures/hero-320.webp 320w" in image[1]
    assert "Cells at the rim." in page
    assert "Bedside / studio" in page


def test_pictures_in_the_text_get_their_size_and_credit(client: Client) -> None:
    picture("inside")
    body = (
        '<figure><img src="/media/pictures/inside.jpg" alt="A &quot;slide&quot;">'
        "<figcaption>Seen</figcaption></figure>"
    )
    full_article(body=body)
    page = client.get("/articles/cells/").text
    image = re.search(r"<figure><img ([^>]*)>", page)
    assert image is not None
    assert "inside-320.webp 320w" in image[1]
    assert 'alt="A &quot;slide&quot;"' in image[1]
    assert 'loading="lazy"' in image[1]
    assert 'Seen <span class="credit">Bedside / studio</span></figcaption>' in page


def test_a_picture_that_is_gone_leaves_no_hole(client: Client) -> None:
    full_article(body='<p>a</p><figure><img src="/media/pictures/gone.jpg" alt="x"></figure>')
    assert "gone.jpg" not in client.get("/articles/cells/").text


def test_the_dateline_opens_the_text(client: Client) -> None:
    full_article(body="<p>Cells move.</p>")
    assert "New York — Cells move." in text_of(client.get("/articles/cells/").text)


def test_reviewer_update_and_correction_are_told(client: Client) -> None:
    now = timezone.now()
    full_article(
        medical_reviewer=Author.objects.create(name="Noreen Vasquez", credentials="MD"),
        reviewed_on=date(2026, 3, 4),
        revised_at=now,
        correction="An earlier version named the wrong dose.",
        corrected_at=now,
    )
    page = text_of(client.get("/articles/cells/").text)
    assert "Medically reviewed by Noreen Vasquez, MD, March 4, 2026" in page
    assert "Updated" in page
    assert "An earlier version named the wrong dose." in page


def test_an_overdue_review_is_told_and_one_that_is_not_due_is_not(client: Client) -> None:
    article = full_article(review_due=timezone.localdate() - timedelta(days=1))
    assert "was due on" in client.get("/articles/cells/").text
    article.review_due = timezone.localdate()
    article.save()
    assert "was due on" not in client.get("/articles/cells/?x=1").text


def test_articles_of_another_language_say_so(client: Client) -> None:
    full_article()
    there = client.get("/es/articles/cells/").text
    assert '<html lang="es">' in there
    assert '<div class="body" lang="en">' in there
    assert '<div class="body">' in client.get("/articles/cells/").text


def test_related_articles_share_a_topic_and_the_closest_comes_first(client: Client) -> None:
    article = full_article()
    breast = factories.topic("breast", "Breast cancer")
    article.topics.add(breast)
    near, far, other = (factories.article(title=title) for title in ("Near", "Far", "Other"))
    near.topics.add(factories.topic(), breast)
    far.topics.add(breast)
    page = client.get("/articles/cells/").text
    assert page.index(">Near<") < page.index(">Far<")
    assert other.title not in page


# --- Nothing too early ---------------------------------------------------------------------------
UNSEEN: list[dict[str, Any]] = [
    {"state": ArticleState.DRAFT},
    {"state": ArticleState.IN_REVIEW},
    {"state": ArticleState.UNPUBLISHED},
    {"publish_at": timezone.now() + timedelta(hours=1)},
]
UNSEEN_PAGES: list[Callable[[Client], str]] = [
    lambda client: client.get("/articles/cells/").text,
    lambda client: client.get("/").text,
    lambda client: client.get("/topics/").text,
    lambda client: client.get("/topics/lung/").text,
    lambda client: client.get("/search/?q=quokka").text.replace("“quokka”", ""),
    lambda client: client.get("/feed/").text,
    lambda client: client.get("/topics/lung/feed/").text,
    lambda client: client.get("/sitemap.xml").text,
    lambda client: client.get("/articles/old-cells/").text,
]


@pytest.mark.parametrize("fields", UNSEEN)
def test_nothing_of_an_unpublished_article_answers(client: Client, fields: dict[str, Any]) -> None:
    article = full_article(slug="old-cells", title="Quokka secrets", **fields)
    article.slug = "cells"
    article.save()
    assert client.get("/articles/cells/").status_code == 404
    assert client.get("/articles/old-cells/").status_code == 404
    for page in UNSEEN_PAGES:
        assert "Quokka secrets" not in page(client)


def test_a_scheduled_article_goes_live_by_the_clock_alone(client: Client) -> None:
    full_article(publish_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        assert client.get("/articles/cells/").status_code == 200


def test_a_changed_address_leads_on(client: Client) -> None:
    article = full_article()
    for slug in ("cells-two", "cells-three"):
        article.slug = slug
        article.save()
    answer = client.get("/articles/cells/")
    assert (answer.status_code, answer["Location"]) == (301, "/articles/cells-three/")
    assert client.get("/es/articles/cells-two/")["Location"] == "/es/articles/cells-three/"
    article.slug = "cells"
    article.save()
    assert client.get("/articles/cells/").status_code == 200


# --- Lists ---------------------------------------------------------------------------------------
def test_the_editors_lead_stands_first_and_once(client: Client) -> None:
    factories.article(title="Newest", publish_at=timezone.now() - timedelta(minutes=1))
    factories.article(title="Chosen", lead=True, publish_at=timezone.now() - timedelta(days=9))
    page = client.get("/").text
    assert page.index("Chosen") < page.index("Newest")
    assert page.count(">Chosen<") == 1


def test_without_a_choice_the_newest_leads(client: Client) -> None:
    factories.article(title="Older", publish_at=timezone.now() - timedelta(days=2))
    factories.article(title="Newest", publish_at=timezone.now() - timedelta(minutes=1))
    page = client.get("/").text
    assert page.index("Newest") < page.index("Older")


def test_pages_by_key_show_every_article_once(client: Client) -> None:
    moment = timezone.now() - timedelta(days=1)
    for number in range(31):
        # Some share a moment: the key must tell them apart.
        factories.article(
            title=f"No{number:02d}.", publish_at=moment - timedelta(hours=number // 2)
        )
    seen: list[str] = []
    path = "/"
    while path:
        page = client.get(path).text
        seen += re.findall(r">(No\d\d\.)<", page)
        older = re.search(r'href="(\?before=[^"]+)"', page)
        path = "/" + older[1] if older else ""
    assert sorted(seen) == [f"No{number:02d}." for number in range(31)]


@pytest.mark.parametrize("key", ["x", "-", "1-", "-1", "99999999999999999999-1", "1-x", "٣-1"])
def test_a_key_that_we_never_wrote_shows_the_first_page(client: Client, key: str) -> None:
    factories.article(title="Newest")
    answer = client.get("/", {"before": key})
    assert answer.status_code == 200
    assert "Newest" in answer.text


def test_a_topic_shows_its_own_articles_and_those_of_its_parts(client: Client) -> None:
    lung = factories.topic()
    part = factories.topic("small-cell-lung", "Small cell lung cancer")
    part.parent = lung
    part.save()
    factories.article(title="About a part").topics.add(part)
    factories.article(title="About both").topics.add(part, lung)
    factories.article(title="About nothing")
    page = client.get("/topics/lung/").text
    assert page.count(">About both<") == 1
    assert "About a part" in page
    assert "About nothing" not in page


@pytest.mark.parametrize("path", ["/", "/topics/", "/topics/lung/", "/search/", "/search/?q=zebra"])
def test_empty_pages_say_what_to_do_instead(client: Client, path: str) -> None:
    factories.topic()
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'class="empty' in answer.text


# --- For machines --------------------------------------------------------------------------------
def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_structured_data_names_authors_reviewer_and_dates(client: Client) -> None:
    full_article(
        title="Cells </script><script>alert(1)</script>",
        medical_reviewer=Author.objects.create(name="Noreen Vasquez", credentials="MD"),
        reviewed_on=date(2026, 3, 4),
    )
    data = data_of(client.get("/articles/cells/").text)
    assert data["@type"] == "MedicalWebPage"
    assert [author["name"] for author in data["author"]][:2] == [
        "Lena Fairweather",
        "Desmond Achterberg",
    ]
    assert data["reviewedBy"]["honorificSuffix"] == "MD"
    assert data["lastReviewed"] == "2026-03-04"
    assert data["headline"].endswith("alert(1)</script>")
    assert data["image"].startswith("http")
    assert "comment" not in data


def test_an_unreviewed_article_is_news(client: Client) -> None:
    full_article()
    assert data_of(client.get("/articles/cells/").text)["@type"] == "NewsArticle"


def test_pages_name_their_own_address_and_their_other_language(
    client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://news.example.org"
    full_article()
    page = client.get("/es/articles/cells/").text
    assert '<link rel="canonical" href="https://news.example.org/es/articles/cells/">' in page
    assert 'hreflang="en" href="https://news.example.org/articles/cells/"' in page
    assert '<meta property="og:url" content="https://news.example.org/es/articles/cells/">' in page


def test_the_sitemap_has_each_language_and_the_last_change(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://news.example.org"
    full_article(revised_at=timezone.now())
    sitemap = client.get("/sitemap.xml").text
    assert "<loc>https://news.example.org/articles/cells/</loc>" in sitemap
    assert "<loc>https://news.example.org/es/topics/lung/</loc>" in sitemap
    assert 'hreflang="es" href="https://news.example.org/es/articles/cells/"' in sitemap
    assert f"<lastmod>{timezone.now():%Y-%m-%d}</lastmod>" in sitemap


def test_feeds_are_atom_with_absolute_links(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://news.example.org"
    full_article()
    for path in ("/feed/", "/topics/lung/feed/"):
        answer = client.get(path)
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        assert (
            '<link href="https://news.example.org/articles/cells/" rel="alternate"' in answer.text
        )
        assert "Lena Fairweather, PhD, Desmond Achterberg, MS" in answer.text


def test_robots_are_told_where_not_to_look(client: Client) -> None:
    page = client.get("/robots.txt").text
    assert "Disallow: /my/" in page
    assert "Disallow: /preview/" in page
    assert "Sitemap: http" in page


# --- The same for everybody ----------------------------------------------------------------------
PATHS = [
    "/",
    "/es/",
    "/articles/cells/",
    "/es/articles/cells/",
    "/topics/",
    "/topics/lung/",
    "/search/?q=cells",
    "/privacy/",
    "/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/no-such-page/",
]


@pytest.mark.parametrize("path", PATHS)
def test_public_pages_set_no_cookie_and_vary_on_nothing_but_encoding(path: str) -> None:
    full_article()
    answer = Client(headers={"Accept-Language": "es"}).get(path)
    assert not answer.cookies
    assert answer.get("Vary", "Accept-Encoding") == "Accept-Encoding"


@pytest.mark.parametrize("path", PATHS)
def test_pages_load_nothing_from_elsewhere_and_have_no_inline_code(
    client: Client, path: str
) -> None:
    full_article()
    page = client.get(path).text
    assert not re.search(
        r'<(?:script|img|link rel="(?:stylesheet|preload|icon)")[^>]*(?:src|href)="(?:https?:)?//',
        page,
    )
    assert not re.search(r"<script(?! type=\"(?:application/ld\+json|module)\")", page)
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_a_language_a_title_and_a_way_past_the_header(
    client: Client, path: str
) -> None:
    full_article()
    answer = client.get(path)
    if "html" not in answer["Content-Type"]:
        return
    assert re.search(r'<html lang="(en|es)">', answer.text)
    assert re.search(r"<title>[^<]+</title>", answer.text)
    assert '<a class="skip" href="#main">' in answer.text
    assert len(re.findall(r"<h1[ >]", answer.text)) == 1


def test_error_pages_wear_the_sites_look_and_ask_the_database_nothing(client: Client) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "This page is not here" in answer.text
    assert 'class="site-header"' in answer.text
    assert len(queries) == 0


# --- Kept pages ----------------------------------------------------------------------------------
def test_a_page_says_how_long_it_may_be_kept_and_answers_304(client: Client) -> None:
    full_article()
    answer = client.get("/articles/cells/")
    assert "public" in answer["Cache-Control"]
    again = client.get("/articles/cells/", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_page_is_kept_no_longer_than_until_comments_close(client: Client) -> None:
    full_article(
        publish_at=timezone.now() - timedelta(days=1) + timedelta(seconds=4), comments_days=1
    )
    found = re.search(r"max-age=(\d+)", client.get("/articles/cells/")["Cache-Control"])
    assert found is not None
    assert int(found[1]) <= 4


def test_search_pages_are_kept_nowhere(client: Client) -> None:
    assert client.get("/search/?q=cells")["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "change",
    [
        lambda article: article.save(),
        lambda article: article.bylines.first().author.save(),
        lambda article: article.topics.first().save(),
        lambda article: Article.objects.filter(pk=article.pk).touch(),
    ],
    ids=["article", "author", "topic", "comments"],
)
def test_every_public_change_moves_both_versions(change: Callable[[Article], None]) -> None:
    article = full_article()
    before = Article.objects.get(pk=article.pk).public_version, SiteVersion.current()
    change(article)
    after = Article.objects.get(pk=article.pk).public_version, SiteVersion.current()
    assert after[0] > before[0]
    assert after[1] > before[1]


def test_an_old_instance_does_not_undo_counts_made_meanwhile() -> None:
    article = full_article()
    Article.objects.filter(pk=article.pk).update(comment_count=7)
    Article.objects.filter(pk=article.pk).touch()
    counted = Article.objects.get(pk=article.pk).public_version
    article.title = "Another"
    article.save()
    now = Article.objects.get(pk=article.pk)
    assert (now.comment_count, now.public_version > counted) == (7, True)


# --- What a page costs -----------------------------------------------------------------------
def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_an_article_takes_at_most_eight_queries(client: Client, moderator: User) -> None:
    picture("inside")
    article = full_article(body=HEADINGS + '<p><img src="/media/pictures/inside.jpg" alt="x"></p>')
    for number in range(4):
        factories.article(title=f"Other {number}").topics.add(*article.topics.all())
        factories.published(moderator, article=article)
    assert queries_of(client, "/articles/cells/") <= 8


@pytest.mark.parametrize("path", ["/", "/topics/lung/", "/topics/", "/search/?q=cells", "/feed/"])
def test_a_list_takes_at_most_six_queries(client: Client, path: str) -> None:
    for number in range(15):
        full_article(slug=f"cells-{number}", hero=picture(f"hero-{number}"), lead=number == 9)
    assert queries_of(client, path) <= 6


def test_a_longer_list_takes_no_more_queries(client: Client) -> None:
    full_article(slug="cells-1", hero=None)
    few = queries_of(client, "/?before=")
    for number in range(2, 12):
        full_article(slug=f"cells-{number}", hero=None)
    assert queries_of(client, "/?before=&") == few
