"""What is public can be taken down, kept, put right and looked at again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments.intake import Wanted, want_case
from comments.models import Comment, Original, Reply, Report, ReportReason, State
from moderation import access, claims, decisions, incidents, rescan
from moderation.models import Action, AuditEvent, Case, CaseKind, Incident, Lane, SpanState
from staff.models import User
from tests import factories

LEAK = "Call me at 702-555-0144, or ask here. Does it work?"


def leaked(user: User, text: str = LEAK) -> Comment:
    """A public comment that shows a phone number, as an old or imported one may."""
    comment = factories.published(user)
    since = timezone.now() - timedelta(days=3)
    Comment.objects.filter(pk=comment.pk).update(text=text, html=f"<p>{text}</p>", visible_at=since)
    return Comment.objects.get(pk=comment.pk)


def reported(comment: Comment, *visitors: str) -> Case:
    for visitor in visitors:
        Report.objects.create(comment=comment, visitor_hash=visitor, reason=ReportReason.PERSONAL)
        with transaction.atomic():
            fresh = Comment.objects.get(pk=comment.pk)
            want_case(fresh, Wanted.REPORTED, reason=ReportReason.PERSONAL)
    return comment.cases.open().get()


def test_it_is_gone_at_once_and_cannot_be_undone(moderator: User) -> None:
    comment = factories.published(moderator)
    outcome = decisions.unpublish(comment, user=moderator, reason="abuse")
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.html, comment.public_name) == (
        State.UNPUBLISHED,
        "",
        "",
        "",
    )
    assert decisions.undoable(user=moderator) is None
    with pytest.raises(decisions.ConflictError):
        decisions.undo(outcome.decision, user=moderator)
    assert not Incident.objects.exists()


def test_the_page_of_the_article_is_stale_at_once(moderator: User) -> None:
    comment = factories.published(moderator)
    article = comment.article
    article.refresh_from_db()
    before = (article.public_version, article.comment_count)
    decisions.unpublish(comment, user=moderator)
    article.refresh_from_db()
    assert (article.public_version, article.comment_count) == (before[0] + 1, before[1] - 1)


def test_a_privacy_reason_writes_an_incident_without_words(moderator: User) -> None:
    comment = leaked(moderator)
    since = comment.visible_at
    decisions.unpublish(comment, user=moderator, reason="personal-details")
    incident = Incident.objects.get()
    assert (incident.reason, incident.public_from) == ("personal-details", since)
    assert incident.public_until > timezone.now() - timedelta(minutes=1)
    assert AuditEvent.objects.filter(verb="incident").exists()
    row = next(iter(incidents.as_rows()))
    assert row["comment"] == comment.public_id
    assert "702" not in str(row)


def test_what_is_not_public_cannot_be_taken_down(moderator: User) -> None:
    case = factories.case()
    with pytest.raises(decisions.ConflictError):
        decisions.unpublish(case.comment, user=moderator)
    with pytest.raises(PermissionDenied):
        decisions.unpublish(case.comment, user=factories.staff(group="auditor"))


def test_a_hidden_comment_that_is_in_order_comes_back_as_it_was(moderator: User) -> None:
    comment = factories.published(moderator)
    shown = (comment.text, comment.html, comment.public_name, comment.visible_at)
    case = claims.claim(reported(comment, "one", "two"), user=moderator)
    assert Comment.objects.get(pk=comment.pk).text == ""
    decisions.keep(case, moderator=moderator, seen_version=case.version)
    comment.refresh_from_db()
    assert (comment.text, comment.html, comment.public_name, comment.visible_at) == shown
    assert comment.state == State.PUBLISHED
    comment.article.refresh_from_db()
    assert comment.article.comment_count == 1


def test_a_detail_is_taken_out_of_a_hidden_comment_and_the_rest_is_back(moderator: User) -> None:
    comment = leaked(moderator)
    case = claims.claim(reported(comment, "one"), user=moderator)
    assert Comment.objects.get(pk=comment.pk).state == State.UNPUBLISHED
    assert access.open_original(case, user=moderator).body == LEAK
    decisions.publish(case, moderator=moderator, seen_version=case.version)
    fresh = Comment.objects.get(pk=comment.pk)
    assert fresh.text == "Call me at [phone], or ask here. Does it work?"
    assert fresh.visible_at == comment.visible_at
    incident = Incident.objects.get()
    assert (incident.kinds, incident.missed_by) == ({"PHONE": 1}, ["PHONE:none"])


def test_confirming_that_it_stays_down_closes_the_case(moderator: User) -> None:
    comment = leaked(moderator)
    case = reported(comment, "one")
    decisions.unpublish(comment, user=moderator, reason="personal-details")
    case.refresh_from_db()
    assert case.closed_at is not None
    assert Incident.objects.get().kinds == {"PHONE": 1}


def test_only_what_is_public_can_be_kept(moderator: User) -> None:
    case = factories.claimed(moderator)
    with pytest.raises(decisions.GateError, match="not-public"):
        decisions.keep(case, moderator=moderator, seen_version=case.version)


def test_a_corrected_reply_says_so_and_the_old_one_is_superseded(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.publish(case, moderator=moderator, seen_version=case.version, reply="Old words.")
    comment = Comment.objects.get()
    decisions.correct_reply(comment, user=moderator, text="New words.")
    reply = Reply.objects.visible().get()
    assert (reply.text, reply.corrected, reply.number) == ("New words.", True, 2)
    assert Reply.objects.count() == 2
    with pytest.raises(decisions.GateError):
        decisions.correct_reply(comment, user=moderator, text="Dear {{ first_name }},")


def test_a_wrongly_rejected_comment_can_be_looked_at_again(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.reject(case, moderator=moderator, seen_version=case.version, reason="abuse")
    again = decisions.reopen(case.comment, user=moderator)
    assert again.pk != case.pk
    assert Original.objects.get().erase_at is None
    held = claims.claim(again, user=moderator)
    decisions.publish(held, moderator=moderator, seen_version=held.version)
    comment = Comment.objects.get()
    assert comment.state == State.PUBLISHED
    assert comment.visible_at is not None
    assert comment.visible_at > timezone.now()


def test_a_rescan_opens_cases_only_for_what_it_finds_and_only_once(moderator: User) -> None:
    factories.published(moderator)
    comment = leaked(moderator)
    first = rescan.run()
    assert (first.read, first.opened) == (2, 1)
    case = comment.cases.open().get()
    assert (case.kind, case.lane) == (CaseKind.RESCAN, Lane.REPORT)
    assert Comment.objects.get(pk=comment.pk).state == State.PUBLISHED
    again = rescan.run()
    assert (again.opened, again.waiting) == (0, 1)


def test_what_staff_kept_is_not_asked_about_again(moderator: User) -> None:
    comment = leaked(moderator)
    rescan.run()
    case = claims.claim(comment.cases.open().get(), user=moderator)
    decisions.keep(case, moderator=moderator, seen_version=case.version)
    report = rescan.run()
    assert (report.opened, report.settled) == (0, 1)
    assert case.findings.get().state == SpanState.OUT
    assert case.decisions.get().action == Action.KEEP


def test_a_detail_in_a_reply_opens_a_case_once(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.publish(case, moderator=moderator, seen_version=case.version, reply="Thank you.")
    Reply.objects.update(text="Please call 212-555-0177.", visible_at=timezone.now())
    assert rescan.run().opened == 1
    again = claims.claim(case.comment.cases.open().get(), user=moderator)
    assert again.reason == "reply"
    decisions.keep(again, moderator=moderator, seen_version=again.version)
    assert rescan.run().settled == 1
    Reply.objects.update(text="Please call 800-555-0123.")
    assert rescan.run().opened == 0


def test_rejecting_a_reported_comment_with_a_detail_is_an_incident_too(moderator: User) -> None:
    comment = leaked(moderator)
    case = claims.claim(reported(comment, "one"), user=moderator)
    decisions.reject(case, moderator=moderator, seen_version=case.version, reason="other")
    assert Incident.objects.get().kinds == {"PHONE": 1}
    assert Comment.objects.get(pk=comment.pk).state == State.REJECTED


def test_looking_again_does_not_keep_the_original_longer(moderator: User) -> None:
    comment = factories.published(moderator)
    due = timezone.now() + timedelta(days=5)
    Original.objects.update(erase_at=due)
    case = claims.claim(reported(comment, "one"), user=moderator)
    decisions.keep(case, moderator=moderator, seen_version=case.version)
    assert Original.objects.get().erase_at == due


def test_a_private_reply_is_not_corrected_when_nobody_could_open_it(moderator: User) -> None:
    case = factories.claimed(moderator)
    decisions.reply_privately(
        case, moderator=moderator, seen_version=case.version, reply="Please call us."
    )
    decisions.correct_reply(case.comment, user=moderator, text="Please call our line.")
    assert Reply.objects.current().get().corrected
    Original.objects.all().delete()
    with pytest.raises(decisions.GateError, match="no-page"):
        decisions.correct_reply(case.comment, user=moderator, text="Please do call our line.")
