"""Mails: when they go, to whom, and what is never in them."""

import re
from datetime import timedelta
from email.message import Message

import pytest
import pytest_django
import time_machine
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django_ox.models import OxTask
from django_ox.testing import run_tasks

from comments import changes, keys
from comments.models import Comment, Original
from moderation import access, clockwork, decisions, digest, notices
from moderation.models import Decision, Notice, NoticeState
from staff.models import User
from tests import factories

LATER = timedelta(seconds=16)


def decided(user: User, body: str = "Does lung cancer come back?", **fields: str) -> Decision:
    case = factories.claimed(user, body, **fields)
    outcome = decisions.publish(
        case, moderator=user, seen_version=case.version, reply="Thank you for asking."
    )
    return outcome.decision


def work(after: timedelta = LATER) -> None:
    with time_machine.travel(timezone.now() + after, tick=False):
        run_tasks(raise_failures=True)


def whole(mail: EmailMultiAlternatives) -> str:
    message: Message = mail.message()
    parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
    return str(message["Subject"]) + "".join(part.decode() for part in parts if part)  # type: ignore[union-attr]


def test_it_waits_for_the_undo_window(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decided(moderator)
    work(timedelta(seconds=14))
    assert not mailoutbox
    work()
    assert [mail.to for mail in mailoutbox] == [["denise@example.org"]]
    assert Notice.objects.get().state == NoticeState.SENT


def test_it_has_a_link_and_no_word_of_health(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decision = decided(moderator)
    token = access.original_of(decision.case.comment).token
    work()
    text = whole(mailoutbox[0])
    assert f"/my/{token}/" in text
    for word in ("lung", "cancer", "Denise", decision.case.comment.article.title, "Thank you for"):
        assert word not in text
    assert mailoutbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_task_carries_numbers_alone(moderator: User) -> None:
    decision = decided(moderator)
    task = OxTask.objects.get()
    assert str(decision.pk) in str(task.args_kwargs if hasattr(task, "args_kwargs") else vars(task))
    assert "denise" not in str(vars(task)).lower()


def test_an_undone_decision_sends_nothing(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decision = decided(moderator)
    decisions.undo(decision, user=moderator)
    work()
    assert not mailoutbox
    assert Notice.objects.get().why_skipped == "undone"


@pytest.mark.parametrize("verb", ["withdraw", "erase"])
def test_a_comment_taken_back_meanwhile_sends_nothing(
    moderator: User, mailoutbox: list[EmailMultiAlternatives], verb: str
) -> None:
    decided(moderator)
    getattr(changes, verb)(Comment.objects.get())
    work()
    assert not mailoutbox
    assert Notice.objects.get().state == NoticeState.SKIPPED


def test_who_gave_no_address_or_stopped_the_mails_gets_none(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decided(moderator, email="")
    decided(moderator, "Is it so?")
    Original.objects.update(wants_mail=False)
    work()
    assert not mailoutbox
    assert set(Notice.objects.values_list("why_skipped", flat=True)) == {"not-wanted"}


def test_running_it_again_sends_nothing_twice(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decision = decided(moderator)
    work()
    notices.tell_reader.call(decision.pk)
    assert len(mailoutbox) == 1


def test_one_that_a_crash_left_is_sent_with_the_same_message_id(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decision = decided(moderator)
    work()
    Notice.objects.update(state=NoticeState.SENDING)
    notices.tell_reader.call(decision.pk)
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == 1


def test_a_lost_task_is_made_good(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decided(moderator)
    OxTask.objects.all().delete()
    clockwork.send_forgotten.call()
    assert not mailoutbox
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        clockwork.send_forgotten.call()
        clockwork.send_forgotten.call()
    assert len(mailoutbox) == 1


def test_without_the_private_key_it_fails_and_stays_to_be_sent(
    moderator: User, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decision = decided(moderator)
    with monkeypatch.context() as patch:
        patch.setattr(keys, "private_keys", dict)
        with pytest.raises(keys.KeyMissingError):
            notices.tell_reader.call(decision.pk)
    notices.tell_reader.call(decision.pk)
    assert len(mailoutbox) == 1


def test_a_spammer_is_told_nothing(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.mark_spam(case, moderator=moderator, seen_version=case.version)
    assert not OxTask.objects.exists()


def test_the_link_is_in_the_readers_language(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decision = decided(moderator)
    Comment.objects.filter(pk=decision.case.comment_id).update(language="es")
    work()
    assert "/es/my/" in whole(mailoutbox[0])


def test_a_hundred_rejections_are_one_task_and_a_mail_each(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    cases = [factories.case(f"Is it {number}?") for number in range(3)]
    decisions.reject_many(cases, moderator=moderator, reason="advert")
    assert OxTask.objects.count() == 1
    work()
    assert len(mailoutbox) == 3


def test_a_childs_words_go_when_the_mail_is_out(moderator: User) -> None:
    case = factories.claimed(moderator)
    case.triage = {**case.triage, "child": True}
    case.save()
    decisions.reject(case, moderator=moderator, seen_version=case.version, reason="other")
    work()
    assert Notice.objects.get().state == NoticeState.SENT
    assert not Original.objects.exists()


def test_the_digest_has_figures_and_a_link(
    moderator: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    User.objects.filter(pk=moderator.pk).update(email="moderator@example.org")
    factories.staff(group="editor", email="editor@example.org")
    factories.case("Does lung cancer come back?")
    assert digest.send(force=True) == 1
    text = whole(mailoutbox[0])
    assert "Question: 1" in text
    assert "/admin/moderation/queue/" in text
    assert "lung" not in text


def test_no_digest_on_a_day_off(
    moderator: User, settings: pytest_django.Settings, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    User.objects.filter(pk=moderator.pk).update(email="moderator@example.org")
    factories.case()
    settings.OFFICE_HOLIDAYS = [timezone.localdate().isoformat()]
    assert digest.send() == 0


def test_one_whose_mail_server_was_down_for_long_is_sent_at_last(
    moderator: User, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decision = decided(moderator)

    def down(self: EmailMultiAlternatives, *args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMultiAlternatives, "send", down)
        with pytest.raises(ConnectionRefusedError):
            notices.tell_reader.call(decision.pk)
    OxTask.objects.all().delete()
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        clockwork.send_forgotten.call()
    assert len(mailoutbox) == 1


def test_of_many_mails_one_that_fails_holds_up_no_other(
    moderator: User, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    cases = [factories.case(f"Is it {number}?") for number in range(3)]
    decisions.reject_many(cases, moderator=moderator, reason="advert")
    keys = list(Decision.objects.order_by("pk").values_list("pk", flat=True))
    whole_call = notices.tell_reader.call

    def fail_once(key: int) -> None:
        if key == keys[0]:
            raise ConnectionRefusedError
        whole_call(key)

    with monkeypatch.context() as patch:
        patch.setattr(type(notices.tell_reader), "call", lambda _task, key: fail_once(key))
        with pytest.raises(ConnectionRefusedError):
            notices.tell_readers.func(keys)
    assert len(mailoutbox) == 2


def test_a_staff_process_links_to_the_public_site_it_does_not_serve(
    moderator: User, settings: pytest_django.Settings, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    decision = decided(moderator)
    settings.ROOT_URLCONF = "tests.moderation.staff_urls"
    notices.tell_reader.call(decision.pk)
    assert "/my/" in whole(mailoutbox[0])


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", [*sorted(set(notices.MESSAGES.values())), "crisis", "digest"])
def test_every_mail_is_whole_in_every_language(db: None, name: str, language: str) -> None:
    context = {
        "link": "https://www.example.org/my/token/",
        "site_name": "Bedside",
        "team": "The team",
        "digest": digest.today(),
    }
    with translation.override(language):
        mail = notices.build(name, context, to=["denise@example.org"])
    text = whole(mail)
    assert "\n" not in mail.subject
    assert text.count("https://www.example.org/my/token/") == 2
    assert "Bedside" in mail.subject
    assert not re.search(r"{[{%]|[%}]}", text)
