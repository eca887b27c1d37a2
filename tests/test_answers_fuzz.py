"""Whatever is sent to the answers API, it answers in JSON with a word on what to do, and keeps only what fits."""

from __future__ import annotations

import json
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorcourse.content import read_course
from tests.caller import Caller
from tests.workshop import Workshop

COURSE = read_course()
FIELDS = {address: dict(activity.list_fields()) for address, _, activity in COURSE.activities()}
EXPECTED = {200, 400, 403, 404, 409, 413, 422}
RUNS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_numbers = count(1)

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
)


@st.composite
def saves(draw: st.DrawFn) -> tuple[str, Any]:
    """An activity, and a request that may or may not be a save: often of its fields, with values of any shape."""
    address = draw(st.sampled_from(sorted(FIELDS)))
    keys = st.sampled_from(sorted(FIELDS[address])) | st.text(max_size=20)
    options = [option["key"] for field in FIELDS[address].values() for option in field.options]
    values = anything | st.lists(st.text(max_size=30), max_size=5) | st.sampled_from(options or ["none"])
    body: dict[str, Any] = {
        "base_revision": draw(st.integers(-1, 3) | anything),
        "values": draw(st.dictionaries(keys, values, max_size=5) | anything),
    }
    return address, draw(st.just(body) | anything)


@pytest.fixture
def person(workshop: Workshop) -> Caller:
    """Somebody new."""
    return workshop.member(f"Fuzzy {next(_numbers)}")


@RUNS
@given(save=saves())
def test_any_json_is_answered_in_json_and_in_words(person: Caller, save: tuple[str, Any]) -> None:
    address, body = save
    reply = person.ask(f"/course/api/answers/{address}", "PATCH", body)
    assert reply.status in EXPECTED, reply.text
    told = reply.json
    if reply.status == 422:
        assert told["errors"] or told["message"]
    elif reply.status not in (200, 409):
        assert told["message"]


@RUNS
@given(save=saves())
def test_what_was_kept_is_what_comes_back(person: Caller, save: tuple[str, Any]) -> None:
    address, body = save
    before = person.ask(f"/course/api/answers/{address}").json
    reply = person.ask(f"/course/api/answers/{address}", "PATCH", body)
    after = person.ask(f"/course/api/answers/{address}").json
    if reply.status == 200:
        assert after == reply.json
        assert set(after["values"]) <= set(FIELDS[address])
    else:
        assert after == before


@RUNS
@given(content=st.binary(max_size=200))
def test_any_bytes_are_answered_in_json(person: Caller, content: bytes) -> None:
    reply = person.ask("/course/api/answers/02_what_you_bring.journal", "PATCH", content)
    assert reply.status in EXPECTED
    assert json.loads(reply.content)


@RUNS
@given(address=st.text(min_size=1, max_size=60))
def test_any_name_of_an_activity_that_there_is_not_is_refused(person: Caller, address: str) -> None:
    reply = person.ask(f"/course/api/answers/{quote(address, safe='')}")
    assert reply.status in {400, 404}
