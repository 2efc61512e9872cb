"""The strict policy holds in the browser: nothing breaks it, no cookie, no word to anybody else."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.browser.conftest import ARTICLE, Open, check, sign_in
from tests.services import Site

PUBLIC = [
    "/",
    "/es/",
    f"/articles/{ARTICLE}/",
    "/articles/living-with-scanxiety/",
    "/topics/",
    "/topics/breast/",
    "/search/?q=cells",
    "/privacy/",
    "/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/no-such-page/",
    "/my/no-such-token/",
]
STAFF = [
    "/admin/",
    "/admin/moderation/queue/",
    "/admin/moderation/queue/mine/",
    "/admin/moderation/queue/together/",
    "/admin/moderation/dashboard/",
    "/admin/account/",
]


@pytest.fixture
def strangers(open_page: Open) -> tuple[Page, list[str]]:
    """A page, and every request it makes to another host than its own."""
    page = open_page("/healthz")
    home = urlsplit(page.url).netloc
    asked: list[str] = []

    def look(request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme.startswith("http") and where.netloc != home:
            asked.append(request.url)

    page.on("request", look)
    return page, asked


def test_public_pages_set_no_cookie_and_ask_nobody_else(
    strangers: tuple[Page, list[str]],
) -> None:
    page, asked = strangers
    for path in PUBLIC:
        answer = page.request.get(path)
        assert "set-cookie" not in answer.headers, path
        if "html" in answer.headers["content-type"]:
            page.goto(path)
    assert (page.context.cookies(), asked) == ([], [])
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_comments_road_sets_no_cookie_and_asks_nobody_else(
    strangers: tuple[Page, list[str]],
) -> None:
    page, asked = strangers
    check(page, "Does it hurt when these cells switch sides?", email="reader@example.org")
    page.locator("button[value=cleaned]").click()
    page.wait_for_url("**/my/**")
    page.reload()
    page.goto(f"/articles/{ARTICLE}/")
    page.locator(".comment-acts a").first.click()
    assert (page.context.cookies(), asked) == ([], [])


def test_staff_pages_keep_to_the_policy_too(strangers: tuple[Page, list[str]]) -> None:
    page, asked = strangers
    sign_in(page)
    for path in STAFF:
        page.goto(path)  # `open_page` fails the test on any violation
        assert "unsafe" not in page.request.get(path).headers["content-security-policy"]
    assert asked == []
    assert all(cookie["httpOnly"] for cookie in page.context.cookies())


@pytest.mark.parametrize("path", ["/", f"/articles/{ARTICLE}/", "/admin/login/"])
def test_the_browser_enforces_the_policy(browser: Browser, demo_site: Site, path: str) -> None:
    context = browser.new_context(base_url=demo_site.url)
    page = context.new_page()
    page.goto(path)
    broken = page.evaluate(
        """() => new Promise((done) => {
          const seen = [];
          document.addEventListener("securitypolicyviolation", (one) => {
            seen.push(one.effectiveDirective);
            if (seen.length === 3) done(seen.sort());
          });
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          document.body.setAttribute("style", "color: red");
          const image = new Image();
          image.src = "https://www.example.org/pixel.gif";
        })"""
    )
    assert broken == ["img-src", "script-src-elem", "style-src-attr"]
    assert page.evaluate("window.ran") is None
    context.close()


def test_no_page_lets_itself_be_framed(browser: Browser, demo_site: Site) -> None:
    context = browser.new_context(base_url=demo_site.url)
    page = context.new_page()
    around = f"<iframe src='{demo_site.url}/'></iframe>"
    page.route("**/around", lambda route: route.fulfill(content_type="text/html", body=around))
    page.goto("/around")
    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    context.close()
