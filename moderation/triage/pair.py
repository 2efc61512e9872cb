"""A comment and a reply to it, taken apart once for all the checks."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from moderation.triage.addresses import Addresses, addresses
from moderation.triage.assess import Triage, finder
from moderation.triage.mentions import Finder
from moderation.triage.people import Concern, concern
from moderation.triage.reading import Reading

# "you'll" and "we'd" are two words for the phrases of replies; a blank keeps the offsets.
_SHORTENED: Final = re.compile(r"(?<=[A-Za-z])['’](?=(?:ll|d|re|ve)\b)")


@dataclass(frozen=True)
class Pair:
    """What the checks look at: the comment as written, the reply as it would go public."""

    comment: Reading
    reply_text: str
    triage: Triage
    public_name: str | None
    allowed_hosts: frozenset[str]
    phones: frozenset[str]

    @cached_property
    def addresses(self) -> Addresses:
        """The web addresses of the reply."""
        return addresses(self.reply_text)

    @cached_property
    def reply(self) -> Reading:
        """The reply's words, its web addresses left out, at the places they stand."""
        return Reading(_SHORTENED.sub(" ", self.addresses.rest))

    @cached_property
    def finder(self) -> Finder:
        """Finds conditions in either."""
        return finder()

    @cached_property
    def concern(self) -> Concern:
        """Whom the comment is about."""
        return concern(self.comment)
