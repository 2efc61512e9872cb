"""Check replies against comments: JSON lines in, JSON lines out (see moderation.lines)."""

from moderation.management.filtering import FilterCommand


class Command(FilterCommand):
    help = 'Reads {"id", "comment", "public_name", "reply"} lines and writes verdicts. No database.'
    name = "check_reply"
