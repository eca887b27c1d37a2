"""The answers API over the real server: what is saved comes back, and nothing else gets in or out."""

from __future__ import annotations

import json
import socket
import sqlite3
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bench.orders import PROGRAM, Orders
from tests.caller import Caller, Reply
from tests.workshop import Workshop, running_workshop

SHEET = "02_what_you_bring.balance_sheet"
JOURNAL = "02_what_you_bring.journal"
CASE = "02_what_you_bring.case_worked_for_me"
RATING = "01_introduction.self_rating"
FEATURES = "01_introduction.formal_or_informal"
CONFLICTS = "07_ethics.conflicts"
_numbers = count(1)


def answers(activity: str, rest: str = "") -> str:
    return f"/course/api/answers/{activity}{rest}"


def save(caller: Caller, activity: str, values: Any, base: Any = 0, **more: Any) -> Reply:
    return caller.ask(answers(activity), "PATCH", {"base_revision": base, "values": values}, **more)


@pytest.fixture
def person(workshop: Workshop) -> Caller:
    """A participant who has answered nothing yet."""
    return workshop.member(f"Answering {next(_numbers)}")


def test_an_answer_not_yet_given_is_empty(person: Caller) -> None:
    reply = person.ask(answers(SHEET))
    assert reply.status == 200
    assert reply.json == {"activity": SHEET, "revision": 0, "values": {}, "saved_at": None}


def test_what_is_saved_comes_back_with_its_time(person: Caller) -> None:
    saved = save(person, SHEET, {"life.assets": ["Raised children", "Changed fields"]})
    assert saved.status == 200
    assert saved.json["revision"] == 1
    assert saved.json["values"] == {"life.assets": ["Raised children", "Changed fields"]}
    assert saved.json["saved_at"].endswith("Z")
    assert person.ask(answers(SHEET)).json == saved.json


def test_saving_the_same_again_makes_no_revision(person: Caller) -> None:
    saved = save(person, JOURNAL, {"shared_path": "Mine"})
    assert save(person, JOURNAL, {"shared_path": "Mine"}).json == saved.json
    assert save(person, JOURNAL, {}, 1).json == saved.json


def test_the_history_lists_what_each_save_changed_newest_first(person: Caller) -> None:
    save(person, JOURNAL, {"shared_path": "First"})
    save(person, JOURNAL, {"shared_path": "Second", "main_lessons": "One"}, 1)
    history = person.ask(answers(JOURNAL, "/history")).json
    assert [(one["revision"], one["values"]) for one in history["revisions"]] == [
        (2, {"shared_path": "Second", "main_lessons": "One"}),
        (1, {"shared_path": "First"}),
    ]


def test_two_windows_that_change_different_fields_both_keep_their_change(person: Caller) -> None:
    save(person, JOURNAL, {"shared_path": "One window"})
    reply = save(person, JOURNAL, {"main_lessons": "Another window"}, 0)
    assert reply.status == 200
    assert reply.json["values"] == {"shared_path": "One window", "main_lessons": "Another window"}


def test_two_windows_that_change_one_field_see_both_and_lose_neither(person: Caller) -> None:
    first = save(person, JOURNAL, {"shared_path": "There first"}).json
    reply = save(person, JOURNAL, {"shared_path": "Here second", "main_lessons": "Not kept either"})
    assert reply.status == 409
    conflicts = {"shared_path": {"yours": "Here second", "theirs": "There first"}}
    assert reply.json == {"conflicts": conflicts, **first}
    assert person.ask(answers(JOURNAL)).json == first


WRONG = [
    (SHEET, "life.assets", "text where a list belongs", "list of entries"),
    (SHEET, "life.assets", ["fine", 7], "takes text"),
    (SHEET, "life.assets", ["x"] * 13, "12 fit"),
    (SHEET, "life.assets", ["x" * 2001], "2000 fit"),
    (SHEET, "life.nonsense", "x", "no such field"),
    (SHEET, "__proto__", {}, "no such field"),
    (JOURNAL, "shared_path", ["x"], "takes text"),
    (JOURNAL, "shared_path", {"x": 1}, "takes text"),
    (JOURNAL, "shared_path", True, "takes text"),
    (RATING, "attention.often", "3", "number from"),
    (RATING, "attention.often", True, "number from"),
    (RATING, "attention.often", 2.0, "number from"),
    (RATING, "attention.often", 99, "number from"),
    (RATING, "attention.often", -(10**30), "number from"),
    (FEATURES, "relationship_1.features", ["brief", "no_such_option"], "options shown"),
    (FEATURES, "relationship_1.features", ["brief", ["brief"]], "options shown"),
    (FEATURES, "relationship_1.verdict", "Mixture", "options shown"),
    (FEATURES, "relationship_1.verdict", {"mixture": 1}, "options shown"),
    (CONFLICTS, "pulls.mentor", ["x"], "text and what follows"),
    (CONFLICTS, "pulls.mentor", [{"text": "x", "follow_up": "y", "more": "z"}], "text and what follows"),
    (CONFLICTS, "pulls.mentor", [{"text": 5}], "takes text"),
    (CASE, "committed", "true", "ticked or not"),
    (CASE, "committed", 1, "ticked or not"),
]


@pytest.fixture(scope="module")
def refused_person(workshop: Workshop) -> Caller:
    """Somebody of whom nothing wrong is ever kept."""
    return workshop.member("Refused")


@pytest.mark.parametrize(("activity", "field", "value", "words"), WRONG)
def test_a_wrong_value_is_refused_at_its_field_and_nothing_is_saved(
    refused_person: Caller, activity: str, field: str, value: Any, words: str
) -> None:
    reply = save(refused_person, activity, {field: value})
    assert reply.status == 422
    assert list(reply.json["errors"]) == [field]
    assert words in reply.json["errors"][field]
    assert refused_person.ask(answers(activity)).json["revision"] == 0


def test_every_wrong_field_is_named_and_the_right_ones_wait_with_them(person: Caller) -> None:
    reply = save(person, JOURNAL, {"shared_path": "Right", "main_lessons": 5, "nowhere": "x"})
    assert reply.status == 422
    assert set(reply.json["errors"]) == {"main_lessons", "nowhere"}
    assert person.ask(answers(JOURNAL)).json["values"] == {}


def test_a_base_revision_from_the_future_is_refused(person: Caller) -> None:
    reply = save(person, JOURNAL, {"shared_path": "x"}, 10**40)
    assert reply.status == 422
    assert "Reload the page" in reply.json["message"]


DEEP = b'{"base_revision": 0, "values": {"shared_path": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
NO_OBJECTS = [
    b"", b"null", b"[]", b'"text"', b"7", b"{", b"\xff\xfe\xfa", b'{"base_revision": 0, "values": {"why": "\xc3"}}',
    b'{"base_revision": ' + b"9" * 5000 + b', "values": {}}', DEEP, b'{"values": {}}', b'{"base_revision": 0}',
    b'{"base_revision": 0, "values": []}', b'{"base_revision": "0", "values": {}}',
    b'{"base_revision": true, "values": {}}', b'{"base_revision": -1, "values": {}}',
    b'{"base_revision": 1.0, "values": {}}', b'{"base_revision": null, "values": {}}',
]  # fmt: skip


@pytest.mark.parametrize("body", NO_OBJECTS, ids=lambda body: repr(body[:40]))
def test_a_request_that_is_no_save_is_refused_in_words(refused_person: Caller, body: bytes) -> None:
    reply = refused_person.ask(answers(JOURNAL), "PATCH", body)
    assert reply.status == 400
    assert reply.json["message"]


def test_json_that_is_nested_but_not_too_deep_is_refused_at_its_field(refused_person: Caller) -> None:
    reply = refused_person.ask(answers(JOURNAL), "PATCH", DEEP.replace(b"[" * 99_900, b"").replace(b"]" * 99_900, b""))
    assert reply.status == 422
    assert "takes text" in reply.json["errors"]["shared_path"]


@pytest.mark.parametrize("activity", ["02_what_you_bring.nothing", "99_nowhere.balance_sheet", "home.balance_sheet"])
def test_an_activity_that_the_course_does_not_have_is_not_found(person: Caller, activity: str) -> None:
    for path in (answers(activity), answers(activity, "/history"), f"/course/api/cohort/{activity}"):
        assert person.ask(path).status == 404
    assert save(person, activity, {"x": "y"}).status == 404


def test_a_megabyte_in_one_field_is_refused_in_words_and_the_next_save_works(person: Caller) -> None:
    reply = save(person, JOURNAL, {"shared_path": "x" * 1_000_000})
    assert reply.status == 413
    assert "Shorten it" in reply.json["message"]
    assert save(person, JOURNAL, {"shared_path": "short"}).status == 200


def test_more_than_the_server_takes_at_all_is_refused_in_the_same_way(person: Caller) -> None:
    reply = save(person, JOURNAL, {"shared_path": "x" * 6_000_000})
    assert reply.status == 413
    assert "Shorten it" in reply.json["message"]
    assert save(person, JOURNAL, {"shared_path": "short"}).status == 200


def test_a_body_without_end_is_cut_off(person: Caller) -> None:
    endless = (b"x" * 100_000 for _ in range(100))
    headers = {"Transfer-Encoding": "chunked"}
    try:
        status = person.ask(answers(JOURNAL), "PATCH", b"".join(_chunked(endless)), headers=headers).status
    except (ConnectionError, OSError):
        status = 400
    assert status == 400
    assert person.is_signed_in()


IMPATIENT = "import mentorcourse.server.app as app; app.IDLE_SECONDS = app.BODY_SECONDS = 0.5; "
IMPATIENT += "from mentorcourse.cli import app; app()"


def test_whoever_takes_too_long_over_a_request_is_let_go_and_the_others_go_on(tmp_path: Path) -> None:
    slow = {
        "its head": b"GET /course/ HTTP/1.1\r\n",
        "its body": b"POST /course/sign-in HTTP/1.1\r\nContent-Length: 9\r\n",
    }
    with running_workshop(tmp_path, program=("-c", IMPATIENT)) as workshop:
        host = f"Host: 127.0.0.1:{workshop.port}\r\n".encode()
        for part, begun in slow.items():
            with socket.create_connection(("127.0.0.1", workshop.port), timeout=30) as connection:
                connection.sendall(begun + (host + b"\r\n" if part == "its body" else host))
                assert connection.recv(1000) == b"", part
        assert workshop.member("Patient").is_signed_in()


def _chunked(parts: Iterator[bytes]) -> Iterator[bytes]:
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)
    yield b"0\r\n\r\n"


TEXTS = {
    "emoji and joined emoji": "🧑🏽‍⚕️👍🏿 Ω≈ç√",
    "right to left with marks": "שלום \u202eעולם\u202c مرحبا",
    "combining": "e\u0301 \u1112\u1161\u11ab",
    "quotes and markup": "<script>alert('x')</script> \"&amp;\" %s {institution.name} $(x) `y`",
    "lines": "one\n\ntwo\ttabbed",
    "beyond the basic plane": "𝒳" * 2000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_text_of_every_kind_comes_back_as_it_was(person: Caller, text: str) -> None:
    assert save(person, JOURNAL, {"shared_path": text}).json["values"] == {"shared_path": text}
    assert person.ask(answers(JOURNAL)).json["values"] == {"shared_path": text}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\x07\x1b[31mb\x7f\x9f", "a[31mb"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("half a pair \ud83d, and text", "half a pair , and text"),
        ("\x00\x01 \n", ""),
    ],
)
def test_control_characters_are_left_out(person: Caller, typed: str, kept: str) -> None:
    assert save(person, JOURNAL, {"shared_path": typed}).json["values"] == {"shared_path": kept}


def test_a_field_name_of_odd_characters_is_refused_in_valid_json(person: Caller) -> None:
    reply = save(person, JOURNAL, {"\ud800\x00<b>": "x"})
    assert reply.status == 422
    assert list(reply.json["errors"]) == ["\ud800\x00<b>"]


def commit(caller: Caller, choice: str = "only_ask", activity: str = CASE) -> Reply:
    return save(caller, activity, {"choice": choice, "reasons": "Mine", "committed": True})


def test_a_case_study_freezes_what_is_committed_and_takes_a_second_answer_after_it(person: Caller) -> None:
    early = save(person, CASE, {"second_choice": "other_views"})
    assert early.status == 422
    assert "Commit" in early.json["errors"]["second_choice"]
    incomplete = save(person, CASE, {"choice": "only_ask", "committed": True})
    assert list(incomplete.json["errors"]) == ["committed"]
    assert commit(person).status == 200
    for values in ({"choice": "other_views"}, {"reasons": "Others"}, {"committed": False}, {"committed": None}):
        assert save(person, CASE, values, 1).status == 422
    assert save(person, CASE, {"second_choice": "other_views", "second_reasons": "Thought again"}, 1).status == 200
    kept = person.ask(answers(CASE)).json["values"]
    assert (kept["choice"], kept["second_choice"]) == ("only_ask", "other_views")


def test_the_cohort_s_choices_show_after_one_s_own_from_five_on(workshop: Workshop) -> None:
    people = [workshop.member(f"Choosing {number}", cohort="Choosing") for number in range(1, 7)]
    path = f"/course/api/cohort/{CASE}"
    refused = people[0].ask(path)
    assert refused.status == 403
    assert "Commit to your own answer first" in refused.json["message"]
    for one, choice in zip(people[:4], ["only_ask", "only_ask", "other_views", "own"], strict=True):
        commit(one, choice)
    few = people[0].ask(path).json
    assert (few["shown"], few["counts"]) == (0, None)
    assert "there are fewer so far" in few["message"]
    commit(people[4], "other_views")
    counts = people[0].ask(path).json["counts"]
    assert counts == {"choice": {"answer_plainly": 0, "only_ask": 2, "story_with_bias": 0, "other_views": 2, "own": 1}}
    commit(people[5], "answer_plainly")
    assert people[0].ask(path).json["counts"] == counts
    assert "Mine" not in people[0].ask(path).text


def test_the_cohort_s_answers_to_a_private_activity_are_not_shown(person: Caller) -> None:
    assert person.ask(f"/course/api/cohort/{SHEET}").status == 404


def test_a_closed_section_keeps_what_was_written_and_takes_no_change_until_it_opens(workshop: Workshop) -> None:
    leader = workshop.member("Closing", "facilitator", cohort="Closing")
    writer = workshop.member("Closed out", cohort="Closing")
    assert save(writer, SHEET, {"life.assets": ["Before"]}).status == 200
    section = "/course/api/staff/sections/02_what_you_bring"
    assert leader.ask(section, "PUT", {"open": False}).status == 200
    refused = save(writer, SHEET, {"life.assets": ["After"]}, 1)
    assert refused.status == 403
    assert "closed this section" in refused.json["message"]
    assert writer.ask(answers(SHEET)).json["values"] == {"life.assets": ["Before"]}
    assert save(writer, RATING, {"attention.often": 3}).status == 200
    assert leader.ask(section, "PUT", {"open": True}).status == 200
    assert save(writer, SHEET, {"life.assets": ["After"]}, 1).status == 200


def test_a_closed_page_says_so_to_participants_without_starting_a_kernel(workshop: Workshop) -> None:
    leader = workshop.member("Closing pages", "facilitator", cohort="Closing pages")
    reader = workshop.member("Reading", cohort="Closing pages")
    leader.ask("/course/api/staff/sections/03_ground_rules", "PUT", {"open": False})
    leader.ask("/course/api/staff/sections/02_what_you_bring", "PUT", {"open": False})
    page = reader.ask("/course/sections/02_what_you_bring")
    assert page.status == 403
    assert "closed for now" in page.text
    assert "kernelId" not in page.text


def test_progress_counts_what_is_answered_and_names_what_is_closed(workshop: Workshop) -> None:
    leader = workshop.member("Counting", "facilitator", cohort="Progress")
    person = workshop.member("Counted", cohort="Progress")
    save(person, JOURNAL, {"shared_path": "One of several", "main_lessons": "  "})
    leader.ask("/course/api/staff/sections/07_ethics", "PUT", {"open": False})
    sections = {one["section"]: one for one in person.ask("/course/api/progress").json["sections"]}
    bring = sections["02_what_you_bring"]
    journal = next(one for one in bring["activities"] if one["activity"] == JOURNAL)
    assert (journal["answered"], journal["total"] > 1, journal["done"]) == (1, True, False)
    assert bring["answered"] == 1
    assert (bring["open"], sections["07_ethics"]["open"]) == (True, False)
    assert bring["url"] == "/course/sections/02_what_you_bring"


def test_nobody_reaches_another_person_s_answers(workshop: Workshop, person: Caller) -> None:
    save(person, JOURNAL, {"shared_path": "A secret of mine"})
    me = person.ask("/course/api/me").json
    for other in (workshop.member("Curious"), workshop.member("Curious staff", "facilitator", "trainer")):
        for query in ("", f"?person={me['person']}", f"?user={me['person']}&cohort={me['cohort']}"):
            for path in (
                answers(JOURNAL),
                answers(JOURNAL, "/history"),
                f"/course/api/cohort/{CASE}",
                "/course/api/me",
            ):
                reply = other.ask(path + query, headers={"X-Person": me["person"], "X-Forwarded-User": me["person"]})
                assert "A secret of mine" not in reply.text
        body = {"base_revision": 1, "values": {}, "person": me["person"], "cohort": me["cohort"]}
        assert "A secret of mine" not in other.ask(answers(JOURNAL), "PATCH", body).text


def test_one_person_s_answers_in_two_cohorts_are_kept_apart(workshop: Workshop) -> None:
    here = workshop.member("In two places", cohort="Apart one")
    there = workshop.member("In two places", cohort="Apart two")
    save(here, JOURNAL, {"shared_path": "Written here"})
    assert there.ask(answers(JOURNAL)).json["values"] == {}
    assert here.ask("/course/api/me").json["draft_key"] != there.ask("/course/api/me").json["draft_key"]


def test_a_save_without_the_page_s_own_token_is_refused(workshop: Workshop, person: Caller) -> None:
    another = workshop.member("Another browser").cookies["_xsrf"]
    for token in ("", "x", another, "2|00000000|00000000000000000000000000000000|1"):
        assert save(person, JOURNAL, {"shared_path": "forged"}, token=token).status == 403
    assert person.ask(answers(JOURNAL)).json["revision"] == 0


def test_a_save_that_another_site_sends_is_refused_even_with_the_token(person: Caller) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        assert save(person, JOURNAL, {"shared_path": "forged"}, headers={"Origin": origin}).status in (403, 404)
    assert person.ask(answers(JOURNAL)).json["revision"] == 0
    own = {"Origin": f"http://127.0.0.1:{person.port}"}
    assert save(person, JOURNAL, {"shared_path": "mine"}, headers=own).status == 200


class Faulty:
    """A workshop whose database fails on demand."""

    def __init__(self, workshop: Workshop, orders: Orders):
        self.workshop, self.fails = workshop, orders.give


@pytest.fixture(scope="module")
def faulty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    """A server of its own, for its database is taken away."""
    folder = tmp_path_factory.mktemp("faulty")
    orders = Orders(folder, patience_ms=300)
    with running_workshop(folder / "data", program=PROGRAM, settings=orders.settings) as workshop:
        yield Faulty(workshop, orders)


@pytest.fixture
def faulty(faulty_server: Faulty) -> Iterator[Faulty]:
    """The same, sound before and after each test."""
    yield faulty_server
    faulty_server.fails()


UNWRITABLE = {
    "read-only": ("read_only", "cannot be written to: let the account"),
    "full": ("full", "disk is full: free some space"),
}


@pytest.mark.parametrize(("fault", "words"), UNWRITABLE.values(), ids=UNWRITABLE)
def test_a_database_that_takes_nothing_is_said_so_shows_what_it_has_and_saves_later(
    faulty: Faulty, fault: str, words: str
) -> None:
    person = faulty.workshop.member(f"Unlucky {next(_numbers)}")
    much = {f"{row}.{column}": ["x" * 2000] * 12 for row in ("life", "career") for column in ("assets", "biases")}
    assert save(person, JOURNAL, {"shared_path": "Before"}).status == 200
    faulty.fails(**{fault: True})
    refused = save(person, SHEET, much)
    assert refused.status == 503
    assert words in refused.json["message"]
    assert "course.db" not in refused.json["message"]
    assert person.ask(answers(JOURNAL)).json["values"] == {"shared_path": "Before"}
    faulty.fails()
    assert save(person, SHEET, much).status == 200


def test_a_locked_database_is_said_so_shows_what_it_has_and_saves_later(faulty: Faulty) -> None:
    person = faulty.workshop.member("Locked out")
    assert save(person, JOURNAL, {"shared_path": "Before"}).status == 200
    other = sqlite3.connect(faulty.workshop.folder / "course.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    refused = save(person, JOURNAL, {"shared_path": "During"}, 1)
    assert refused.status == 503
    assert "try again" in refused.json["message"]
    assert person.ask(answers(JOURNAL)).json["values"] == {"shared_path": "Before"}
    other.close()
    assert save(person, JOURNAL, {"shared_path": "After"}, 1).status == 200


def test_a_database_that_is_gone_is_said_so_at_every_door(faulty: Faulty) -> None:
    person = faulty.workshop.member("Gone")
    link = faulty.workshop.new_person("Gone link")
    faulty.fails(gone=True)
    api = person.ask(answers(JOURNAL))
    assert (api.status, "try again" in api.json["message"]) == (503, True)
    page = person.ask("/course/", headers={"Accept": "text/html"})
    assert (page.status, "Nothing that was saved is lost" in page.text) == (503, True)
    stranger = Caller(faulty.workshop.port)
    assert [stranger.ask(f"/course/{path}").status for path in ("sign-in", "accessibility")] == [200, 200]
    assert [person.ask(f"/course/{path}").status for path in ("sign-in", "accessibility")] == [200, 200]
    entering = stranger.enter(link)
    assert (entering.status, "Nothing that was saved is lost" in entering.text) == (503, True)
    assert stranger.sign_in("nobody@example.org", "four words or five").status == 503
    assert [stranger.ask(f"/course/{word}").status for word in ("health", "ready")] == [200, 503]
    faulty.fails()
    assert person.ask(answers(JOURNAL)).status == 200
    assert stranger.enter(link).status == 302


def test_neither_answers_nor_links_nor_addresses_are_logged_while_the_database_fails(faulty: Faulty) -> None:
    person = faulty.workshop.member("Discreet")
    link = faulty.workshop.new_person("Discreet link")
    for fault in ("read_only", "gone"):
        faulty.fails(**{fault: True})
        save(person, JOURNAL, {"shared_path": "Utterly confidential"})
        stranger = Caller(faulty.workshop.port)
        stranger.enter(link)
        stranger.sign_in("discreet@example.org", "correct horse battery")
    printed = "".join(faulty.workshop.output)
    assert "503" in printed
    for secret in ("Utterly confidential", link.rpartition("/")[2], "discreet", "Discreet", "correct horse"):
        assert secret not in printed


def test_json_is_all_that_the_api_ever_answers(person: Caller) -> None:
    for reply in (person.ask(answers(JOURNAL)), save(person, JOURNAL, {"x": 1}), person.ask(answers("99_a.b"))):
        assert reply.headers["Content-Type"].startswith("application/json")
        assert isinstance(json.loads(reply.text), dict)
