"""The desk's pages: what they show, to whom, in how many queries, and what a conflict keeps."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from comments.models import Comment, State
from moderation.models import Case, Finding, SpanState
from staff.models import User
from tests import factories

WORDS = (
    "Hello, I am Marisol Quintero from Tulsa, Oklahoma. My ovarian cancer was found on "
    "March 3, 2019. Are there any trials for me? Call 918-555-0142."
)


@pytest.fixture
def case(db: None) -> Case:
    return factories.case(WORDS, name="Marisol")


@pytest.fixture
def colleague(db: None) -> User:
    return factories.staff("colleague", group="moderator")


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(case: Case) -> str:
    return reverse("admin:case", args=[case.pk])


def press(client: Client, case: Case, do: str, **data: object) -> object:
    case.refresh_from_db()
    return client.post(url(case), {"do": do, "version": case.version, **data})


def taken(client: Client, case: Case) -> None:
    assert press(client, case, "take").status_code == 302  # type: ignore[attr-defined]


def test_a_get_claims_nothing_and_shows_no_words(staff_client: Client, case: Case) -> None:
    page = staff_client.get(url(case)).content.decode()
    assert "Take this case" in page
    assert "Quintero" not in page
    case.refresh_from_db()
    assert case.claimed_by is None


def test_the_words_are_marked_once_the_case_is_mine(staff_client: Client, case: Case) -> None:
    taken(staff_client, case)
    page = staff_client.get(url(case)).content.decode()
    marks = re.findall(r'<mark [^>]*data-kind="(\w+)" data-tier="(\w+)" data-state="(\w+)"', page)
    assert ("PHONE", "must", "out") in marks
    preview = page.split('class="preview"')[1]
    assert "918-555-0142" not in preview.split("</article>")[0]


def test_the_case_page_takes_few_queries(
    staff_client: Client, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        factories.case(f"Another question, number {number}: does it hurt?")
    taken(staff_client, case)
    with django_assert_max_num_queries(12):
        staff_client.get(url(case))


def test_the_queue_takes_few_queries_and_opens_nothing(
    staff_client: Client, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(30):
        factories.case(f"Another question, number {number}: does it hurt?")
    with django_assert_max_num_queries(10):
        page = staff_client.get(reverse("admin:queue")).content.decode()
    assert url(case) in page
    assert "Quintero" not in page
    assert "Marisol" not in page


def test_a_span_is_left_out_and_the_public_text_follows(staff_client: Client, case: Case) -> None:
    taken(staff_client, case)
    finding = case.findings.get(kind="LOCATION")
    page = press(staff_client, case, f"out:{finding.pk}", reply="")
    finding.refresh_from_db()
    assert (finding.state, finding.by_hand) == (SpanState.OUT, True)
    shown = page.content.decode().split('class="preview"')[1]  # type: ignore[attr-defined]
    assert "Tulsa" not in shown.split("</article>")[0]


def test_words_can_be_marked_by_typing_them(staff_client: Client, case: Case) -> None:
    taken(staff_client, case)
    press(staff_client, case, "mark", words="Hello", kind="NAME")
    assert case.findings.filter(start=0, end=5, state=SpanState.OUT).exists()


def test_what_was_typed_survives_every_press(staff_client: Client, case: Case) -> None:
    taken(staff_client, case)
    press(staff_client, case, "correct:question", reply="A half-written reply")
    assert "A half-written reply" in staff_client.get(url(case)).content.decode()


def test_publishing_goes_on_to_the_next_case(staff_client: Client, case: Case) -> None:
    following = factories.case("A second question: does it hurt?")
    taken(staff_client, case)
    answer = press(staff_client, case, "publish", reply="")
    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert answer["Location"] == url(following)  # type: ignore[index]
    comment = Comment.objects.get(pk=case.comment_id)
    assert comment.state == State.PUBLISHED
    assert "Quintero" not in comment.text


def test_the_gate_stops_with_a_sentence_and_keeps_the_reply(
    staff_client: Client, case: Case
) -> None:
    taken(staff_client, case)
    answer = press(staff_client, case, "publish", reply="Dear {{ first_name }}, thank you.")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert 'data-code="unfilled-placeholder"' in page
    assert "Dear {{ first_name }}, thank you." in page


def test_the_second_on_a_case_gets_a_409_that_keeps_their_words(
    staff_client: Client, case: Case, colleague: User
) -> None:
    taken(staff_client, case)
    other = sign_in(colleague)
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        taken(other, case)
        press(other, case, "publish", reply="")
        late = press(staff_client, case, "publish", reply="What I had written")
    assert late.status_code == 409  # type: ignore[attr-defined]
    page = late.content.decode()  # type: ignore[attr-defined]
    assert "colleague" in page
    assert "What I had written" in page


def test_a_held_case_says_who_holds_it(staff_client: Client, case: Case, colleague: User) -> None:
    taken(sign_in(colleague), case)
    page = staff_client.get(url(case)).content.decode()
    assert "colleague works on this case until" in page
    assert press(staff_client, case, "take").status_code == 409  # type: ignore[attr-defined]


def test_undo_within_the_window_brings_the_case_back(staff_client: Client, case: Case) -> None:
    taken(staff_client, case)
    press(staff_client, case, "publish", reply="")
    decision = case.decisions.get()
    staff_client.post(url(case), {"do": "undo", "decision": decision.pk})
    assert Comment.objects.get(pk=case.comment_id).state == State.QUEUED


@pytest.mark.parametrize("verb", ["nonsense", "ask:nonsense", "", "select:x"])
def test_an_unknown_button_is_no_server_error(staff_client: Client, case: Case, verb: str) -> None:
    taken(staff_client, case)
    assert press(staff_client, case, verb).status_code in (200, 400)  # type: ignore[attr-defined]


@pytest.mark.parametrize("group", ["editor", "auditor"])
def test_who_does_not_moderate_sees_no_desk(case: Case, group: str) -> None:
    client = sign_in(factories.staff(group=group))
    assert client.get(url(case)).status_code == 403
    assert client.get(reverse("admin:queue")).status_code == 403


def test_harmless_ones_are_published_together(staff_client: Client, db: None) -> None:
    cases = [factories.case(f"Thank you for this fine article, number {n}.") for n in "abc"]
    page = staff_client.post(reverse("admin:together"), {"do": "take"})
    assert b"Thank you for this fine article" in page.content
    staff_client.post(
        reverse("admin:together"), {"do": "publish", "case": [case.pk for case in cases[:2]]}
    )
    states = set(Comment.objects.filter(state=State.PUBLISHED).values_list("pk", flat=True))
    assert states == {case.comment_id for case in cases[:2]}


def test_many_are_marked_as_spam_at_once(staff_client: Client, db: None) -> None:
    cases = [factories.case(f"Buy these pills now, offer {n}!") for n in "abc"]
    staff_client.post(reverse("admin:queue"), {"do": "spam", "case": [case.pk for case in cases]})
    assert Comment.objects.filter(state=State.SPAM).count() == 3


def test_a_mark_by_selection_counts_code_points(staff_client: Client, db: None) -> None:
    case = factories.case("😀 My nurse is called Xylph, does that help anybody here?")
    taken(staff_client, case)
    start = "😀 My nurse is called Xylph".index("Xylph")
    press(staff_client, case, "mark", start=start, end=start + 5, kind="NAME")
    marked = Finding.objects.filter(case=case, start=start, end=start + 5)
    assert marked.exists()


def test_the_dashboard_shows_numbers_and_no_words(staff_client: Client, case: Case) -> None:
    taken(staff_client, case)
    press(staff_client, case, "publish", reply="")
    page = staff_client.get(reverse("admin:dashboard")).content.decode()
    assert "<svg" in page
    assert "Quintero" not in page


def test_groups_exist_from_the_first_migration(db: None) -> None:
    assert {"editor", "moderator", "lead", "auditor"} <= set(
        Group.objects.values_list("name", flat=True)
    )
