"""Each part of the live channel's state is told whole or by itself, and what is one person's to nobody else."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from mentorcourse.server import live_parts
from mentorcourse.server.site import Site

SITE = cast("Site", SimpleNamespace())


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two parts for everybody, and one of each person's own."""
    everybody: dict[str, Any] = {"weather": lambda site, cohort: f"rain in {cohort}", "day": lambda site, cohort: 3}
    monkeypatch.setattr(live_parts, "PARTS", everybody)
    monkeypatch.setattr(live_parts, "OWN_PARTS", {"seat": lambda site, cohort: {"one": "window"}})


@pytest.mark.usefixtures("parts")
def test_a_person_hears_every_part_and_their_own():
    heard = live_parts.for_person("one", *live_parts.state(SITE, "spring"))
    assert heard == {"state": {"weather": "rain in spring", "day": 3, "seat": "window"}}


@pytest.mark.usefixtures("parts")
def test_nobody_hears_what_is_another_s_own():
    assert live_parts.for_person("two", *live_parts.state(SITE, "spring"))["state"]["seat"] is None


@pytest.mark.usefixtures("parts")
def test_a_change_is_told_by_itself():
    assert live_parts.for_person("one", *live_parts.state(SITE, "spring", ("day",))) == {"state": {"day": 3}}


@pytest.mark.usefixtures("parts")
def test_what_depends_on_a_part_is_told_with_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_parts, "TOLD_WITH", {"day": ("seat",)})
    assert live_parts.for_person("one", *live_parts.state(SITE, "spring", ("day",))) == {
        "state": {"day": 3, "seat": "window"}
    }
