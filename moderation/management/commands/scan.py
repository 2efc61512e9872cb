"""Find details in comments: JSON lines in, JSON lines out (see moderation.lines)."""

from moderation.management.filtering import FilterCommand


class Command(FilterCommand):
    help = 'Reads {"id", "text"} lines and writes what the engine makes of each. No database.'
    name = "scan"
