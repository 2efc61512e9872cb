"""`check --deploy` as production would see it: with made-up secrets, warnings as errors."""

import os
import subprocess
import sys
import tempfile

PRODUCTION = {
    "BEDSIDE_ENV": "production",
    "SITE_URL": "https://news.example.org",
    "ALLOWED_HOSTS": "news.example.org",
    "SECRET_KEY": "not-a-secret-only-for-the-check-" + "x" * 40,
    "BEDSIDE_HASH_KEY": "another-one-only-for-the-check-" + "y" * 40,
    "EMAIL_URL": "smtp://mail.example.org:587?tls=1",
}


def main() -> int:
    """The exit status of the check, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        base = {
            name: value for name, value in os.environ.items() if not name.startswith("BEDSIDE_")
        }
        environment = base | PRODUCTION | {"BEDSIDE_DATA": folder}
        manage = [sys.executable, "manage.py"]
        made = subprocess.run([*manage, "make_keys"], env=environment, check=False)
        checked = subprocess.run(
            [*manage, "check", "--deploy", "--fail-level", "WARNING"], env=environment, check=False
        )
        return made.returncode or checked.returncode


if __name__ == "__main__":
    sys.exit(main())
