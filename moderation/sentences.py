"""The reply check's sentences for translators: the library itself knows no gettext."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.triage import Verdict

SENTENCES: dict[str, str | Promise] = {
    "other-condition": _("The comment asks about %(asked)s, but the reply names %(named)s."),
    "condition-not-asked": _("The reply names %(named)s, which the comment does not ask about."),
    "link-other-condition": _("The comment asks about %(asked)s, but this link is for %(named)s."),
    "link-condition-not-asked": _(
        "This link is for %(named)s, which the comment does not ask about."
    ),
    "repeats-number": _("The reply repeats the figure “%(said)s” from the comment."),
    "repeats-date": _("The reply repeats a date from the comment: “%(said)s”."),
    "repeats-stage": _("The reply repeats the stage from the comment: “%(said)s”."),
    "repeats-drug": _("The reply repeats a treatment the comment speaks of: “%(said)s”."),
    "repeats-symptom": _("The reply repeats a symptom or finding from the comment: “%(said)s”."),
    "repeats-place": _("The reply repeats a place from the comment: “%(said)s”."),
    "repeats-name": _("The reply repeats a name from the comment: “%(said)s”."),
    "link-repeats": _("This link carries a personal detail: “%(said)s”."),
    "speaks-of-care": _(
        "“%(said)s” says or implies that somebody is or was a patient or in a study here."
    ),
    "advises": _("“%(said)s” reads like medical advice or a forecast for one person."),
    "promises": _("“%(said)s” promises that somebody will get into a study."),
    "field": _("A field of the template is still empty or unfilled: “%(said)s”."),
    "other-name": _("The reply greets %(greeted)s, but the comment was written by %(writer)s."),
    "name-not-known": _("The reply greets %(greeted)s, but the comment is not signed."),
    "other-relation": _("The reply speaks of “%(said)s”, whom the comment does not mention."),
    "writer-not-ill": _(
        "“%(said)s” speaks to the writer as the one who is ill, but the comment is about "
        "somebody else."
    ),
    "link-empty": _("A link has no address."),
    "link-cut": _("This address is cut off: “%(said)s”."),
    "link-malformed": _("This address is not a complete web address: “%(said)s”."),
    "link-host": _("This link goes to %(host)s, which is not on the list of allowed sites."),
    "trials-deceased": _("The comment says that the person has died; the reply offers trials."),
}


def sentence(verdict: Verdict) -> str:
    """What is wrong, in the language of who reads it. May quote the reply."""
    known = SENTENCES.get(verdict.reason)
    return str(known) % dict(verdict.params) if known else verdict.message
