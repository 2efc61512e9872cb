#!/usr/bin/env python
"""Django's command line for Bedside."""

import os
import sys

if __name__ == "__main__":
    if sys.argv[1:2] in (["scan"], ["check_reply"]):
        # These two need no Django: without it they start in a sixth of the time.
        from moderation import lines

        sys.exit(lines.main(sys.argv[1:]))

    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
