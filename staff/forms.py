"""The forms of signing in: a code, and once more the password."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from staff import devices, records
from staff.models import User


class CodeForm(forms.Form):
    """A code of the phone, or a recovery code. Checks it against the person's devices."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.device: Any = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.device = self._check(code)
        if self.device is None:
            records.second_factor("refused", self.user)
            raise ValidationError(self._why_not(), code="refused")
        return code

    def _check(self, code: str) -> Any:
        return devices.check(self.user, code)

    def _why_not(self) -> str:
        if wait := devices.seconds_to_wait(self.user):
            return ngettext(
                "This code is not right, or was used already. Wait %(wait)s second, then try the"
                " next one.",
                "This code is not right, or was used already. Wait %(wait)s seconds, then try the"
                " next one.",
                wait,
            ) % {"wait": wait}
        return str(_("This code is not right, or was used already. Try the next one."))


class NewDeviceForm(CodeForm):
    """The first code of a code generator that is being set up."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        del self.fields["code"].widget.attrs["autofocus"]  # what comes before it is to be read

    def _check(self, code: str) -> Any:
        return devices.confirm(self.user, "".join(code.split()))


class PasswordAgainForm(forms.Form):
    """The password of who is signed in already; wrong ones count towards the lock-out."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "autofocus": True},
        ),
    )

    def __init__(self, *args: Any, user: User, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        found = authenticate(self.request, username=self.user.get_username(), password=password)
        if found is None or found.pk != self.user.pk:
            raise ValidationError(_("This is not your password."), code="refused")
        return password
