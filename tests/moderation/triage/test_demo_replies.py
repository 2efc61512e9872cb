"""Every reply that ships with the demo, filled in, passes the check that would stop a bad one."""

import re
import tomllib
from pathlib import Path

import pytest

from moderation.triage import check_reply

ROWS = tomllib.loads(
    (Path(__file__).resolve().parents[3] / "demo" / "replies.toml").read_text(encoding="utf-8")
)["reply"]
TRIALS = "https://clinicaltrials.gov/search?cond=ovarian%20cancer&aggFilters=status:rec"
FIELDS = {
    "greeting": "Denise,",
    "first_name": "Denise",
    "relation": "your mother",
    "condition": "ovarian cancer",
    "state": "Nevada",
    "trial_link": TRIALS,
    "trial_link_state": f"{TRIALS}&country=United%20States&state=Nevada",
    "nci_link": (
        "https://www.cancer.gov/research/participate/clinical-trials-search/r"
        "?rl=1&loc=0&q=ovarian%20cancer"
    ),
    "referral_phone": "800-555-0123",
    "appointment_url": "https://www.example.org/appointments",
    "records_url": "https://www.example.org/records",
    "portal_url": "https://portal.example.org/",
    "team": "The Bedside team",
    "article_title": "The Immune Cells That Switch Sides",
}
ASKED = "My mother has ovarian cancer and lives in Nevada. Are there any trials? Denise"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["slug"])
def test_a_demo_reply_is_never_stopped(row: dict[str, str], language: str) -> None:
    reply = re.sub(r"\{\{ (\w+) \}\}", lambda field: FIELDS[field[1]], row[language])
    verdicts = check_reply(ASKED, reply, public_name="Denise")
    assert [(one.code, reply[one.start : one.end]) for one in verdicts] == []
