"""Spanish on the reader's side: complete, current, and what the pages and mails really say."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
import pytest_django
from django.core import mail
from django.template import engines
from django.utils import translation

from blog.models import Article
from comments import marks
from comments.models import Comment, State
from moderation import decisions, notices
from moderation.models import Decision
from moderation.redaction import MARKS
from staff.models import User
from tests import catalogs, factories
from tests.catalogs import Text
from tests.comments import rows
from tests.comments.forms import Response, browser, check, form_to, send

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "es" / "LC_MESSAGES" / "django.po"
TEMPLATES = ROOT / "templates"
FOR_STAFF = ("admin/", "staff/", "email/crisis", "email/digest")
MODULES = [
    *sorted((ROOT / "comments").glob("*.py")),
    *(ROOT / "blog" / f"{name}.py" for name in ("body", "errors", "feeds", "search", "views")),
    ROOT / "moderation" / "fields.py",  # what canned replies are filled with
    *(ROOT / "config" / f"{name}.py" for name in ("context", "middleware", "settings")),
]
# English furniture that stood on each of these pages, were it not translated.
ENGLISH = (
    "the content|Search|Topics|Talk to|Referral|Feed|Privacy and|does not replace|emergency|"
    "appointment|optional|Never shown|First name|Your question|before it|comment|Comment|staff|"
    "Report|Reply|reader|Updated|Reviewed|reviewed|In this article|Back to|Read on|Correction|"
    "Not sent|Send|Go back|left out|Left out|appear|private link|Copy|Print|Thank|answer|Mails|"
    "Erase|erase|Withdraw|Take it|Download|address|page|mistyped|Please|Nothing|always|Somebody"
)
ENGLISH_WORDS = re.compile(rf"\b(?:{ENGLISH})\b")
BODY = "Hola. Mi correo es rosa@example.org. ¿Hay un estudio sobre cáncer de mama?"


def reader_templates() -> list[Path]:
    """Every template of which a reader sees something."""
    files = [path for path in TEMPLATES.rglob("*") if path.is_file()]
    return sorted(
        path for path in files if not path.relative_to(TEMPLATES).as_posix().startswith(FOR_STAFF)
    )


def asked() -> Iterator[tuple[str, Text]]:
    """Every text of the reader's side, with the file that asks for it."""
    for path in reader_templates():
        yield from ((path.name, text) for text in catalogs.asked_by_template(path))
    for path in MODULES:
        yield from ((path.name, text) for text in catalogs.asked_by_module(path))


class Furniture(HTMLParser):
    """What a page says in its own name: text and labels outside what is in another language."""

    SPOKEN = ("alt", "aria-label", "placeholder", "title", "data-left", "data-over", "data-copied")
    SILENT = frozenset({"script", "style", "textarea"})
    EMPTY = frozenset({"meta", "link", "input", "img", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        # For each open element: its language; empty where nothing is said to anybody.
        self.within = [""]

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = dict(pairs)
        language = attributes.get("lang") or self.within[-1]
        if tag in self.SILENT:
            language = ""
        if language == "es":
            self.said += [value for name in self.SPOKEN if (value := attributes.get(name))]
        if tag not in self.EMPTY:
            self.within.append(language)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.EMPTY:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if self.within[-1] == "es":
            self.said.append(data)


def furniture(answer: Response) -> str:
    parser = Furniture()
    parser.feed(answer.content.decode())
    return " ".join(" ".join(parser.said).split())


def is_spanish(answer: Response, *, status: int = 200) -> str:
    """Holds a page to all that a Spanish page is; answers what it says."""
    assert answer.status_code == status
    assert '<html lang="es">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "es"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    said = furniture(answer)
    assert ENGLISH_WORDS.findall(said) == []
    return said


# --- The catalogue --------------------------------------------------------------------------


def test_every_text_of_the_readers_side_is_in_spanish() -> None:
    entries = catalogs.read_po(CATALOGUE)
    texts = set(asked())
    assert len(texts) > 300  # whoever finds none has looked in the wrong place
    missing = {
        (where, text.english)
        for where, text in texts
        if text not in entries or not entries[text].is_done
    }
    assert missing == set()


def test_each_translation_keeps_its_placeholders_and_tags() -> None:
    wrong = [
        entry.text.english
        for entry in catalogs.read_po(CATALOGUE).values()
        for form in entry.spanish
        if form
        and catalogs.fields(form) != catalogs.fields(entry.text.plural or entry.text.english)
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_texts() -> None:
    """A fresh machine has no gettext: `make messages` makes it, and it is kept with the texts."""
    entries = catalogs.read_po(CATALOGUE).values()
    assert catalogs.read_mo(CATALOGUE.with_suffix(".mo")) == catalogs.compiled(entries)


def test_the_catalogue_has_nothing_that_changes_by_itself() -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    assert "POT-Creation-Date" not in text
    assert not re.search(r"^#:|^#~", text, re.MULTILINE)
    assert "fuzzy" not in text


def test_readers_are_spoken_to_as_usted() -> None:
    familiar = re.compile(r"\b(tú|tu|tus|te|ti|contigo|tienes|puedes|quieres|escribe tu)\b", re.I)
    texts = {text for _where, text in asked()}
    entries = catalogs.read_po(CATALOGUE)
    said = [form for text in texts if text in entries for form in entries[text].spanish]
    assert [form for form in said if familiar.search(form)] == []


@pytest.mark.parametrize(
    "path", reader_templates(), ids=lambda path: path.relative_to(TEMPLATES).as_posix()
)
def test_no_template_of_the_readers_side_has_words_outside_gettext(path: Path) -> None:
    source = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", path.read_text(), flags=re.S)
    source = re.sub(r"{%\s*blocktrans.*?endblocktrans\w*\s*%}", "", source, flags=re.S)
    source = re.sub(r"{%.*?%}|{{.*?}}", "", source, flags=re.S)
    text = re.sub(r'<[^>]*>|&\w+;|[\w-]+="[^"]*"', " ", source)
    named = re.findall(r'(?:alt|aria-label|placeholder|title)="([^"]*[A-Za-z]{3}[^"]*)"', source)
    assert re.findall(r"[A-Za-z]{3,}", text) + named == []


def test_every_mark_of_the_library_has_words() -> None:
    assert set(marks.MARKS) == MARKS


# --- The pages ------------------------------------------------------------------------------


@pytest.fixture
def article(db: None) -> Article:
    made = factories.article(
        title="Células inmunitarias",
        dek="Qué hacen en un tumor",
        body="<h2>Uno</h2><p>A.</p><h2>Dos</h2><p>B.</p><h2>Tres</h2><p>C.</p>",
        language="es",
        publish_at=datetime(2026, 3, 4, 12, tzinfo=UTC),
        revised_at=datetime(2026, 3, 9, 12, tzinfo=UTC),
        review_due=date(2026, 4, 1),
        correction="Una cifra era falsa.",
        corrected_at=datetime(2026, 3, 9, 12, tzinfo=UTC),
    )
    made.topics.add(factories.topic("breast"))
    return made


def test_the_front_is_spanish(article: Article) -> None:
    said = is_spanish(browser().get("/es/"))
    assert "4 de marzo de 2026" in said


def test_an_article_is_spanish_with_its_thread_and_form(article: Article) -> None:
    comment, _token = rows.published("¿Sirve para [name]?", article=article, language="es")
    rows.reply(comment, "Llame a nuestra línea.", signed_as="El equipo")
    said = is_spanish(browser().get(f"/es{article.get_absolute_url()}"))
    assert "Actualizado el 9 de marzo de 2026" in said
    assert "En este artículo" in said
    assert "¿Sirve para [nombre] ?" in said
    assert "Ver cómo queda antes de enviar" in browser().get(f"/es/articles/{article.slug}/").text


def test_an_english_article_stands_marked_as_english_among_spanish_furniture(
    article: Article,
) -> None:
    english = factories.article("in-english", title="Immune cells")
    rows.published("Somebody asked for [name].", article=english, language="en")
    answer = browser().get("/es/articles/in-english/")
    assert is_spanish(answer).count("Immune cells") == 1  # the tab's title has no language
    assert '<h1 lang="en">Immune cells</h1>' in answer.text
    assert "Somebody asked for" in answer.text
    assert "[name]" in answer.text  # a comment's marks are in the comment's language
    is_spanish(browser().get("/es/"))
    is_spanish(browser().get("/es/search/?q=immune"))


def test_check_page_thank_you_and_private_page_are_spanish(article: Article) -> None:
    client = browser()
    page = client.post(
        f"/es/articles/{article.slug}/comments/",
        {"name": "Rosa", "email": "", "body": BODY, "homepage": ""},
    )
    said = is_spanish(page)
    assert "Aún no se ha enviado" in said
    assert "[correo electrónico]" in said
    answer = send(page, client=client)
    assert answer.status_code == 303
    home = answer.headers["Location"]
    said = is_spanish(client.get(home))
    assert "Gracias. Nuestro equipo ya tiene su comentario" in said
    assert re.search(r"a más tardar el \w+ \d+ de \w+", said)
    assert Comment.objects.get().language == "es"
    for step in ("email", "stop", "withdraw", "erase"):
        is_spanish(client.get(f"{home}{step}/"))


@pytest.mark.parametrize("state", [State.RETURNED, State.REJECTED, State.WITHDRAWN, State.ERASED])
@pytest.mark.parametrize("reason", ["", "too-personal", "remedy-claim", "about-others"])
def test_the_private_page_is_spanish_in_every_state(
    article: Article, state: State, reason: str
) -> None:
    _comment, token = rows.written("Hola", state=state, reason=reason, article=article)
    is_spanish(browser().get(f"/es/my/{token}/"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/es/no/such/page/", 404),
        ("/es/my/nobody/", 404),
        ("/es/search/?q=zzz", 200),
        ("/es/search/", 200),
        ("/es/topics/", 200),
        ("/es/topics/breast/", 200),
        ("/es/privacy/", 200),
    ],
)
def test_other_pages_are_spanish(article: Article, path: str, status: int) -> None:
    is_spanish(browser().get(path), status=status)


def test_a_form_with_mistakes_comes_back_in_spanish(article: Article) -> None:
    url = f"/es/articles/{article.slug}/comments/"
    said = is_spanish(browser().post(url, {"body": "", "email": "nobody"}))
    assert "Por favor, escriba su pregunta o comentario." in said
    long = is_spanish(browser().post(url, {"body": "a" * 5001}))
    assert "Sobra 1 carácter" in long
    assert "Sobran 2 caracteres" in is_spanish(browser().post(url, {"body": "a" * 5002}))
    unreadable = browser().post(url, "body=%ff", content_type="application/x-www-form-urlencoded")
    assert "Algunos caracteres no se pudieron leer" in is_spanish(unreadable)


def test_somebody_in_need_is_answered_in_spanish(article: Article) -> None:
    page = check(article, "Quiero quitarme la vida.", client=browser())
    assert "You do not have to carry this alone" in page.text
    url = f"/es/articles/{article.slug}/comments/"
    said = is_spanish(browser().post(url, {"body": "Quiero quitarme la vida.", "name": ""}))
    assert "No tiene que cargar con esto en soledad" in said
    assert "oprima 2 para español" in said


def test_reporting_is_spanish(article: Article) -> None:
    comment, _token = rows.published("Hola", article=article, language="es")
    client = browser()
    page = client.get(f"/es/comments/{comment.public_id}/report/")
    is_spanish(page)
    is_spanish(client.get(f"/es/comments/{comment.public_id}/"))
    answer = client.post(form_to(page, "report/")["action"], {"reason": "about-me"})
    is_spanish(client.get(answer.headers["Location"]))


def test_the_language_switch_is_a_link_to_the_same_page(article: Article) -> None:
    spanish, english = f"/es/articles/{article.slug}/", f"/articles/{article.slug}/"
    there = browser().get(english).text
    assert f'<a href="{spanish}" lang="es" hreflang="es">Español</a>' in there
    back = browser().get(spanish).text
    assert f'<a href="{english}" lang="en" hreflang="en">English</a>' in back


def test_what_the_browser_speaks_changes_nothing(article: Article) -> None:
    client = browser()
    plain = client.get("/").content
    assert client.get("/", headers={"accept-language": "es"}).content == plain
    assert b'<html lang="en">' in plain


def test_the_feed_is_in_the_language_of_its_address(article: Article) -> None:
    feed = browser().get("/es/feed/")
    assert 'xml:lang="es"' in feed.text
    assert "<subtitle>Artículos nuevos</subtitle>" in feed.text


def test_topics_have_their_spanish_names(article: Article) -> None:
    assert "Cáncer de mama" in is_spanish(browser().get("/es/topics/breast/"))


def test_dates_are_written_as_spanish_writes_them() -> None:
    page = engines["django"].from_string(
        '{% load i18n %}{{ day|date:"DATE_FORMAT" }} / {{ day|date:_("l, F j") }}'
    )
    with translation.override("es"):
        assert page.render({"day": date(2026, 11, 3)}) == (
            "3 de noviembre de 2026 / martes 3 de noviembre"
        )


# --- The mails ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted({*notices.MESSAGES.values()}))
def test_each_mail_to_a_reader_can_be_said_in_spanish(name: str) -> None:
    context = {"link": "https://example.org/es/my/x/", "site_name": "Bedside", "team": "Bedside"}
    with translation.override("es"):
        message = notices.build(name, context, to=["denise@example.org"])
    html = str(message.alternatives[0][0])
    assert '<html lang="es">' in html
    for text in (str(message.subject), str(message.body), re.sub("<[^>]*>", " ", html)):
        assert ENGLISH_WORDS.findall(text) == []


def test_whoever_wrote_in_spanish_gets_a_spanish_mail(
    moderator: User, settings: pytest_django.Settings
) -> None:
    settings.UNDO_SECONDS = 0
    case = factories.claimed(moderator, "¿Funciona la inmunoterapia?", language="es")
    decisions.send_back(case, moderator=moderator, seen_version=case.version, reason="too-personal")
    notices.tell_reader.call(Decision.objects.get(case=case).pk)
    [message] = mail.outbox
    assert message.subject.startswith("Por favor, revise su comentario")
    assert "/es/my/" in message.body
    assert ENGLISH_WORDS.findall(message.body.replace("The Bedside team", "")) == []
