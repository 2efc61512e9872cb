"""The people who work here, and what proves that it is they."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice


class User(AbstractUser):
    """A member of staff: editor, moderator, lead, auditor or administrator (by group)."""

    single_keys = models.BooleanField(
        _("single-key shortcuts"),
        default=True,
        help_text=_("Letters alone act at the desk (WCAG 2.1.4 asks that this can be off)."),
    )
    # Part of what a session is bound to: counting it up ends every session of this person.
    session_round = models.PositiveIntegerField(default=1, editable=False)

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the person; whoever is disabled does not come back by an old session later."""
        if not self.is_active and self.pk:
            self.session_round += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "session_round"}
        super().save(*args, **kwargs)

    def shown_name(self) -> str:
        """The name colleagues see."""
        return self.get_full_name() or self.get_username()

    @cached_property
    def has_authenticator(self) -> bool:
        """Whether a second factor is set up."""
        return bool(Authenticator.objects.filter(user=self, confirmed=True).exists())

    def end_sessions(self) -> None:
        """Sign this person out everywhere."""
        self.session_round += 1
        self.save(update_fields=["session_round"])

    def get_session_auth_hash(self) -> str:
        """What a session must match to be this person's: the password and the round."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the former secret keys."""
        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str) -> str:
        bound_to = f"{self.password}/{self.session_round}"
        return salted_hmac("staff.session", bound_to, secret=secret, algorithm="sha256").hexdigest()


class Authenticator(TOTPDevice):  # type: ignore[misc]  # no types there
    """A person's code generator (TOTP, RFC 6238).

    The row holds a seed only: the secret that the phone shares is made of it with the site's
    hash key, so that a copy of the database cannot produce codes.
    """

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("code generator")
        verbose_name_plural = _("code generators")

    @property
    def bin_key(self) -> bytes:
        """The secret shared with the phone, 20 bytes."""
        return hmac.digest(settings.HASH_KEY.encode(), b"totp\0" + super().bin_key, "sha256")[:20]


class RecoveryCodes(StaticDevice):  # type: ignore[misc]  # no types there
    """A person's one-time codes for the day the phone is lost. Kept as keyed hashes."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("recovery codes")
        verbose_name_plural = _("recovery codes")

    @staticmethod
    def kept_as(code: str) -> str:
        """What the database holds of a code: 64 bits of a keyed hash, in hex."""
        plain = "".join(code.split()).replace("-", "").lower().encode()
        return hmac.new(
            settings.HASH_KEY.encode(), b"recovery\0" + plain, hashlib.sha256
        ).hexdigest()[:16]

    def verify_token(self, token: str) -> bool:
        """Whether the code is one of these; it is used up with that."""
        return bool(super().verify_token(self.kept_as(token)))
