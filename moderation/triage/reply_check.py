"""The gate before a reply goes public: is it fit to stand under this comment?"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from moderation.triage.assess import Triage, triage
from moderation.triage.pair import Pair
from moderation.triage.reading import Reading
from moderation.triage.reply_conditions import wrong_conditions
from moderation.triage.reply_details import repeats
from moderation.triage.reply_people import wrong_person
from moderation.triage.reply_wording import book, fields, wording
from moderation.triage.verdicts import Verdict, verdict
from moderation.triage.wordlists import words

DEFAULT_HOSTS: Final = words("reply-check.hosts")
DEFAULT_PHONE: Final = "800-525-2225"


def check_reply(
    comment: str,
    reply: str,
    *,
    public_name: str | None = None,
    triage: Triage | None = None,
    allowed_hosts: Iterable[str] | None = DEFAULT_HOSTS,
    referral_phone: str = DEFAULT_PHONE,
) -> tuple[Verdict, ...]:
    """Everything that speaks against publishing ``reply`` under ``comment``, in order of the reply.

    ``comment`` is the text as written, ``public_name`` the name that will stand with it.
    ``triage`` may be given as staff corrected it. ``allowed_hosts`` are the sites (with all below
    them) that links may go to; None allows all. An empty tuple means that nothing is wrong.
    Verdicts of codes in ``verdicts.DESK_ONLY`` have no label in the JSON-lines contract.
    """
    pair = Pair(
        comment=Reading(comment),
        reply_text=reply,
        triage=triage or _triage(comment),
        public_name=public_name or None,
        allowed_hosts=frozenset(h.casefold() for h in allowed_hosts or ()),
        phones=frozenset({"".join(c for c in referral_phone if c.isdigit())}),
    )
    found = [verdict for check in CHECKS for verdict in check(pair)]
    return tuple(sorted(set(found), key=lambda v: (v.start, v.end, v.code)))


_triage = triage


def links(pair: Pair) -> Iterator[Verdict]:
    """Addresses that lead nowhere, or to a site that is not allowed."""
    for fault, address in pair.addresses.broken:
        yield verdict(
            fault,
            address.start,
            address.end,
            **({} if fault == "link-empty" else {"said": address.said}),
        )
    for address in pair.addresses.whole:
        if pair.allowed_hosts and not _allowed(address.host, pair.allowed_hosts):
            yield verdict("link-host", address.start, address.end, host=address.host)


def _allowed(host: str, allowed: frozenset[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in allowed)


def out_of_place(pair: Pair) -> Iterator[Verdict]:
    """Trials offered for somebody who has died."""
    if not pair.triage.deceased:
        return
    for hit in book().find(pair.reply):
        if hit.label == "offers-trials":
            start, end = pair.reply.span(hit.first, hit.last)
            yield verdict("trials-deceased", start, end)
            return


CHECKS: Final[tuple[Callable[[Pair], Iterator[Verdict]], ...]] = (
    links, fields, wording, wrong_conditions, repeats, wrong_person, out_of_place,
)  # fmt: skip
