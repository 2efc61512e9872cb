"""An editor writes, illustrates and publishes in a real browser; nothing typed is lost."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Open

EDITOR = ".field-body .tiptap"


def sign_in(page: Page) -> None:
    page.goto("/admin/login/?next=/admin/blog/article/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/admin/blog/article/")


def begin(page: Page, title: str) -> None:
    page.goto("/admin/blog/article/add/")
    page.locator(EDITOR).wait_for()
    page.locator("[name=title]").fill(title)
    page.locator("[name=title]").press("Tab")  # the slug fills itself
    page.locator("[name=dek]").fill("What they do")


def name_author(page: Page) -> None:
    page.locator("#bylines-group .select2-selection").first.click()
    page.locator(".select2-search__field").last.fill("Lena")
    page.locator(".select2-results__option", has_text="Lena Fairweather").first.click()


def photo(folder: Path) -> Path:
    out = io.BytesIO()
    Image.effect_mandelbrot((900, 600), (-2, -1, 1, 1), 40).convert("RGB").save(out, "JPEG")
    path = folder / "photo.jpg"
    path.write_bytes(out.getvalue())
    return path


def test_an_article_is_written_checked_and_published(open_page: Open) -> None:
    page = open_page("/")
    sign_in(page)
    begin(page, "Cells at work")
    page.locator(EDITOR).click()
    page.keyboard.type("The first words. ")
    page.locator("[name=dek]").fill("")
    page.locator("[name=_publish]").click()
    page.locator(".error-list").wait_for()
    expect(page.locator(".error-list")).to_contain_text("The dek is empty")
    expect(page.locator(EDITOR)).to_contain_text("The first words.")
    page.locator("[name=dek]").fill("What they do")
    name_author(page)
    page.locator("[name=_publish]").click()
    expect(page.locator(".messagelist")).to_contain_text("Published.")
    page.goto("/articles/cells-at-work/")
    expect(page.locator("h1")).to_have_text("Cells at work")
    expect(page.locator(".body")).to_contain_text("The first words.")
    expect(page.locator(".byline")).to_contain_text("By Lena Fairweather, PhD")


def test_word_html_pasted_into_the_editor_comes_out_clean(open_page: Open) -> None:
    page = open_page("/")
    sign_in(page)
    begin(page, "Pasted from Word")
    word = Path("tests/blog/word.html").read_text(encoding="utf-8")
    page.locator(EDITOR).evaluate(
        """(element, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const options = { clipboardData: data, bubbles: true };
            element.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        word,
    )
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    body = page.locator("[name=body]").input_value()
    assert "mso" not in body.lower()
    assert "style" not in body
    assert "<strong>more</strong>" in body
    assert "<td" in body


def test_a_figure_is_picked_uploaded_and_shown_in_its_size(open_page: Open, tmp_path: Path) -> None:
    page = open_page("/")
    sign_in(page)
    begin(page, "With a figure")
    page.locator(EDITOR).click()
    page.keyboard.type("Before. ")
    page.locator(".prose-menubar button", has_text="image").click()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Browse...").click()
    picker = opened.value
    picker.locator("[name=file]").set_input_files(photo(tmp_path))
    picker.locator("[name=name]").fill("A pattern")
    picker.locator("[name=alt]").fill("A pattern of rings")
    with picker.expect_event("close"):
        picker.get_by_role("button", name="Add and pick").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("[name=altText]")).to_have_value("A pattern of rings")
    dialog.locator("[name=caption]").fill("Rings.")
    dialog.get_by_role("button", name="Insert").click()
    name_author(page)
    page.locator("[name=_publish]").click()
    expect(page.locator(".messagelist")).to_contain_text("Published.")
    page.goto("/articles/with-a-figure/")
    image = page.locator(".body figure img")
    expect(image).to_have_attribute("alt", "A pattern of rings")
    expect(image).to_have_attribute("width", "900")
    expect(page.locator(".body figcaption")).to_contain_text("Rings.")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_what_is_typed_is_kept_and_offered_again(open_page: Open) -> None:
    page = open_page("/")
    sign_in(page)
    begin(page, "Never saved")
    page.locator(EDITOR).click()
    page.keyboard.type("Words nobody saved.")
    expect(page.locator("#editor-kept")).to_contain_text("Kept at", timeout=15_000)
    page.goto("/admin/blog/article/add/")
    page.get_by_role("link", name="Bring it back").click()
    expect(page.locator(EDITOR)).to_contain_text("Words nobody saved.")
    expect(page.locator("[name=title]")).to_have_value("Never saved")
    page.goto("/admin/blog/article/add/")
    page.get_by_role("button", name="Forget it").click()
    page.wait_for_url("**/add/")
    expect(page.get_by_role("link", name="Bring it back")).to_have_count(0)


def test_when_the_session_ends_the_browser_keeps_the_words(open_page: Open) -> None:
    page = open_page("/")
    sign_in(page)
    begin(page, "Signed out")
    page.context.clear_cookies()
    page.locator(EDITOR).click()
    page.keyboard.type("Typed after the session ended.")
    expect(page.locator("#editor-kept")).to_contain_text("kept in this browser", timeout=15_000)
    sign_in(page)
    page.goto("/admin/blog/article/add/")
    page.locator(EDITOR).wait_for()
    page.locator("#editor-restore button").click()
    expect(page.locator(EDITOR)).to_contain_text("Typed after the session ended.")


def test_two_editors_see_each_other(open_page: Open) -> None:
    first, second = open_page("/"), open_page("/")
    sign_in(first)
    second.goto("/admin/login/?next=/admin/blog/article/")
    second.get_by_label("Username").fill("admin")
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_label("Password").press("Enter")
    second.wait_for_url("**/admin/blog/article/")
    first.get_by_role("link", name="The Immune Cells").click()
    first.locator(EDITOR).wait_for()
    second.goto(first.url)
    expect(second.locator("#editor-live")).to_contain_text("also has this article open")


@pytest.mark.parametrize("width", [1280, 768, 375])
def test_the_form_needs_no_sideways_scrolling(open_page: Open, width: int) -> None:
    page = open_page("/", width=width)
    sign_in(page)
    page.goto("/admin/blog/article/add/")
    page.locator(EDITOR).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
