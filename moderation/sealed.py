"""The sealed columns of the staff's side, told to the rotation of keys."""

from comments.rotation import Column, reseal_plain, rotates
from moderation.models import Finding, SealedNote


def _comment_of(row: Finding | SealedNote) -> str:
    return row.case.comment.public_id


rotates(Column(SealedNote, "blob", reseal_plain("blob", _comment_of)))
rotates(Column(Finding, "sealed_replacement", reseal_plain("sealed_replacement", _comment_of)))
