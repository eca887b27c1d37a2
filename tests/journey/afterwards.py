"""A backup, somebody erased, and everything put back elsewhere: with everybody in it but them."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.course_pages import DEFINITIONS
from tests.browser.fill import expect_shown

from .agreements import MENTEES, download, expect_on_paper
from .cast import CARDIOLOGY, COHORT, ERASED, FACILITATOR, LATE, TRAINERS, Role
from .checks import Checks
from .course import Course
from .journey import Journey
from .record import texts_in
from .story import TO_TOP
from .writing import TENTH, wait_for

PROMISE = f"{TENTH}.commitment"


def back_up(journey: Journey) -> Path:
    """By command, while the course runs."""
    said = journey.course.run("backup")
    found = re.search(r"Backed up to (\S+)", said)
    assert found, said
    journey.story.terminal("mentorcourse backup", said.replace(str(journey.course.folder), "…"), "backup")
    journey.story.tell("Everything is backed up while the course runs.")
    return Path(found[1])


def erase(journey: Journey) -> None:
    """By command, first looking at what would go; what both have signed stays with the other."""
    would = journey.course.run("erase", ERASED.email)
    done = journey.course.run("erase", ERASED.email, "--yes", "--now")
    assert done.startswith("Erased."), done
    command = f"mentorcourse erase {ERASED.email}"
    journey.story.terminal(command, f"{would}\n$ {command} --yes --now\n{done}", "erase", documents=True)
    page = journey.cast.go(FACILITATOR, "staff")
    expect(page.get_by_role("heading", name=f"People in {COHORT}")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("row", name=re.compile(ERASED.name))).to_have_count(0)
    check_what_both_signed(journey, journey.cast.page(MENTEES[ERASED]))
    _check_nothing_left(journey, journey.course)
    journey.story.tell("One is erased for good; what both had signed stays with the other, without the name.")


def check_what_both_signed(journey: Journey, page: Page) -> None:
    """The other keeps the signed page; the mentor's name is off all else."""
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Erased person")
    expect_on_paper(journey, ERASED, download(page))


def _check_nothing_left(journey: Journey, course: Course) -> None:
    """No sentence of theirs is in the database, not even between its rows, but for what both signed."""
    checks, kept = Checks(), _raw(course)
    for text in set(_written_by(journey, ERASED)):
        checks.same(f"{course.folder.name}: “{text}”", False, text.encode("ascii") in kept)
    checks.settle()


def _raw(course: Course) -> bytes:
    """Every byte of the database; sentences stand in it as they were typed, as there is nothing but ASCII in them."""
    return b"".join(file.read_bytes() for file in course.folder.glob("course.db*"))


def _written_by(journey: Journey, role: Role) -> list[str]:
    versions = [one for (who, _), all_ in journey.record.reflections.items() if who == role.name for one in all_]
    return [*journey.record.texts(role.name), *texts_in(versions)]


def restore_elsewhere(journey: Journey, backup: Path) -> None:
    """On another machine: the backup from before the erasure brings back everybody but the one erased since."""
    elsewhere = Course(journey.course.folder.parent / "elsewhere", journey.clock, journey.course.mail_port)
    carried = journey.course.folder.parent / "carried"
    shutil.copytree(backup.parent, carried)
    said = elsewhere.run("restore", str(carried / backup.name))
    journey.story.terminal(f"mentorcourse restore {backup.name}", said, "restore")
    assert ERASED.email not in elsewhere.run("people", "list")
    assert "Nobody has" in elsewhere.run("export", ERASED.email, "--into", str(carried / "x.zip"), fails=True)
    checks, kept = Checks(), _raw(elsewhere)
    for role in journey.here():
        for text in [] if role is ERASED else set(_written_by(journey, role)):
            checks.same(f"restored, {role.name}: “{text}”", True, text.encode("ascii") in kept)
    for role in (CARDIOLOGY, LATE, TRAINERS[0]):
        _check_copy(journey, checks, elsewhere, role, carried / f"{role.email}.zip")
    checks.settle()
    _check_nothing_left(journey, elsewhere)
    journey.story.tell(f"Restored elsewhere: {checks.compared} texts are there, and none of the one erased.")
    would = json.loads(elsewhere.run("purge", "--dry-run", "--json"))
    assert would["erased"] == 0, would
    journey.cast.everybody_leaves()
    with elsewhere.served() as link:
        journey.cast.url = lambda: elsewhere.url
        _look_around(journey, elsewhere, link)


def _check_copy(journey: Journey, checks: Checks, elsewhere: Course, role: Role, file: Path) -> None:
    """Everything that is kept about somebody holds all that they have typed."""
    elsewhere.run("export", role.email, "--into", str(file))
    with zipfile.ZipFile(file) as packed:
        kept = packed.read("everything.json").decode()
    checks.has(f"export of {role.name}", role.email, kept)
    for text in _written_by(journey, role):
        checks.has(f"export of {role.name}", json.dumps(text, ensure_ascii=False)[1:-1], kept)


def _look_around(journey: Journey, elsewhere: Course, link: str) -> None:
    """Everyone signs in again: the facilitator finds the cohort, a participant every word."""
    page = journey.cast.open(FACILITATOR)
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{elsewhere.url}/course/staff")
    expect(page.get_by_text(f"{len(journey.here()) + len(TRAINERS)} people", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("row", name=re.compile(ERASED.name))).to_have_count(0)
    said = elsewhere.run("people", "link", CARDIOLOGY.email, "--public-url", elsewhere.url)
    page = journey.cast.open(CARDIOLOGY)
    page.goto(said.strip())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(f"{elsewhere.url}/course/sections/{TENTH}")
    form = wait_for(page, PROMISE)
    expect_shown(page, DEFINITIONS[PROMISE], journey.record.values(CARDIOLOGY.name, PROMISE))
    form.evaluate(TO_TOP)
    journey.story.picture(page, "restored")
    journey.story.tell("At the restored course the facilitator finds the cohort, and a participant every word.")
