"""What a reader was thanked for is there, once and whole, whatever is killed meanwhile."""

import json
import time
from pathlib import Path

import pytest

from tests.faults import processes, reader
from tests.faults.conftest import plain_environment, python
from tests.services import site

pytestmark = pytest.mark.faults

# What the site holds: for every comment its words, its private page and whether it is whole.
LOOK = """
import json
from comments import originals
from comments.models import Comment, Original
from moderation.models import Case
rows = []
for comment in Comment.objects.select_related("original"):
    sent = originals.open_as_staff(comment.original)
    rows.append([sent.body, sent.token, comment.cases.count()])
print(json.dumps({
    "rows": rows,
    "comments": Comment.objects.count(),
    "originals": Original.objects.count(),
    "cases": Case.objects.count(),
}))
"""


def whole(data: Path) -> dict[str, str]:
    """The words and tokens that the site holds; asserts that none is half."""
    return parsed(python(plain_environment(data), LOOK))


def parsed(seen: str) -> dict[str, str]:
    """What LOOK printed, as words and tokens; asserts that none is half or there twice."""
    found = json.loads(seen)
    assert found["comments"] == found["originals"] == found["cases"] == len(found["rows"])
    assert all(cases == 1 for _body, _token, cases in found["rows"])
    bodies = [body for body, _token, _cases in found["rows"]]
    assert len(bodies) == len(set(bodies)), "a comment is there twice"
    return {body: token for body, token, _cases in found["rows"]}


def assert_kept(data: Path, crowd: reader.Crowd) -> None:
    assert_whole(python(plain_environment(data), LOOK), crowd)


def assert_whole(seen: str, crowd: reader.Crowd) -> None:
    """What everybody was thanked for is held, once and whole, and nothing else."""
    held = parsed(seen)
    assert crowd.thanked, "nobody was thanked at all"
    for body, location in crowd.thanked.items():
        assert held.get(body) == location.strip("/").rsplit("/", 1)[-1]
    # What is held beyond that was sent by somebody who gave up before the answer came.
    assert set(held) - set(crowd.thanked) <= set(crowd.given_up)


def test_killing_web_processes_during_posts_loses_and_doubles_nothing(data: Path) -> None:
    with site(data, demo=False) as running:
        crowd = reader.Crowd(running.url)
        crowd.start()
        for turn in range(3):
            # granian takes two deaths within 5.5 s for a crash loop and ends.
            time.sleep(6)
            processes.kill(processes.web_processes(running.process.pid)[turn % 2].pid)
        time.sleep(3)
        crowd.end()
        assert running.process.poll() is None
    assert crowd.lost_answers > 0, "no kill hit a request"
    assert not crowd.given_up
    assert_kept(data, crowd)


def test_killing_the_whole_site_during_posts_loses_nothing_it_thanked_for(data: Path) -> None:
    with site(data, demo=False) as running:
        crowd = reader.Crowd(running.url)
        crowd.start()
        time.sleep(3)
        tree = processes.descendants(running.process.pid)
        for one in tree:
            processes.kill(one.pid)
        processes.kill(running.process.pid)
        running.process.wait(10)
        processes.wait_until_gone(tree)
        crowd.stop.set()
    with site(data, demo=False) as again:
        crowd.site = again.url
        crowd.end()
    assert_kept(data, crowd)


def test_a_restart_keeps_the_data_and_the_reader_finds_the_private_page(data: Path) -> None:
    with site(data, demo=False) as running:
        action, fields = reader.sending_form(reader.check(running.url, "Is there a trial?"))
        sent = reader.call(running.url + action, fields)
        assert sent.status == 303
    with site(data, demo=False) as running:
        page = reader.call(running.url + sent.location)
        again = reader.call(running.url + action, fields)
    assert page.status == 200
    assert "Is there a trial?" in page.text
    assert again.location == sent.location  # the same form once more is the same comment
    assert len(whole(data)) == 1
