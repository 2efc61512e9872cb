"""Mails: to a reader about a decision, to staff about what waits. None carries a word of a reader.

A reader's mail is made when it is sent, from what is true then, by a process that has the private
key. Its only content is a link to the reader's private page.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from comments import originals
from comments.models import Comment, Original, State
from moderation import forgetting
from moderation.models import Action, Case, Decision, Notice, NoticeState

PUBLIC_URLS = "config.public_urls"  # a staff process serves none of them, and links to them
# Which message a decision makes; what is not here makes none (nobody writes to a spammer).
MESSAGES = {
    Action.PUBLISH: "published",
    Action.PUBLISH_REPLY: "answered",
    Action.PRIVATE_REPLY: "answered",
    Action.RETURN: "returned",
    Action.REJECT: "not_published",
    Action.UNPUBLISH: "taken_down",
    Action.CORRECT_REPLY: "corrected",
}
_STANDS = {
    Action.PUBLISH: State.PUBLISHED,
    Action.PUBLISH_REPLY: State.PUBLISHED,
    Action.CORRECT_REPLY: State.PUBLISHED,
    Action.PRIVATE_REPLY: State.PRIVATE_REPLY,
    Action.RETURN: State.RETURNED,
    Action.REJECT: State.REJECTED,
    Action.UNPUBLISH: State.UNPUBLISHED,
}


def announce(decision: Decision) -> None:
    """Plan the mail about a decision for when its undo window is over; in the transaction."""
    if decision.action in MESSAGES:
        due = decision.decided_at + undo_window(decision)
        tell_reader.using(run_after=due).enqueue(decision.pk)


def announce_many(decisions: Sequence[Decision]) -> None:
    """The mails about decisions that were made together, planned as one task."""
    keys = [one.pk for one in decisions if one.action in MESSAGES]
    if keys:
        due = decisions[0].decided_at + undo_window(decisions[0])
        tell_readers.using(run_after=due).enqueue(keys)


def undo_window(decision: Decision) -> timedelta:
    """How long the decision may be undone, and its mail waits."""
    at_once = decision.action in (Action.UNPUBLISH, Action.HIDE)
    return timedelta(seconds=0 if at_once else settings.UNDO_SECONDS)


@task()
def tell_reader(decision_id: int) -> None:
    """Send the mail about a decision, once, unless it was undone or the comment is gone."""
    notice = _mine_to_send(decision_id)
    if notice is None:
        return
    decision = notice.decision
    original = Original.objects.select_related("comment").filter(pk=decision.case.comment_id)
    sent = _send_or_say_why_not(decision, original.first())
    notice.state = NoticeState.SKIPPED if sent else NoticeState.SENT
    notice.why_skipped = sent
    notice.sent_at = None if sent else timezone.now()
    notice.save(update_fields=["state", "why_skipped", "sent_at"])
    # A child's words are kept until here and no longer; of anybody else's the clock runs on.
    forgetting.forget_one(decision.case.comment)


@task()
def tell_readers(decision_ids: list[int]) -> None:
    """Send several mails. One that fails holds up none of the others, and is tried again."""
    failed: OSError | None = None
    for decision_id in decision_ids:
        try:
            tell_reader.call(decision_id)
        except OSError as error:  # smtplib's errors are OSErrors; what was sent is not sent twice
            failed = error
    if failed is not None:
        raise failed


def _mine_to_send(decision_id: int) -> Notice | None:
    """The notice, marked as being sent; None when it was sent, or skipped, before.

    One that a crash left half-way is sent again with the same Message-ID, so that mail programs
    show it once.
    """
    Notice.objects.get_or_create(decision_id=decision_id)
    waiting = Notice.objects.filter(
        decision_id=decision_id, state__in=(NoticeState.WAITING, NoticeState.SENDING)
    )
    if not waiting.update(state=NoticeState.SENDING):
        return None
    return waiting.select_related("decision__case__comment").get()


def _send_or_say_why_not(decision: Decision, original: Original | None) -> str:
    """Empty when the mail went out, else a code that says why it did not."""
    why_not = _why_not(decision, original)
    if why_not or original is None:
        return why_not
    sent = originals.open_as_staff(original)
    if not (sent.email and sent.token):
        return "no-address"
    _send(decision, address=sent.email, token=sent.token)
    return ""


def _why_not(decision: Decision, original: Original | None) -> str:
    """A code that says why the mail is not sent; empty when it is."""
    if Decision.objects.filter(undoes=decision).exists():
        return "undone"
    if original is None:
        return "erased"
    if not original.wants_mail:
        return "not-wanted"
    if decision.case.comment.state != _STANDS[Action(decision.action)]:
        return "overtaken"
    return ""


def _send(decision: Decision, *, address: str, token: str) -> None:
    comment = decision.case.comment
    name = MESSAGES[Action(decision.action)]
    with translation.override(_language(comment)):
        link, stop = _link("private", token), _link("stop", token)
        context = {"link": link, "site_name": settings.SITE_NAME, "team": settings.TEAM_NAME}
        message = build(name, context, to=[address])
    # RFC 8058: mail programs stop the mails with one press.
    message.extra_headers["List-Unsubscribe"] = f"<{stop}>"
    message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.extra_headers["Message-ID"] = f"<notice-{decision.pk}.{comment.public_id}@{_host()}>"
    message.extra_headers["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply
    message.send()


def _link(name: str, token: str) -> str:
    return settings.SITE_URL + reverse(f"comments:{name}", args=[token], urlconf=PUBLIC_URLS)


def build(name: str, context: Mapping[str, object], *, to: list[str]) -> EmailMultiAlternatives:
    """A mail from its three files, in the language that is on."""
    filled = dict(context)
    subject = " ".join(render_to_string(f"email/{name}_subject.txt", filled).split())
    message = EmailMultiAlternatives(subject, render_to_string(f"email/{name}.txt", filled), to=to)
    html = render_to_string(f"email/{name}.html", filled)
    message.attach_alternative(html, "text/html")
    return message


def _language(comment: Comment) -> str:
    return comment.language if comment.language in dict(settings.LANGUAGES) else "en"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


# --- Staff ----------------------------------------------------------------------------------


@task()
def call_somebody(case_id: int) -> None:
    """Tell the people on call that a comment reads like a crisis: the link, and nothing else."""
    case = Case.objects.open().filter(pk=case_id).first()
    if case is None or not settings.ON_CALL:
        return
    link = settings.SITE_URL + reverse("admin:case", args=[case.pk])
    message = build("crisis", {"link": link, "site_name": settings.SITE_NAME}, to=settings.ON_CALL)
    message.extra_headers["Message-ID"] = (
        f"<crisis-{case.pk}.{int(case.opened_at.timestamp())}@{_host()}>"
    )
    message.send()


def tell_staff(name: str, context: dict[str, object], *, to: list[str]) -> None:
    """A mail to staff: figures and links."""
    build(name, context | {"site_name": settings.SITE_NAME}, to=to).send()


def forgotten() -> list[int]:
    """Decisions whose mail should have gone by now: their task failed too often, or was lost."""
    late = timezone.now() - timedelta(minutes=10)
    begun = Notice.objects.filter(
        state__in=(NoticeState.WAITING, NoticeState.SENDING), decision__decided_at__lt=late
    ).values_list("decision_id", flat=True)
    never_begun = Decision.objects.filter(
        notice=None, action__in=MESSAGES, decided_at__range=(late - timedelta(hours=6), late)
    ).values_list("pk", flat=True)
    return sorted({*begun[:500], *never_begun[:500]})
