"""The reflections' API: written in private, submitted on purpose, reviewed by trainers, and never shown to others."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from mentorcourse.review.feedback import keep_feedback
from tests.caller import Caller, Reply
from tests.review_samples import KEYS, SECTION, WORDS
from tests.workshop import Workshop, closing_store

DRAFT = f"/course/api/answers/{SECTION}.reflection"
MINE = f"/course/api/reflections/{SECTION}"
REVIEW = "/course/api/review/submissions"
SECRET = "Words for my trainers alone"


@pytest.fixture
def place(workshop: Workshop, request: pytest.FixtureRequest) -> Place:
    """A cohort of its own with one person of each role."""
    return Place(workshop, f"Cohort of {request.node.name}"[:120])


class Place:
    """A cohort with a participant, two trainers and a facilitator, each signed in."""

    def __init__(self, workshop: Workshop, cohort: str) -> None:
        self._workshop, self._cohort = workshop, cohort
        self.writer = self.member("Writer", "participant")
        self.trainer = self.member("Trainer 1", "trainer")
        self.colleague = self.member("Trainer 2", "trainer")

    def member(self, name: str, *roles: str) -> Caller:
        """Somebody signed in."""
        unique = f"{name} of {self._cohort}"
        caller = self._workshop.member(unique, *roles, cohort=self._cohort)
        caller.ask("/course/api/me")
        return caller


def write(caller: Caller, text: str = SECRET, base: int = 0) -> int:
    """Save a draft; its revision."""
    saved = caller.ask(DRAFT, "PATCH", {"base_revision": base, "values": {KEYS[0]: text}})
    assert saved.status == 200, saved.text
    revision: int = saved.json["revision"]
    return revision


def submit(caller: Caller, text: str = SECRET, base: int = 0) -> dict[str, Any]:
    """Write and submit; the receipt."""
    reply = caller.ask(f"{MINE}/submit", "POST", {"revision": write(caller, text, base)})
    assert reply.status == 201, reply.text
    version: dict[str, Any] = reply.json
    return version


def review(caller: Caller, version: dict[str, Any], act: str, words: Any = WORDS, base: Any = 0, **more: Any) -> Reply:
    """Save or release a review."""
    return caller.ask(f"{REVIEW}/{version['id']}/{act}", "PUT", {"words": words, "base": base, **more})


def open_it(caller: Caller, version: dict[str, Any], query: str = "") -> Reply:
    """Open a submission as a trainer."""
    return caller.ask(f"{REVIEW}/{version['id']}/open{query}", "POST", {})


def test_a_section_tells_all_that_belongs_to_its_reflection(place: Place) -> None:
    told = place.writer.ask(MINE).json
    assert [*told["definition"]["fields"]] == KEYS
    assert told["definition"]["audience"] == "trainers"
    assert [level["key"] for level in told["rubric"]["levels"]] == ["not_yet", "emerging", "solid", "exemplary"]
    assert len(told["rubric"]["criteria"]) == 3
    assert [one["reads"] for one in told["readers"]] == [True, True]
    assert (told["versions"], told["due"], told["late"]) == ([], None, False)


def test_a_draft_is_kept_and_seen_by_nobody_else(place: Place) -> None:
    write(place.writer)
    assert place.writer.ask(DRAFT).json["values"] == {KEYS[0]: SECRET}
    facilitator = place.member("Facilitator", "facilitator")
    for caller in (place.trainer, facilitator):
        for path in (DRAFT, "/course/api/review/queue", "/course/api/staff/progress"):
            assert SECRET not in caller.ask(path).text


def test_what_is_submitted_is_the_draft_as_the_person_saw_it(place: Place) -> None:
    revision = write(place.writer)
    write(place.writer, "Changed in another window", revision)
    reply = place.writer.ask(f"{MINE}/submit", "POST", {"revision": revision})
    assert (reply.status, "has changed since" in reply.json["message"]) == (409, True)
    receipt = place.writer.ask(f"{MINE}/submit", "POST", {"revision": revision + 1}).json
    assert (receipt["number"], receipt["state"], receipt["late"]) == (1, "submitted", False)
    assert receipt["submitted_at"].endswith("Z")


@pytest.mark.parametrize("revision", [None, "1", True, [], -1, 10**9])
def test_a_strange_revision_submits_nothing(place: Place, revision: object) -> None:
    write(place.writer)
    assert place.writer.ask(f"{MINE}/submit", "POST", {"revision": revision}).status in (400, 409)
    assert place.writer.ask(MINE).json["versions"] == []


def test_a_round_of_review_from_submission_to_a_second_version(place: Place) -> None:
    first = submit(place.writer)
    (row,) = place.trainer.ask("/course/api/review/queue").json["rows"]
    assert (row["id"], row["state"], SECRET in str(row)) == (first["id"], "new", False)
    opened = open_it(place.trainer, first).json
    assert opened["versions"][0]["answers"][KEYS[0]] == SECRET
    assert review(place.trainer, first, "draft").json["version"] == 1
    assert place.writer.ask(MINE).json["versions"][0]["feedback"] == []
    assert review(place.trainer, first, "release", base=1).status == 200
    (seen,) = place.writer.ask(MINE).json["versions"]
    assert (seen["state"], seen["feedback"][0]["overall"], seen["news"]) == ("released", WORDS["overall"], True)
    assert place.writer.ask("/course/api/reflections").json["news"] == 1
    place.writer.ask(f"/course/api/reflections/versions/{first['id']}/read", "POST", {})
    assert place.writer.ask("/course/api/reflections").json["news"] == 0
    second = submit(place.writer, "Revised words", base=1)
    opened = open_it(place.colleague, second).json
    assert [version["number"] for version in opened["versions"]] == [2, 1]
    assert opened["versions"][1]["feedback"][0]["comments"] == WORDS["comments"]


def test_the_same_words_are_refused_a_second_time(place: Place) -> None:
    first = submit(place.writer)
    assert place.writer.ask(f"{MINE}/submit", "POST", {"revision": 1}).status == 409
    open_it(place.trainer, first)
    review(place.trainer, first, "release")
    again = place.writer.ask(f"{MINE}/submit", "POST", {"revision": 1})
    assert (again.status, "submitted before" in again.json["message"]) == (409, True)


def test_a_version_is_withdrawn_until_it_is_opened(place: Place) -> None:
    first = submit(place.writer)
    path = f"/course/api/reflections/versions/{first['id']}/withdraw"
    assert place.writer.ask(path, "POST", {}).json["state"] == "withdrawn"
    assert open_it(place.trainer, first).status == 404
    second = submit(place.writer, "Another start", base=1)
    open_it(place.trainer, second)
    refused = place.writer.ask(f"/course/api/reflections/versions/{second['id']}/withdraw", "POST", {})
    assert (refused.status, "opened this version already" in refused.json["message"]) == (409, True)


def test_a_trainer_whom_the_writer_excludes_finds_nothing(place: Place) -> None:
    first = submit(place.writer)
    (one, other) = place.writer.ask(MINE).json["readers"]
    left = place.writer.ask(f"/course/api/reflections/readers/{one['trainer']}", "PUT", {"excluded": True}).json
    assert [reader["reads"] for reader in left["readers"]] == [False, True]
    assert [open_it(caller, first).status for caller in (place.trainer, place.colleague)] == [404, 200]
    last = place.writer.ask(f"/course/api/reflections/readers/{other['trainer']}", "PUT", {"excluded": True})
    assert (last.status, "Nobody would be left" in last.json["message"]) == (409, True)


def test_nothing_is_submitted_where_nobody_could_read_it(workshop: Workshop) -> None:
    alone = workshop.member("Alone with a reflection", "participant", cohort="A cohort without trainers")
    alone.ask("/course/api/me")
    reply = alone.ask(f"{MINE}/submit", "POST", {"revision": write(alone)})
    assert (reply.status, "no trainer who could read it yet" in reply.json["message"]) == (409, True)


def test_a_closed_section_takes_no_submission(place: Place) -> None:
    revision = write(place.writer)
    facilitator = place.member("Facilitator", "facilitator")
    facilitator.ask(f"/course/api/staff/sections/{SECTION}", "PUT", {"open": False})
    assert place.writer.ask(f"{MINE}/submit", "POST", {"revision": revision}).status == 403
    assert place.writer.ask(MINE).json["versions"] == []


# Trainers.


@pytest.mark.parametrize(
    "words",
    [
        None, [], {"levels": []}, {"overall": 3}, {"comments": {"nowhere": "x"}},
        {"levels": {KEYS[0]: {"honesty": "best"}}},
        {"levels": {"nowhere": {}}}, {"levels": {KEYS[0]: {"beauty": "solid"}}}, {"overall": "x" * 5000}, {"grade": 3},
        {"levels": {KEYS[0]: {"honesty": ["solid"]}}}, {"levels": {KEYS[0]: {"honesty": {}}}},
    ],
)  # fmt: skip
def test_a_review_that_is_none_is_refused_and_nothing_is_kept(place: Place, words: object) -> None:
    first = submit(place.writer)
    for act in ("draft", "release"):
        assert review(place.trainer, first, act, words=words).status == 422
    assert open_it(place.trainer, first).json["own"]["version"] == 0


@pytest.mark.parametrize("base", [None, -1, True, "0"])
def test_a_review_says_what_it_follows_upon(place: Place, base: object) -> None:
    assert review(place.trainer, submit(place.writer), "draft", base=base).status == 400


def test_a_review_without_a_rating_on_each_criterion_or_without_words_is_not_released(place: Place) -> None:
    first = submit(place.writer)
    bare = review(place.trainer, first, "release", words={"levels": {}, "comments": {}, "overall": ""})
    assert set(bare.json["errors"]) == {"honesty", "link", "next_step", "overall"}
    assert place.writer.ask(MINE).json["versions"][0]["state"] == "submitted"


def test_of_two_trainers_the_second_to_release_is_told_and_keeps_the_review(place: Place) -> None:
    first = submit(place.writer)
    assert review(place.trainer, first, "release").status == 200
    late = review(place.colleague, first, "release", words={**WORDS, "overall": "Mine"})
    assert (late.status, "Trainer 1" in late.json["released_before"]["by"]) == (409, True)
    assert (late.json["own"]["words"]["overall"], late.json["own"]["released_at"]) == ("Mine", None)
    beside = review(place.colleague, first, "release", words={**WORDS, "overall": "Mine"}, base=1, beside=True)
    assert beside.status == 200
    assert len(place.writer.ask(MINE).json["versions"][0]["feedback"]) == 2


def test_a_review_changed_in_another_window_comes_back_with_both(place: Place) -> None:
    first = submit(place.writer)
    review(place.trainer, first, "draft")
    late = review(place.trainer, first, "draft", words={**WORDS, "overall": "Other"})
    assert (late.status, late.json["conflict"], late.json["own"]["words"]) == (409, True, WORDS)


def test_blind_mode_hides_every_name_and_number_of_the_writer(place: Place) -> None:
    first = submit(place.writer)
    me = place.writer.ask("/course/api/me").json
    queue = place.trainer.ask("/course/api/review/queue?blind=1")
    (row,) = queue.json["rows"]
    opened = open_it(place.trainer, first, "?blind=1")
    assert row["name"] == opened.json["name"] != me["name"]
    assert row["name"].startswith("Writer ")
    for reply in (queue, opened):
        assert me["person"] not in reply.text
        assert me["name"] not in reply.text


def test_a_claim_is_seen_handed_over_and_put_back(place: Place) -> None:
    first = submit(place.writer)
    open_it(place.trainer, first)
    held = open_it(place.colleague, first).json["holder"]
    assert (held["mine"], held["present"], "Trainer 1" in held["name"]) == (False, True, True)
    path = f"{REVIEW}/{first['id']}/claim"
    assert place.colleague.ask(path, "PUT", {"to": "me"}).json["holder"]["mine"]
    (there,) = place.colleague.ask("/course/api/review/queue").json["colleagues"]
    assert not place.colleague.ask(path, "PUT", {"to": there["trainer"]}).json["holder"]["mine"]
    assert place.trainer.ask(path, "PUT", {"to": None}).json["holder"] is None
    assert place.trainer.ask(path, "PUT", {"to": 3}).status == 422
    assert place.trainer.ask(path, "PUT", {"to": "nobody"}).status == 409


def test_a_trainer_recuses_themselves_and_takes_it_back(place: Place) -> None:
    first = submit(place.writer)
    assert place.trainer.ask(f"{REVIEW}/{first['id']}/recuse", "POST", {"reason": "boredom"}).status == 409
    assert place.trainer.ask(f"{REVIEW}/{first['id']}/recuse", "POST", {"reason": "mentee"}).status == 200
    queue = place.trainer.ask("/course/api/review/queue").json
    assert (queue["rows"], queue["recusals"][0]["reason"]) == ([], "mentee")
    assert open_it(place.trainer, first).status == 404
    place.trainer.ask(f"/course/api/review/recusals/{queue['recusals'][0]['person']}", "DELETE")
    assert open_it(place.trainer, first).status == 200


def test_both_sides_write_below_feedback(place: Place) -> None:
    first = submit(place.writer)
    assert place.trainer.ask(f"{REVIEW}/{first['id']}/answer", "POST", {"text": "Early"}).status == 409
    review(place.trainer, first, "release")
    said = f"/course/api/reflections/versions/{first['id']}/reply"
    assert place.writer.ask(said, "POST", {"text": "  "}).status == 422
    assert place.writer.ask(said, "POST", {"text": "May I ask?"}).json["replies"][0]["mine"]
    assert place.trainer.ask("/course/api/review/queue").json["rows"][0]["state"] == "answered"
    answered = place.trainer.ask(f"{REVIEW}/{first['id']}/answer", "POST", {"text": "Please do."}).json
    assert [one["text"] for one in answered["versions"][0]["replies"]] == ["May I ask?", "Please do."]


def test_the_comment_bank_is_ones_own_and_what_colleagues_share(place: Place) -> None:
    bank = "/course/api/review/bank"
    place.trainer.ask(bank, "POST", {"text": "With whom, and when?", "shared": True})
    assert place.trainer.ask(bank, "POST", {"text": "", "shared": True}).status == 422
    (seen,) = place.colleague.ask(bank).json["sentences"]
    assert (seen["text"], "Trainer 1" in seen["by"]) == ("With whom, and when?", True)
    place.colleague.ask(f"{bank}/{seen['id']}", "DELETE")
    assert len(place.trainer.ask(bank).json["sentences"]) == 1
    place.trainer.ask(f"{bank}/{seen['id']}", "DELETE")
    assert place.trainer.ask(bank).json["sentences"] == []


def test_an_example_is_rated_before_our_reading_of_it_is_shown(place: Place) -> None:
    path = "/course/api/review/examples"
    told = place.trainer.ask(path).json
    assert len(told["examples"]) == 3
    assert not any("reference" in one for one in told["examples"])
    key = told["examples"][0]["key"]
    levels = {"honesty": "solid", "link": "solid", "next_step": "not_yet"}
    assert place.trainer.ask(f"{path}/{key}", "PUT", {"levels": {"honesty": "solid"}}).status == 422
    assert place.trainer.ask(f"{path}/{key}", "PUT", {"levels": {**levels, "link": "best"}}).status == 422
    assert place.trainer.ask(f"{path}/nowhere", "PUT", {"levels": levels}).status == 404
    rated = place.trainer.ask(f"{path}/{key}", "PUT", {"levels": levels}).json
    assert ("reference" in rated["examples"][0], "reference" in rated["examples"][1]) == (True, False)
    assert place.trainer.ask(f"{path}/{key}", "PUT", {"levels": levels}).status == 409
    place.colleague.ask(f"{path}/{key}", "PUT", {"levels": levels})
    assert place.colleague.ask(path).json["team"] == {"alpha": 1.0, "units": 3, "raters": 2}


def test_trainers_of_another_cohort_find_nothing(place: Place, workshop: Workshop) -> None:
    first = submit(place.writer)
    stranger = workshop.member("Trainer elsewhere", "trainer", cohort="Another cohort with trainers")
    stranger.ask("/course/api/me")
    assert stranger.ask("/course/api/review/queue").json["rows"] == []
    assert open_it(stranger, first).status == 404
    assert review(stranger, first, "draft").status == 404


def test_a_save_without_the_token_of_the_page_changes_nothing(place: Place) -> None:
    first = submit(place.writer)
    for caller, path, method in [
        (place.writer, f"/course/api/reflections/versions/{first['id']}/withdraw", "POST"),
        (place.trainer, f"{REVIEW}/{first['id']}/open", "POST"),
        (place.trainer, f"{REVIEW}/{first['id']}/release", "PUT"),
    ]:
        assert caller.ask(path, method, {"words": WORDS, "base": 0}, token="").status == 403
    assert place.writer.ask(MINE).json["versions"][0]["state"] == "submitted"


def test_facilitators_have_no_part_in_reflections(place: Place) -> None:
    first = submit(place.writer)
    facilitator = place.member("Facilitator", "facilitator")
    for path, method in [
        (MINE, "GET"), ("/course/api/reflections", "GET"), ("/course/api/review/queue", "GET"),
        (f"{REVIEW}/{first['id']}/open", "POST"), ("/course/review", "GET"),
    ]:  # fmt: skip
        assert facilitator.ask(path, method, {} if method == "POST" else None).status == 404


def test_pages_of_reflections_are_plain_and_hold_nothing_personal(place: Place) -> None:
    submit(place.writer)
    for path in ("/course/reflections", f"/course/reflections/{SECTION}"):
        page = place.writer.ask(path)
        assert (page.status, SECRET in page.text) == (200, False)
    assert place.writer.ask("/course/reflections/99_nowhere").status == 404


def test_the_workbook_holds_the_draft_under_its_section(place: Place) -> None:
    write(place.writer)
    told = place.writer.ask("/course/api/workbook.json").json
    (kept,) = told["activities"]
    assert (kept["activity"], kept["title"]) == (f"{SECTION}.reflection", "Your reflection")


# A check before the release.

LEVELS = {KEYS[0]: {"honesty": "exemplary", "link": "emerging", "next_step": "not_yet"}}
STAFF = "/course/api/staff/reflections"


@pytest.fixture
def facilitator(place: Place) -> Caller:
    """The cohort's facilitator."""
    return place.member("Facilitator", "facilitator")


def test_a_second_reader_rates_blind_and_then_the_first_releases(place: Place, facilitator: Caller) -> None:
    told = facilitator.ask(STAFF, "PUT", {"checked_by": "second reader", "lead": None}).json
    assert (told["checked_by"], place.writer.ask(MINE).json["checked_by"]) == ("second reader", "second reader")
    first = submit(place.writer)
    path = f"{REVIEW}/{first['id']}"
    told = {"needed": "second reader", "asked": None, "waiting": None, "left_out": False}
    assert open_it(place.trainer, first).json["check"] == told
    early = review(place.trainer, first, "release")
    assert (early.status, "Ask for a second reading first" in early.json["message"]) == (409, True)
    assert place.trainer.ask(f"{path}/check", "PUT", {"words": {}, "base": 0}).status == 422
    asked = place.trainer.ask(f"{path}/check", "PUT", {"words": WORDS, "base": 0}).json["check"]["asked"]
    assert (asked["state"], asked["readings"]) == ("asked", [])
    blind = open_it(place.colleague, first)
    waiting = blind.json["check"]["waiting"]
    assert (waiting["draft"], waiting["levels"], str(WORDS["overall"]) in blind.text) == (None, None, False)
    of = waiting["trainer"]
    assert (
        place.colleague.ask(f"{path}/verdict", "PUT", {"of": of, "version": 1, "note": "", "approves": True}).status
        == 409
    )
    assert place.colleague.ask(f"{path}/rating", "PUT", {"of": of, "levels": {}}).status == 409
    seen = place.colleague.ask(f"{path}/rating", "PUT", {"of": of, "levels": LEVELS}).json["check"]["waiting"]
    assert (seen["draft"]["overall"], seen["own"]) == (WORDS["overall"], LEVELS)
    sent = {"of": of, "version": 1, "note": "Say when.", "approves": True}
    assert place.colleague.ask(f"{path}/verdict", "PUT", sent).json["check"]["waiting"] is None
    (row,) = place.trainer.ask("/course/api/review/queue").json["rows"]
    assert (row["state"], row["elsewhere"]) == ("checked", False)
    assert open_it(place.trainer, first).json["check"]["asked"]["note"] == "Say when."
    assert review(place.trainer, first, "release", base=1).status == 200
    (version,) = place.writer.ask(MINE).json["versions"]
    assert len(version["opened"]) == 2
    assert "Say when." not in place.writer.ask(MINE).text
    assert place.trainer.ask("/course/api/review/examples").json["read_twice"]["units"] == 3


def test_the_lead_returns_a_review_and_it_is_taken_back(place: Place, facilitator: Caller) -> None:
    leads = facilitator.ask(STAFF).json["trainers"]
    lead = next(one["trainer"] for one in leads if one["name"].startswith("Trainer 2"))
    assert facilitator.ask(STAFF, "PUT", {"checked_by": "lead", "lead": None}).status == 422
    assert facilitator.ask(STAFF, "PUT", {"checked_by": "lead", "lead": lead}).json["lead"] == lead
    first = submit(place.writer)
    path = f"{REVIEW}/{first['id']}"
    asked = place.trainer.ask(f"{path}/check", "PUT", {"words": WORDS, "base": 0}).json["check"]
    assert asked["asked"]["kind"] == "lead"
    waiting = open_it(place.colleague, first).json["check"]["waiting"]
    sent = {"of": waiting["trainer"], "version": 1, "note": "", "approves": False}
    assert place.colleague.ask(f"{path}/verdict", "PUT", sent).status == 409
    place.colleague.ask(f"{path}/verdict", "PUT", {**sent, "note": "Kinder, please."})
    assert open_it(place.trainer, first).json["check"]["asked"]["state"] == "returned"
    place.trainer.ask(f"{path}/check", "PUT", {"words": {**WORDS, "overall": "Kind."}, "base": 1})
    assert place.trainer.ask(f"{path}/check", "DELETE").json["check"]["asked"]["state"] == "returned"


@pytest.mark.parametrize(
    ("act", "sent", "status"),
    [
        ("rating", {}, 400), ("rating", {"of": "nobody", "levels": {"nowhere": {}}}, 422),
        ("rating", {"of": "nobody", "levels": LEVELS}, 409), ("verdict", {"of": "nobody"}, 400),
        ("verdict", {"of": "nobody", "version": True, "note": "", "approves": True}, 400),
        ("verdict", {"of": "nobody", "version": 1, "note": 3, "approves": True}, 422),
        ("verdict", {"of": "nobody", "version": 1, "note": "x" * 5000, "approves": True}, 422),
    ],
)  # fmt: skip
def test_a_check_that_is_none_is_refused(place: Place, act: str, sent: dict[str, Any], status: int) -> None:
    first = submit(place.writer)
    assert place.colleague.ask(f"{REVIEW}/{first['id']}/{act}", "PUT", sent).status == status


# Days, and counts.


def test_a_facilitator_moves_a_day_and_what_comes_later_is_marked(place: Place, facilitator: Caller) -> None:
    def day_of(told: dict[str, Any]) -> tuple[str | None, bool]:
        (one,) = [section for section in told["sections"] if section["section"] == SECTION]
        return one["due"], one["moved"]

    assert day_of(facilitator.ask(STAFF).json) == (None, False)
    assert day_of(facilitator.ask(f"{STAFF}/{SECTION}", "PUT", {"due": "2020-01-31"}).json) == ("2020-01-31", True)
    told = place.writer.ask(MINE).json
    assert (told["due"], told["late"]) == ("2020-01-31", True)
    assert submit(place.writer)["late"] is True
    assert place.trainer.ask("/course/api/review/queue").json["rows"][0]["late"] is True
    for wrong in ("soon", 3, "", "0001-01-01"):
        assert facilitator.ask(f"{STAFF}/{SECTION}", "PUT", {"due": wrong}).status == 422
    assert day_of(facilitator.ask(f"{STAFF}/{SECTION}", "PUT", {"due": None}).json) == (None, True)
    assert day_of(facilitator.ask(f"{STAFF}/{SECTION}", "DELETE").json) == (None, False)
    assert facilitator.ask(f"{STAFF}/99_nowhere", "PUT", {"due": None}).status == 404


def test_a_section_that_is_opened_is_due_two_weeks_later(place: Place, facilitator: Caller) -> None:
    facilitator.ask(f"/course/api/staff/sections/{SECTION}", "PUT", {"open": True})
    due = place.writer.ask(MINE).json["due"]
    assert (date.fromisoformat(due) - datetime.now(UTC).date()).days in (13, 14)


def test_a_facilitator_sees_how_many_and_neither_whose_nor_what(place: Place, facilitator: Caller) -> None:
    first = submit(place.writer)
    submit(place.member("Writer 2", "participant"))
    review(place.trainer, first, "release")
    told = facilitator.ask(STAFF)
    (one,) = [section for section in told.json["sections"] if section["submitted"]]
    assert (one["section"], one["submitted"], one["late"], one["waiting"], one["released"]) == (SECTION, 2, 0, 1, 1)
    assert SECRET not in told.text
    assert "Writer" not in told.text


# nbgrader's page of feedback.


def test_the_page_of_feedback_is_its_writers_alone_and_can_do_nothing(place: Place, workshop: Workshop) -> None:
    first = submit(place.writer)
    path = f"/course/api/reflections/versions/{first['id']}/feedback"
    with closing_store(workshop) as store:
        keep_feedback(store, first["id"], "<html><body>Made by nbgrader<script>x()</script></body></html>")
    assert place.writer.ask(path).status == 404
    review(place.trainer, first, "release")
    assert place.writer.ask(MINE).json["versions"][0]["page"] is True
    page = place.writer.ask(path)
    assert (page.status, "Made by nbgrader" in page.text, "<script" in page.text) == (200, True, False)
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("sandbox")
    kept = place.writer.ask(f"{path}?download")
    assert kept.headers["Content-Disposition"].startswith("attachment; filename=")
    stranger = place.member("Another writer", "participant")
    assert [caller.ask(path).status for caller in (stranger, place.trainer)] == [404, 404]
