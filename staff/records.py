"""Writes sign-ins, refusals and lock-outs to the log: by the person's number, never the address."""

import logging
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from staff.models import User

log = logging.getLogger("staff")


def no_address(request: HttpRequest) -> None:
    """Failed sign-ins are counted by account; the sender's address is not kept."""


@receiver(user_logged_in)
def signed_in(sender: Any, user: User, **kwargs: Any) -> None:
    log.info("signed in", extra={"user": user.pk})


@receiver(user_logged_out)
def signed_out(sender: Any, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        log.info("signed out", extra={"user": user.pk})


@receiver(user_login_failed)
def refused(sender: Any, **kwargs: Any) -> None:
    log.warning("sign-in refused")


@receiver(user_locked_out)
def locked(sender: Any, username: str, **kwargs: Any) -> None:
    user = User.objects.filter(username=username).first()
    log.warning("account locked after refused sign-ins", extra={"user": user.pk if user else 0})


def second_factor(what: str, user: User) -> None:
    """Something about a second factor: accepted, refused, set-up, codes-made, removed."""
    log.info("second factor", extra={"user": user.pk, "event": what})
