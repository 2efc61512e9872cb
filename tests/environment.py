"""Loaded before Django's settings (`-p tests.environment`): a data folder of the tests' own."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

folder = tempfile.mkdtemp(prefix="bedside-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["BEDSIDE_DATA"] = folder
(Path(folder) / "static").mkdir()  # WhiteNoise warns when it is not there
os.environ["BEDSIDE_ENV"] = "demo"
for _name in ("BEDSIDE_ROLE", "SITE_URL", "HOST", "PORT", "BEDSIDE_REQUIRE_2FA"):
    os.environ.pop(_name, None)
