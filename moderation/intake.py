"""Receives what the reader's side sends through its one door: opens, ranks, closes cases."""

from typing import Any

from django.dispatch import receiver

from comments.intake import case_wanted


@receiver(case_wanted)
def take_in(sender: Any, **kwargs: Any) -> None:
    """Open a case for the comment (in the caller's transaction)."""
