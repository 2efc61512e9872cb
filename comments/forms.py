"""What a reader may send, and how it is asked for. The only validator of readers' input."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.conf import settings
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.models import ReportReason
from comments.originals import Sent

NAME_LENGTH = 80
EMAIL_LENGTH = 254  # RFC 5321, 4.5.3.1.3: what fits into a path
_UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
# What shows nothing: white space, Unicode's format characters (Cf), fillers, variation selectors.
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)


def canonical(text: str) -> str:
    """The text with `\\n` for every line end: the only thing that the form changes."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class WordsField(forms.CharField):
    """Text as typed. What cannot be stored is refused in words a reader understands."""

    def __init__(self, *, limit: int, **options: Any) -> None:
        super().__init__(strip=False, **options)
        self.limit = limit
        self.validators = [
            check
            for check in self.validators
            if not isinstance(check, ProhibitNullCharactersValidator)
        ]

    def clean(self, value: Any) -> str:
        """The canonical text; raises ValidationError."""
        if _UNSTORABLE.search(value or ""):
            raise forms.ValidationError(
                _(
                    "It held characters that cannot be sent (NUL, or half of a character). "
                    "We have taken them out. Please look it over and go on."
                ),
                code="unstorable",
            )
        return str(super().clean(value))

    def to_python(self, value: Any) -> str:
        return canonical(str(super().to_python(value) or ""))

    def validate(self, value: str) -> None:
        if self.required and not _UNSEEN.sub("", value):
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(value) > self.limit:
            raise forms.ValidationError(self._too_long(len(value)), code="max_length")

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What stands in the field again after an error: all of it that can be sent."""
        return _UNSTORABLE.sub("", data) if isinstance(data, str) else data

    def _too_long(self, length: int) -> str:
        over = length - self.limit
        sentence = ngettext(
            "This is %(over)s character too long: %(limit)s fit. Nothing you typed is lost.",
            "This is %(over)s characters too long: %(limit)s fit. Nothing you typed is lost.",
            over,
        )
        return sentence % {"over": f"{over:,}", "limit": f"{self.limit:,}"}


class NameField(WordsField):
    """One line."""

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


def form_helper(action: str, *layout: Any) -> FormHelper:
    """How our forms are drawn: by the template pack "bedside", without a cookie."""
    helper = FormHelper()
    helper.form_action = action
    helper.disable_csrf = True  # comments.posts guards the door
    helper.include_media = False
    # The error summary of the server says more than a browser's bubble.
    helper.attrs = {"novalidate": True}
    helper.form_class = "form"
    helper.layout = Layout(*layout)
    return helper


class CommentForm(forms.Form):
    """A question or comment: what it cleans is what is shown, checked and sealed."""

    body = WordsField(
        label=_("Your question or comment"),
        limit=settings.COMMENT_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        error_messages={"required": _("Please write your question or comment.")},
    )
    name = NameField(
        label=_("First name or nickname"),
        limit=NAME_LENGTH,
        required=False,
        help_text=_("Shown with your comment. Please not your full name."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        required=False,
        help_text=_("Never shown. We write when there is an answer; the mail says nothing of it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "invalid": _("This does not look like an e-mail address. Example: name@example.org")
        },
    )
    # Out of sight of people. Programs that fill in everything fill it in.
    homepage = forms.Field(
        label=_("Please leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self, *args: Any, action: str = "", knows_email: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        if knows_email:
            self.fields["email"].help_text = _(
                "We have the address you gave; this page cannot show it. "
                "Leave this empty to keep it."
            )
        # The browser counts in UTF-16 and would cut a pasted text off: no maxlength for the body.
        self.fields["email"].widget.attrs.pop("maxlength", None)
        self.helper = form_helper(
            action,
            Field("body", template="bedside/counted.html"),
            "name",
            "email",
            Field("homepage", template="bedside/honeypot.html"),
            Submit("", _("See it before it is sent")),
        )

    def sent(self) -> Sent:
        """What was typed, as it will be checked and sealed."""
        clean = self.cleaned_data
        return Sent(name=clean["name"], email=clean["email"], body=clean["body"])

    def fell_for_it(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data.get("homepage"))


class EmailForm(forms.Form):
    """Where to write when there is an answer."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=EMAIL_LENGTH,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Please type the address to which we may write."),
            "invalid": _("This does not look like an e-mail address. Example: name@example.org"),
        },
    )

    def __init__(self, *args: Any, action: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].widget.attrs.pop("maxlength", None)
        self.helper = form_helper(action, "email", Submit("", _("Use this address")))


class ReportForm(forms.Form):
    """Why staff should look at a published comment again."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is wrong.")},
    )

    def __init__(self, *args: Any, action: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = form_helper(action, "reason", Submit("", _("Send to our staff")))
