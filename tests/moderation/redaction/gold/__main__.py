"""``python -m tests.moderation.redaction.gold dev`` writes one part as JSON lines."""

import sys

from tests.moderation.redaction.gold import PARTS, as_json_lines, load_all


def main(arguments: list[str]) -> int:
    """Write the named parts (both when none is named) to standard output."""
    parts = arguments or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        sys.stderr.write(f"There is no part {min(unknown)!r}; there are {', '.join(PARTS)}.\n")
        return 2
    for part in parts:
        for line in as_json_lines(load_all(part)):
            sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
