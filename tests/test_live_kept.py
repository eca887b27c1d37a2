"""Pages that open together are told one reading of the state, and never one from before an announcement."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from mentorcourse.server import live_parts
from mentorcourse.server.live_kept import KEPT_SECONDS, KeptStates
from mentorcourse.server.site import Site
from tests.loops import finish


class Cohort:
    """A cohort whose weather changes, a clock that a test sets, and how often the state was read."""

    def __init__(self) -> None:
        self.weather, self.people, self.clock, self.readings, self.here = "rain", ["one", "two"], 0.0, 0, 1
        self.kept = KeptStates(lambda: self.clock)
        self.meanwhile: Callable[[], None] = lambda: None
        self.site = cast("Site", SimpleNamespace(run=self._run))

    async def _run(self, work: Callable[..., Any], *args: Any) -> Any:
        self.readings += 1
        read = work(*args)
        self.meanwhile()
        return read

    def heard(self, person: str = "one", cohort: str = "spring") -> dict[str, Any]:
        told: dict[str, Any] = finish(self.kept.message(self.site, cohort, person))["state"]
        return told


@pytest.fixture
def cohort(monkeypatch: pytest.MonkeyPatch) -> Cohort:
    made = Cohort()
    everybody: dict[str, Any] = {"weather": lambda *_: made.weather, "present": lambda *_: made.here}
    monkeypatch.setattr(live_parts, "PARTS", {**everybody, "now": lambda *_: made.clock})
    monkeypatch.setattr(live_parts, "OWN_PARTS", {"seat": lambda *_: {one: f"chair {one}" for one in made.people}})
    return made


def test_pages_that_open_within_a_second_share_one_reading_each_with_what_is_its_own(cohort: Cohort) -> None:
    assert cohort.heard("one")["seat"] == "chair one"
    cohort.clock = KEPT_SECONDS / 2
    assert cohort.heard("two")["seat"] == "chair two"
    assert cohort.readings == 1


def test_what_changes_every_moment_is_read_for_every_page(cohort: Cohort) -> None:
    cohort.heard()
    cohort.clock, cohort.here = 0.5, 2
    assert (cohort.heard()["now"], cohort.heard()["present"]) == (0.5, 2)
    assert cohort.readings == 1


def test_a_second_later_the_state_is_read_again(cohort: Cohort) -> None:
    cohort.heard()
    cohort.weather, cohort.clock = "sun", KEPT_SECONDS
    assert cohort.heard()["weather"] == "sun"


def test_nothing_from_before_an_announcement_is_told_after_it(cohort: Cohort) -> None:
    cohort.heard()
    cohort.weather = "sun"
    cohort.kept.forget("spring")
    assert cohort.heard()["weather"] == "sun"


def test_an_announcement_elsewhere_changes_nothing_here(cohort: Cohort) -> None:
    cohort.heard()
    cohort.kept.forget("autumn")
    cohort.heard()
    assert cohort.readings == 1


def test_what_was_being_read_when_something_was_announced_is_not_kept(cohort: Cohort) -> None:
    def change() -> None:
        cohort.weather, cohort.meanwhile = "sun", lambda: None
        cohort.kept.forget("spring")

    cohort.meanwhile = change
    cohort.heard()
    assert cohort.heard()["weather"] == "sun"


def test_after_lost_messages_nothing_kept_is_told(cohort: Cohort) -> None:
    cohort.heard()
    cohort.weather = "sun"
    cohort.kept.forget_all()
    assert cohort.heard()["weather"] == "sun"


def test_somebody_who_has_joined_the_cohort_just_now_hears_what_is_their_own(cohort: Cohort) -> None:
    cohort.heard()
    cohort.people.append("three")
    assert cohort.heard("three")["seat"] == "chair three"


def test_cohorts_are_kept_apart(cohort: Cohort) -> None:
    cohort.heard()
    cohort.weather = "sun"
    assert cohort.heard(cohort="autumn")["weather"] == "sun"
