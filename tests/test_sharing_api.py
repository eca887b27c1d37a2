"""Pulse, reveals and sentences over the real server: who hears what, and what is refused in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from mentorcourse import people
from mentorcourse.content import read_course
from mentorcourse.schedule import make_plan, read_session
from mentorcourse.sessions import keeping
from mentorcourse.sessions.clock import go_on
from mentorcourse.sharing.tables import Pulse, SharedSentence
from tests.caller import Caller, Reply, Sockets, converse
from tests.workshop import Workshop, closing_store

LIVE = "/course/api/live"
STEM = "02_what_you_bring"
CASE = f"{STEM}.case_worked_for_me"
RATING = "01_introduction.self_rating"
SECRET = "A reason that nobody else may read"
_numbers = count(1)


class Group:
    """A cohort of the test's own with its facilitator; people join as they are asked for."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop, self.name = workshop, f"Sharing {next(_numbers)}"
        self.leader = workshop.member(f"{self.name} leader", "facilitator", cohort=self.name)
        self._many = 0

    def person(self) -> Caller:
        self._many += 1
        return self.workshop.member(f"{self.name} person {self._many}", cohort=self.name)

    def session(self, act: Callable[..., Any]) -> Any:
        """Do something with the cohort's live session, beside the server."""
        with closing_store(self.workshop) as store:
            place = people.find_cohort(store, self.name)
            assert place
            by = next(one.person.id for one in people.members(store, place.id) if "facilitator" in one.roles)
            return act(store, place.id, by)

    def begin(self, stem: str = STEM) -> keeping.Live:
        guide = read_session(read_course(), stem)
        plan = make_plan(guide.blocks, 60)
        live: keeping.Live = self.session(lambda store, cohort, by: keeping.start(store, cohort, guide, plan, by))
        return live

    def go_on(self, live: keeping.Live) -> keeping.Live:
        def act(store: Any, cohort: str, by: str) -> keeping.Live:
            def forward(now: keeping.Live, at: Any) -> keeping.Live:
                return now.after("next", go_on(now.clock, at))

            return keeping.change(store, cohort, (live.id, live.version), by, forward)

        moved: keeping.Live = self.session(act)
        return moved


@pytest.fixture
def group(workshop: Workshop) -> Group:
    return Group(workshop)


def commit(person: Caller, choice: str) -> None:
    values = {"choice": choice, "reasons": SECRET, "committed": True}
    assert person.ask(f"/course/api/answers/{CASE}", "PATCH", {"base_revision": 0, "values": values}).status == 200


def pulse(person: Caller, word: Any, place: Any) -> Reply:
    return person.ask("/course/api/pulse", "PUT", {"word": word, "place": place})


def told(person: Caller, *names: str) -> Any:
    """What a page that opens now hears of these parts."""

    async def listen(sockets: Sockets) -> dict[str, Any]:
        page = await sockets.open(person, LIVE)
        while (text := await page.read()) is not None:
            state: dict[str, Any] = json.loads(text).get("state", {})
            if set(names) <= state.keys():
                return state
        raise AssertionError("the channel was closed")

    state = converse(listen)
    return state[names[0]] if len(names) == 1 else [state[name] for name in names]


def share(person: Caller, text: Any, **more: Any) -> Reply:
    return person.ask("/course/api/sentences", "POST", {"section": STEM, "text": text, **more})


# The pulse.


def test_a_pulse_reaches_the_facilitator_s_board_and_no_other_participant(group: Group) -> None:
    one, other = group.person(), group.person()
    group.begin()
    here = told(one, "pulse")["place"]
    assert pulse(one, "stuck", here).json == {"word": "stuck"}
    assert pulse(other, "done", here).status == 200
    board = told(group.leader, "pulse")["board"]
    assert (board["people"], board["counts"]) == (2, {"stuck": 1, "minute": 0, "done": 1})
    assert [one["name"] for one in board["stuck"]] == [f"{group.name} person 1"]
    assert told(other, "pulse") == {"place": here, "word": "done"}


def test_a_pulse_is_changed_and_taken_back(group: Group) -> None:
    person = group.person()
    group.begin()
    here = told(person, "pulse")["place"]
    pulse(person, "stuck", here)
    pulse(person, "minute", here)
    assert told(group.leader, "pulse")["board"]["counts"] == {"stuck": 0, "minute": 1, "done": 0}
    assert person.ask("/course/api/pulse", "DELETE").status == 200
    assert told(person, "pulse")["word"] is None
    assert told(group.leader, "pulse")["board"]["counts"] == {"stuck": 0, "minute": 0, "done": 0}


def test_pulses_begin_anew_with_the_next_block_and_none_meant_for_the_last_one_counts(group: Group) -> None:
    person = group.person()
    live = group.begin()
    before = told(person, "pulse")["place"]
    pulse(person, "stuck", before)
    group.go_on(live)
    assert told(person, "pulse") != {"place": before, "word": "stuck"}
    assert told(group.leader, "pulse")["board"]["stuck"] == []
    late = pulse(person, "done", before)
    assert (late.status, "moved on" in late.json["message"]) == (409, True)
    with closing_store(group.workshop) as store, store.reading() as session:
        pulse(group.person(), "done", told(person, "pulse")["place"])
        assert session.scalar(select(Pulse).filter_by(place=before)) is None


def test_without_a_session_there_is_no_pulse(group: Group) -> None:
    person = group.person()
    assert told(person, "pulse") is None
    refused = pulse(person, "stuck", "")
    assert (refused.status, "No live session" in refused.json["message"]) == (409, True)


@pytest.mark.parametrize("word", ["", "STUCK", "<b>stuck</b>", None, 3, ["stuck"], {"stuck": 1}])
def test_what_is_no_pulse_is_refused_in_words(group: Group, word: object) -> None:
    refused = pulse(group.person(), word, "")
    assert (refused.status, "Say one of" in refused.json["message"]) == (422, True)


def test_whoever_presses_without_end_is_asked_to_wait(group: Group) -> None:
    person = group.person()
    group.begin()
    here = told(person, "pulse")["place"]
    replies = [pulse(person, "done", here) for _ in range(31)]
    assert [one.status for one in replies[:30]] == [200] * 30
    assert (replies[30].status, "Wait a minute" in replies[30].json["message"]) == (429, True)


# Counts and their reveal.


def test_during_a_session_counts_wait_for_the_reveal_and_stand_still_afterward(group: Group) -> None:
    persons = [group.person() for _ in range(7)]
    group.begin()
    for person in persons[:6]:
        commit(person, "only_ask")
    path = f"/course/api/cohort/{CASE}"
    held = persons[0].ask(path).json
    assert (held["revealed"], held["shown"], held["counts"]) == (False, 0, None)
    assert "at the same time" in held["message"]
    told_now = group.leader.ask(f"/course/api/staff/reveals/{CASE}", "PUT", {}).json
    (row,) = [one for one in told_now["activities"] if one["activity"] == CASE]
    assert (row["answered"], row["shown"], row["counts"]["choice"]["only_ask"]) == (6, 6, 6)
    shown = persons[0].ask(path).json
    assert (shown["revealed"], shown["shown"], shown["counts"]["choice"]["only_ask"]) == (True, 6, 6)
    commit(persons[6], "other_views")
    assert persons[0].ask(path).json == shown
    assert told(persons[0], "reveals") == {CASE: 6}


def test_what_was_shown_before_a_session_stays_shown_and_does_not_grow_before_the_reveal(group: Group) -> None:
    persons = [group.person() for _ in range(10)]
    for person in persons[:5]:
        commit(person, "only_ask")
    path = f"/course/api/cohort/{CASE}"
    before = persons[0].ask(path).json
    assert before["shown"] == 5
    group.begin()
    for person in persons[5:]:
        commit(person, "other_views")
    assert persons[0].ask(path).json == before
    group.leader.ask(f"/course/api/staff/reveals/{CASE}", "PUT", {})
    assert persons[0].ask(path).json["shown"] == 10


def test_a_group_of_five_that_joins_later_is_told_to_every_page(group: Group) -> None:
    persons = [group.person() for _ in range(10)]
    for person in persons[:5]:
        commit(person, "only_ask")
    group.leader.ask(f"/course/api/staff/reveals/{CASE}", "PUT", {})

    async def listen(sockets: Sockets) -> None:
        page = await sockets.open(persons[0], LIVE)
        for person in persons[5:]:
            commit(person, "other_views")
        told_of = [{CASE: 5}]
        while told_of[-1] != {CASE: 10}:
            state = json.loads(await page.read() or "{}").get("state", {})
            told_of += [state["reveals"]] if "reveals" in state else []
        assert told_of == [{CASE: 5}] * (len(told_of) - 1) + [{CASE: 10}]

    converse(listen)


def test_a_cohort_of_three_is_told_kindly_and_not_how_many_there_are(group: Group) -> None:
    persons = [group.person() for _ in range(3)]
    for person in persons:
        commit(person, "only_ask")
    group.leader.ask(f"/course/api/staff/reveals/{CASE}", "PUT", {})
    shown = persons[0].ask(f"/course/api/cohort/{CASE}").json
    assert shown == {
        "revealed": True,
        "shown": 0,
        "counts": None,
        "message": "Counts show from 5 answers on; there are fewer so far.",
    }
    assert told(persons[0], "reveals") == {CASE: 0}


def test_ratings_are_shown_only_once_they_are_revealed(group: Group) -> None:
    persons = [group.person() for _ in range(5)]
    fields = [key for key, _ in read_course().activity(RATING).list_fields()]
    for person in persons:
        body = {"base_revision": 0, "values": dict.fromkeys(fields, 3)}
        assert person.ask(f"/course/api/answers/{RATING}", "PATCH", body).status == 200
    path = f"/course/api/cohort/{RATING}"
    assert persons[0].ask(path).json["counts"] is None
    group.leader.ask(f"/course/api/staff/reveals/{RATING}", "PUT", {})
    counts = persons[0].ask(path).json["counts"]
    assert counts["attention.often"] == {"1": 0, "2": 0, "3": 5, "4": 0, "5": 0}


def test_the_facilitator_hears_how_many_have_answered_and_nobody_else_does(group: Group) -> None:
    person, other = group.person(), group.person()
    live = group.begin()
    while live.shown != CASE.split(".")[1]:
        live = group.go_on(live)
    commit(person, "only_ask")
    assert told(group.leader, "answers_in") == {"activity": CASE, "answered": 1, "people": 2}
    assert told(other, "answers_in") is None


def test_before_a_reveal_a_facilitator_is_sent_no_counts_and_never_a_word(group: Group) -> None:
    for person in [group.person() for _ in range(5)]:
        commit(person, "only_ask")
    before = group.leader.ask("/course/api/staff/reveals")
    (row,) = [one for one in before.json["activities"] if one["activity"] == CASE]
    assert (row["answered"], row["counts"], row["shown"], row["revealed_at"]) == (5, {}, 0, None)
    after = group.leader.ask(f"/course/api/staff/reveals/{CASE}", "PUT", {})
    state = told(group.leader, "pulse", "reveals", "sentences", "answers_in", "sentences_waiting")
    assert SECRET not in before.text + after.text + json.dumps(state)


@pytest.mark.parametrize("activity", [f"{STEM}.balance_sheet", "07_ethics.conflicts", "99_none.such"])
def test_what_has_no_counts_cannot_be_revealed(group: Group, activity: str) -> None:
    assert group.leader.ask(f"/course/api/staff/reveals/{activity}", "PUT", {}).status == 404


# Sentences shared with the room.


def test_a_sentence_goes_from_its_writer_to_the_facilitator_and_from_there_to_everybody(group: Group) -> None:
    writer, reader = group.person(), group.person()
    own = share(writer, "  I will ask\nbefore I tell. ").json["sentences"]
    assert [(one["text"], one["state"]) for one in own] == [("I will ask before I tell.", "waiting")]
    assert told(reader, "sentences") == []
    assert told(group.leader, "sentences_waiting") == 1
    (waiting,) = group.leader.ask("/course/api/staff/sentences").json["sentences"]
    assert (waiting["text"], waiting["name"]) == ("I will ask before I tell.", "")
    assert group.leader.ask(f"/course/api/staff/sentences/{waiting['id']}", "PUT", {"state": "shown"}).status == 200
    expected = {"id": waiting["id"], "section": STEM, "text": "I will ask before I tell.", "name": ""}
    assert told(reader, "sentences") == [expected]
    assert told(writer, "own_sentences") == {waiting["id"]: "shown"}
    assert told(reader, "own_sentences", "sentences_waiting") == [None, None]


def test_who_wrote_a_sentence_is_told_only_if_they_sign_it(group: Group) -> None:
    writer, signer = group.person(), group.person()
    share(writer, "Nameless.")
    share(signer, "Signed.", signed=True)
    moderated = group.leader.ask("/course/api/staff/sentences")
    names = {one["text"]: one["name"] for one in moderated.json["sentences"]}
    assert names == {"Nameless.": "", "Signed.": f"{group.name} person 2"}
    assert f"{group.name} person 1" not in moderated.text
    assert writer.ask("/course/api/me").json["person"] not in moderated.text


def test_a_sentence_is_withdrawn_by_its_writer_alone_and_its_text_is_gone(group: Group) -> None:
    writer, other = group.person(), group.person()
    (own,) = share(writer, "I take this back later.").json["sentences"]
    place = f"/course/api/sentences/{own['id']}"
    group.leader.ask(f"/course/api/staff/sentences/{own['id']}", "PUT", {"state": "shown"})
    assert other.ask(place, "DELETE").status == 404
    assert [one["text"] for one in told(other, "sentences")] == ["I take this back later."]
    assert writer.ask(place, "DELETE").status == 200
    assert told(other, "sentences") == []
    assert group.leader.ask("/course/api/staff/sentences").json["sentences"] == []
    gone = group.leader.ask(f"/course/api/staff/sentences/{own['id']}", "PUT", {"state": "shown"})
    assert (gone.status, "not there any more" in gone.json["message"]) == (404, True)
    with closing_store(group.workshop) as store, store.reading() as session:
        assert session.get_one(SharedSentence, own["id"]).text == ""


def test_a_facilitator_takes_a_sentence_down_and_one_of_another_cohort_finds_nothing(
    group: Group, workshop: Workshop
) -> None:
    (own,) = share(group.person(), "Shown, then not.").json["sentences"]
    place = f"/course/api/staff/sentences/{own['id']}"
    elsewhere = Group(workshop)
    assert elsewhere.leader.ask("/course/api/staff/sentences").json["sentences"] == []
    assert elsewhere.leader.ask(place, "PUT", {"state": "shown"}).status == 404
    group.leader.ask(place, "PUT", {"state": "shown"})
    group.leader.ask(place, "PUT", {"state": "not shown"})
    assert told(group.person(), "sentences") == []
    assert group.leader.ask(place, "PUT", {"state": "loud"}).status == 422


def test_what_looks_identifying_is_shown_to_its_writer_before_anybody_reads_it(group: Group) -> None:
    writer = group.person()
    text = "My patient Maria Lopez taught me to wait."
    asked = share(writer, text)
    assert asked.status == 409
    assert [one["found"] for one in asked.json["notices"]] == ["Maria Lopez"]
    assert group.leader.ask("/course/api/staff/sentences").json["sentences"] == []
    assert share(writer, text, anyway=True).status == 201


def test_markup_in_a_sentence_is_kept_as_the_text_that_it_is(group: Group) -> None:
    text = "<script>alert(1)</script> & “quotes”"
    assert share(group.person(), text).json["sentences"][0]["text"] == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write a sentence first"),
        (" \n\t ", "Write a sentence first"),
        ("x" * 241, "has 241 characters; 240 fit"),
        ("\u202eturned round", "cannot be shown"),
        ("bell\x07", "cannot be shown"),
        ("half a \ud83d", "cannot be shown"),
    ],
)
def test_what_cannot_be_a_sentence_is_refused_in_words(group: Group, text: str, words: str) -> None:
    refused = share(group.person(), text)
    assert refused.status == 422
    assert words in refused.json["message"]


@pytest.mark.parametrize("wrong", [{"text": 3}, {"text": None}, {"text": "x", "signed": "yes"}])
def test_a_sentence_of_another_shape_is_refused(group: Group, wrong: dict[str, Any]) -> None:
    reply = group.person().ask("/course/api/sentences", "POST", {"section": STEM, **wrong})
    assert (reply.status, "needs text" in reply.json["message"]) == (400, True)


def test_a_sentence_belongs_to_one_of_the_course_s_sections(group: Group) -> None:
    assert share(group.person(), "Somewhere.", section="99_none").status == 422


def test_three_sentences_may_wait_at_a_time(group: Group) -> None:
    writer = group.person()
    for number in range(3):
        assert share(writer, f"Sentence {number}.").status == 201
    fourth = share(writer, "One more.")
    assert (fourth.status, "Three of your sentences wait" in fourth.json["message"]) == (422, True)
