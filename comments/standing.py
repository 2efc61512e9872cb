"""Where a comment stands, in the words a reader gets to see."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, State
from moderation.redaction import MARKS

# What the marks in a published text stand for.
MARK_WORDS: dict[str, Any] = {
    "[name]": _("a name"),
    "[age]": _("an age"),
    "[date]": _("a date"),
    "[place]": _("a place"),
    "[state]": _("a state"),
    "[address]": _("an address"),
    "[organization]": _("a hospital or other institution"),
    "[hospital]": _("a hospital"),
    "[insurer]": _("an insurer"),
    "[phone]": _("a phone number"),
    "[email]": _("an e-mail address"),
    "[link]": _("a web address"),
    "[number]": _("a number that belongs to a person"),
    "[value]": _("a measurement"),
    "[size]": _("a size"),
    "[weight]": _("a weight"),
    "[dose]": _("a dose"),
    "[stage]": _("the stage of an illness"),
    "[condition]": _("the finer point of a diagnosis"),
    "[treatment]": _("a treatment"),
    "[gene]": _("a gene variant"),
    "[symptom]": _("a symptom"),
    "[occupation]": _("an occupation"),
}
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS))

REASONS: dict[str, Any] = {
    "advert": _("It advertises something."),
    "remedy-claim": _("It recommends a remedy, and we cannot vouch for it."),
    "off-topic": _("It is not about the article or the illness."),
    "abuse": _("It attacks somebody."),
    "duplicate": _("It is here already."),
    "too-personal": _("Too little would be left of it without the personal details."),
    "about-others": _("It is about somebody who may not have agreed."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A heading, a sentence, and whether it is still on its way."""

    title: Any
    sentence: Any
    waiting: bool = False


_WAITING = Standing(
    _("Thank you. Your comment is with our staff"),
    _("Somebody reads it before it appears. You need not do anything."),
    waiting=True,
)
_STANDINGS = {
    State.RETURNED: Standing(
        _("Please put it a little differently"),
        _("Our staff could not publish it as it is. You can change it here and send it again."),
    ),
    State.PUBLISHED: Standing(_("Your comment is published"), ""),
    State.PRIVATE_REPLY: Standing(
        _("Our staff answered you here"),
        _("Your comment was not published; the answer is for you alone."),
    ),
    State.REJECTED: Standing(
        _("Your comment was not published"),
        _("This is no judgement of you. You may write another one under the article."),
    ),
    State.WITHDRAWN: Standing(
        _("You took your comment back"), _("It appears nowhere on this site.")
    ),
    State.UNPUBLISHED: Standing(
        _("Your comment is not shown at the moment"),
        _("Our staff look at it again, or have taken it down."),
    ),
    State.ERASED: Standing(
        _("Everything you wrote is erased"),
        _("We keep only that there was a comment, without any of its words."),
    ),
}
_STANDINGS[State.SPAM] = _STANDINGS[State.REJECTED]


def standing(comment: Comment) -> Standing:
    """How its reader is told where it stands. What staff do among themselves stays there."""
    if comment.state == State.PUBLISHED and not comment.is_visible(timezone.now()):
        return _WAITING
    # Nobody has looked at what fell into the trap for programs.
    if comment.state == State.SPAM and comment.decided_at is None:
        return _WAITING
    return _STANDINGS.get(State(comment.state), _WAITING)


def left_out(comment: Comment) -> list[Any]:
    """Which kinds of details the published text leaves out, in order of appearance."""
    if not comment.is_visible():
        return []
    marks = dict.fromkeys(_MARK.findall(comment.text))
    return [MARK_WORDS[mark] for mark in marks if mark in MARK_WORDS]


def reason(comment: Comment) -> Any:
    """Why staff sent it back or did not publish it; empty when there is no code to tell."""
    return REASONS.get(comment.reason, "")
