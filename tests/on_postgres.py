"""Run the suite once more on a PostgreSQL server of its own: `python -m tests.on_postgres ...`."""

import os
import subprocess
import sys

from tests import services

if __name__ == "__main__":
    if services.postgres_programs() is None:
        sys.stdout.write("skipped: PostgreSQL is not on this machine\n")
        sys.exit(0)
    with services.postgres() as url:
        environment = os.environ | {"DATABASE_URL": url}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-m",
            "not browser and not faults",
            *sys.argv[1:],
        ]
        sys.exit(subprocess.run(command, env=environment, check=False).returncode)
