"""Every page in every state can be used by everybody: in the dark, in few or forced colours, narrow, large, on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.workshop import Workshop

from .looks import findings
from .places import PLACES, Cast

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def cast(workshop: Workshop, browser: Browser) -> Iterator[Cast]:
    """Somebody of each role, signed in once for all of this module's tests."""
    made = Cast(workshop, browser)
    yield made
    made.close()


@pytest.mark.parametrize("place", PLACES)
def test_a_page_can_be_used_in_every_mode(cast: Cast, place: str) -> None:
    assert findings(PLACES[place](cast)) == []
