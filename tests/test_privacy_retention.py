"""What has been kept long enough goes by itself: told in time, seen beforehand, and only then."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from mentorcourse.check import check
from mentorcourse.cli import app
from mentorcourse.content import ContentError, read_course
from mentorcourse.privacy import audit, erasure, purge, retention, tables
from mentorcourse.privacy.retention import Retention, read_retention
from mentorcourse.server.daily_purge import DailyPurge
from mentorcourse.store import Store, open_store
from tests.confided import MARK, Confided, confide, kept_text
from tests.loops import finish
from tests.small_course import SmallCourse

PERIODS = Retention(answers_months=24, agreements_months=36, sign_ins_days=90, audit_months=36, notice_days=30)
TWO_YEARS = retention.months(24)


@pytest.fixture
def confided(store: Store) -> Confided:
    """Somebody with words of theirs everywhere."""
    return confide(store)


def rows(going: list[purge.Going]) -> dict[str, int]:
    """How many rows go, of the kinds of which some do."""
    return {one.kind: one.rows for one in going if one.rows}


def test_the_shipped_course_says_how_long_and_defaults_hold_where_a_course_says_nothing(tmp_path: Path) -> None:
    assert read_retention(read_course()) == Retention()
    SmallCourse(tmp_path)
    assert read_retention(read_course(tmp_path)) == Retention()


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("answers_months: 0", "course.yaml: retention: answers_months: Input should be greater than or equal to 1"),
        ("answers_month: 24", "course.yaml: retention: answers_month: is not a key that is known here"),
        ("sign_ins_days: a year", "course.yaml: retention: sign_ins_days: Input should be a valid integer"),
    ],
)
def test_a_period_that_cannot_be_meant_is_named_with_its_file_and_key(tmp_path: Path, line: str, mistake: str) -> None:
    course = SmallCourse(tmp_path)
    course.spoil("language: en\n", f"language: en\nretention: {{{line}}}\n", "course.yaml")
    with pytest.raises(ContentError, match=mistake.replace("(", r"\(")):
        read_retention(read_course(tmp_path))
    assert [one for one in check(tmp_path) if one.startswith(mistake)]


def test_nothing_goes_before_its_time(confided: Confided) -> None:
    assert rows(purge.what_goes(confided.store, PERIODS)) == {}
    confided.team.clock.at += TWO_YEARS - timedelta(days=31)
    assert purge.announce(confided.store, PERIODS) == []
    purge.purge(confided.store, PERIODS)
    assert MARK in kept_text(confided.store)


def test_answers_go_after_people_were_told_for_thirty_days(confided: Confided) -> None:
    store, clock = confided.store, confided.team.clock
    cohort, began = confided.team.cohort, clock.at
    clock.at = began + TWO_YEARS - timedelta(days=30)
    assert purge.going_at(store, cohort, PERIODS) is None
    assert purge.announce(store, PERIODS) == ["Spring"]
    assert purge.announce(store, PERIODS) == []  # once
    assert purge.going_at(store, cohort, PERIODS) == began + TWO_YEARS
    clock.go_on(days=29)
    assert "answers" not in rows(purge.what_goes(store, PERIODS))
    clock.go_on(days=1)
    gone = rows(purge.purge(store, PERIODS))
    assert gone["answers"] > 8
    assert store.progress(cohort) == []
    after = kept_text(store)
    assert MARK not in after
    assert "Quillon" in after  # who took part stays on the roster


def test_a_server_that_slept_past_the_day_still_tells_people_first(confided: Confided) -> None:
    store, clock = confided.store, confided.team.clock
    clock.go_on(days=365 * 5)
    assert "answers" not in rows(purge.purge(store, PERIODS))
    purge.announce(store, PERIODS)
    assert purge.going_at(store, confided.team.cohort, PERIODS) == clock.at + timedelta(days=30)


def test_a_cohort_that_goes_on_writing_keeps_everything(confided: Confided) -> None:
    store, clock = confided.store, confided.team.clock
    clock.at += TWO_YEARS
    purge.announce(store, PERIODS)
    clock.go_on(days=1)
    store.save(confided.person, confided.team.cohort, "s.journal", {"note": "Back again"}, 2, lambda values: (1, 1))
    clock.go_on(days=60)
    assert purge.going_at(store, confided.team.cohort, PERIODS) is None
    assert "answers" not in rows(purge.purge(store, PERIODS))


def test_sign_ins_links_and_the_record_go_each_in_their_time(confided: Confided) -> None:
    store, clock = confided.store, confided.team.clock
    audit.note(store, "signed in", by=confided.person, about=confided.person)
    clock.go_on(days=60 + 91)
    gone = rows(purge.purge(store, PERIODS))
    assert gone == {"sign-ins": 4}  # two browsers, a link, a line of the record
    clock.go_on(days=366 * 3)
    assert "record" in rows(purge.what_goes(store, PERIODS))


def test_an_agreement_goes_three_years_after_its_last_change(confided: Confided) -> None:
    store, clock = confided.store, confided.team.clock
    confided.agree_with("A mentee", sign=True)
    clock.at += retention.months(36) - timedelta(days=1)
    assert "agreements" not in rows(purge.what_goes(store, PERIODS))
    clock.go_on(days=2)
    assert rows(purge.purge(store, PERIODS))["agreements"] > 10


def test_what_was_purged_is_recorded_as_numbers(confided: Confided) -> None:
    confided.team.clock.go_on(days=60 + 91)
    purge.purge(confided.store, PERIODS)
    with confided.store.reading() as session:
        lines = session.scalars(select(tables.Act).filter_by(kind="purged")).all()
    assert [(line.actor, line.detail) for line in lines] == [("course", "sign-ins: 3")]


def test_a_dry_run_says_what_would_go_and_changes_nothing(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "course.db")) as store:
        made = confide(store)  # its clock stands in 2027, the command's does not
        erasure.confirm(store, made.person, made.person, timedelta(days=-400))
        before = kept_text(store, "none")
    run = ["purge", "--data", str(tmp_path), "--json"]
    environment = {"MENTORCOURSE_DATABASE": ""}
    told = CliRunner().invoke(app, [*run, "--dry-run"], env=environment)
    assert json.loads(told.output) == {"dry_run": True, "erased": 1, "purged": {}, "announced": {}}
    with closing(open_store(tmp_path / "course.db")) as store:
        assert kept_text(store, "none") == before
    done = CliRunner().invoke(app, run, env=environment)
    assert json.loads(done.output)["erased"] == 1
    with closing(open_store(tmp_path / "course.db")) as store:
        assert MARK not in kept_text(store)


def test_the_server_purges_once_a_day_and_when_an_erasure_is_due(confided: Confided, tmp_path: Path) -> None:
    ran, gone = tmp_path / "ran", list[str]()
    command = [sys.executable, "-c", f"open({str(ran)!r}, 'a').write('x')"]
    purger = DailyPurge(confided.store, gone.append, command)
    clock = confided.team.clock

    async def looks() -> list[int]:
        counts = []
        for hours in (0, 1, 23):
            clock.go_on(hours=hours)
            await purger.look()
            counts.append(len(ran.read_text()))
        erasure.confirm(confided.store, confided.person, confided.person, timedelta(0))
        await purger.look()
        return [*counts, len(ran.read_text())]

    assert finish(looks()) == [1, 1, 2, 3]
    assert gone == [confided.person]


def test_a_purge_that_fails_is_logged_and_tried_again(confided: Confided, caplog: pytest.LogCaptureFixture) -> None:
    purger = DailyPurge(confided.store, lambda person: None, [sys.executable, "-c", "raise SystemExit('no room')"])

    async def looks() -> None:
        await purger.look()
        await purger.look()

    with caplog.at_level("ERROR", "mentorcourse"):
        finish(looks())
    assert [record.getMessage() for record in caplog.records] == ["the daily purge failed: no room"] * 2
