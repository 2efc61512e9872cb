"""Who works on which case now: ten minutes, renewed by whatever they do, free when over."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from moderation.conflicts import ConflictError as ConflictError
from moderation.conflicts import HeldError as HeldError
from moderation.conflicts import why_not
from moderation.models import Case, CaseQuerySet, Lane, OriginalAccess, Stage
from staff.models import User


def claim(case: Case, *, user: User) -> Case:
    """The case, held by the user. Raises HeldError, ConflictError (decided), PermissionDenied."""
    _may_work(case, user)
    with transaction.atomic():
        if not (_prolong(case.pk, user) or _take(case.pk, user)):
            raise why_not(case, user=user)
    return _fetch(case.pk)


def renew(case: Case, *, user: User) -> datetime:
    """Ten minutes more, also when they were over and nobody had come. Raises as `claim` does."""
    if _prolong(case.pk, user):
        return _until()
    return claim(case, user=user).claim_expires_at or _until()


def release(case: Case, *, user: User) -> None:
    """Give the case back to the queue; nothing happens when it is not the user's."""
    Case.objects.open().filter(pk=case.pk, claimed_by=user).update(
        claimed_by=None, claim_expires_at=None
    )


def take_next(
    *, user: User, lane: Lane | None = None, condition: str = "", skip: Collection[int] = ()
) -> Case | None:
    """The first free case in the queue's order, held by the user; None when there is none."""
    waiting = _for(user).exclude(pk__in=list(skip))
    if lane is not None:
        waiting = waiting.filter(lane=lane)
    if condition:
        waiting = waiting.filter(condition=condition)
    taken = _take_first(waiting, user=user, size=1)
    return _fetch(taken[0]) if taken else None


def take_harmless(*, user: User, size: int = 10) -> list[Case]:
    """New comments without question and without finding, to be looked at together."""
    harmless = _for(user).filter(is_plain=True, lane=Lane.REST, stage=Stage.ANYBODY)
    taken = _take_first(harmless, user=user, size=size)
    return list(_joined().filter(pk__in=taken).ranked())


def is_mine(case: Case, *, user: User) -> bool:
    """Whether the user holds the case now, as far as this row knows."""
    return bool(case.held_by() == user)


def _take_first(waiting: CaseQuerySet, *, user: User, size: int) -> list[int]:
    """Lock the first free ones (PostgreSQL skips what others are taking), then take them."""
    with transaction.atomic():
        rows = waiting.ranked().only("pk").select_for_update(skip_locked=True)[:size]
        return [row.pk for row in rows if _take(row.pk, user)]


def _for(user: User) -> CaseQuerySet:
    """What the user may take: what others passed on is for leads, and never for who passed it."""
    free = Case.objects.open().free().exclude(passed_on_by=user)
    if user.has_perm("moderation.decide_escalated"):
        return free
    return free.filter(stage=Stage.ANYBODY)


def _may_work(case: Case, user: User) -> None:
    if not user.has_perm("moderation.moderate"):
        raise PermissionDenied
    if not case.stage:
        return
    if case.passed_on_by_id == user.pk or not user.has_perm("moderation.decide_escalated"):
        raise PermissionDenied


def _prolong(key: int, user: User) -> bool:
    mine = Case.objects.open().filter(pk=key, claimed_by=user)
    return bool(mine.update(claim_expires_at=_until()))


def _take(key: int, user: User) -> bool:
    """One conditional UPDATE decides. The version moves, so what others saw is stale."""
    free = Case.objects.open().filter(
        Q(claimed_by__isnull=True) | Q(claim_expires_at__lte=timezone.now()), pk=key
    )
    taken = free.update(claimed_by=user, claim_expires_at=_until(), version=F("version") + 1)
    if taken:
        _say_who_reads(key, user)
    return bool(taken)


def _say_who_reads(key: int, user: User) -> None:
    """Whoever holds a case may read its original: that is on record from the start."""
    public_id = Case.objects.values_list("comment__public_id", flat=True).get(pk=key)
    OriginalAccess.objects.create(
        user=user, comment_public_id=public_id, what="original", in_claim=True
    )


def _joined() -> CaseQuerySet:
    return Case.objects.select_related("comment__article", "comment__original", "claimed_by")


def _fetch(key: int) -> Case:
    return _joined().get(pk=key)


def _until() -> datetime:
    return timezone.now() + timedelta(minutes=settings.CLAIM_MINUTES)
