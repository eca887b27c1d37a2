"""The agreements' API: two people, one of whom is invited, and what happens when links, clocks and mail go astray."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import icalendar
import pypdf
import pytest

from mentorcourse import people
from mentorcourse.agreements import parties, reading
from mentorcourse.store import open_store
from tests.agreement_pairs import Pair, Two, follow
from tests.caller import Caller, Reply, converse
from tests.stores import together
from tests.test_mail import Inbox, serving
from tests.workshop import Workshop, closing_store, running_workshop

GOAL = "Finish the manuscript"
PLAN = {"first": "2027-03-02", "at": "07:30", "zone": "America/Denver", "minutes": 60, "every": "month", "times": 6}


@pytest.fixture
def two(workshop: Workshop, request: pytest.FixtureRequest) -> Two:
    """A mentor and a mentee from outside, in a cohort of their own."""
    return Two(workshop, f"Cohort of {request.node.name}"[:120])


def test_the_two_bring_it_from_the_invitation_to_a_signed_document(two: Two) -> None:
    assert (two.entered.status, two.entered.headers["Location"]) == (302, f"/course/agreements/{two.id}")
    two.meet()
    two.initial_all()
    told = two.see(two.mentee)
    assert (told["stage"], told["names"]["mentee"]) == ("final", "A mentee")
    assert [one["number"] for one in told["signed"]] == [1]
    assert told["audience_words"].startswith("Only you and the other person")
    for caller in (two.mentor, two.mentee):
        paper = caller.ask(f"{two.path}/papers/1.pdf")
        assert paper.headers["Content-Type"] == "application/pdf"
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
        assert GOAL in text
        assert told["signed"][0]["hash"][:16] in text.replace("\n", "").replace(" ", "")
    assert two.mentor.ask(f"{two.path}/papers/now.docx").status == 200
    assert two.mentor.ask(f"{two.path}/papers/2.pdf").status == 404


def test_the_mentor_learns_nothing_of_a_draft_until_it_is_sent(two: Two) -> None:
    two.write(two.mentee, goals=GOAL)
    for path in (two.path, "/course/api/agreements", f"/course/agreements/{two.id}"):
        assert GOAL not in two.mentor.ask(path).text
    assert two.see(two.mentor)["rows"][0]["theirs"] is None
    two.hand_over(two.mentee)
    assert two.see(two.mentor)["rows"][0]["theirs"] == GOAL


def test_a_mentee_from_outside_reaches_their_agreement_and_nothing_else_of_the_course(two: Two) -> None:
    for path in ("", "sections/03_ground_rules", "journal", "account", "api/live", "api/journal", "reflections"):
        assert two.mentee.ask(f"/course/{path}").status == 404
    assert two.mentee.ask("/course/agreements").status == 200
    other = Two(two.workshop, f"Another {two.cohort}"[:120])
    for path in (other.path, f"{other.path}/papers/now.pdf", f"/course/agreements/{other.id}"):
        assert two.mentee.ask(path).status == 404
        assert two.mentor.ask(path).status == 404


def test_staff_and_colleagues_see_a_number_and_no_agreement(two: Two) -> None:
    two.meet()
    column = f"/course/api/answers/agreement.{two.id.replace('-', '')}"
    for role in ("facilitator", "trainer", "participant"):
        caller = two.member(f"A {role}", role)
        replies = [caller.ask(path) for path in (two.path, f"/course/agreements/{two.id}", column, f"{column}/history")]
        assert [reply.status for reply in replies] == [404] * 4
        assert caller.ask(two.path + "/end", "POST", {}).status == 404
        assert caller.ask("/course/api/agreements").json["agreements"] == []
        if role == "facilitator":
            roster = caller.ask("/course/api/staff/roster")
            assert roster.json["agreements"] == 1
            assert "A mentee" not in roster.text
            assert "A mentee" not in caller.ask("/course/api/staff/progress").text


def test_initials_on_words_that_have_changed_are_refused_in_words(two: Two) -> None:
    two.meet()
    mark = two.see(two.mentee)["rows"][0]["mark"]
    two.write(two.mentor, goals="By May?")
    refused = two.initial(two.mentee, "goals", mark)
    assert (refused.status, "has changed since you saw it" in refused.json["message"]) == (409, True)
    assert two.see(two.mentee)["rows"][0]["initials"] == {"mentee": None, "mentor": None}


def test_two_who_initial_in_the_same_second_both_get_their_initials(two: Two) -> None:
    two.meet()
    replies = together(*(lambda c=caller: two.initial(c, "goals") for caller in (two.mentee, two.mentor)))
    assert [reply.status for reply in replies if isinstance(reply, Reply)] == [200, 200]
    assert all(two.see(two.mentor)["rows"][0]["initials"].values())


def test_a_change_after_signing_is_told_and_keeps_the_signed_version(two: Two) -> None:
    two.meet()
    two.initial_all()
    two.mentee.ask(f"{two.path}/opened", "POST", {})
    two.write(two.mentor, goals="By May?")
    told = two.see(two.mentee)
    assert "has changed something" in told["news"][0]
    assert [row["key"] for row in told["rows"] if not all(row["initials"].values())] == ["goals"]
    assert [one["number"] for one in told["signed"]] == [1]


def test_twenty_kilobytes_in_a_cell_are_refused_with_the_limit_and_change_nothing(two: Two) -> None:
    two.write(two.mentee, goals=GOAL)
    refused = two.write(two.mentee, goals="x" * 20_000, other="short")
    assert (refused.status, list(refused.json["errors"])) == (422, ["goals"])
    assert "20,000 characters long and 4000 fit" in refused.json["errors"]["goals"]
    assert [row["mine"] for row in two.see(two.mentee)["rows"] if row["mine"]] == [GOAL]


@pytest.mark.parametrize("values", [{"nonsense": "x"}, {"goals": 5}, {"goals": ["x"]}])
def test_a_strange_value_is_refused_and_named(two: Two, values: dict[str, Any]) -> None:
    column = f"/course/api/answers/agreement.{two.id.replace('-', '')}"
    refused = two.mentee.ask(column, "PATCH", {"base_revision": 0, "values": values})
    assert (refused.status, list(refused.json["errors"])) == (422, list(values))


def test_who_writes_out_of_turn_is_told_so_and_the_words_stay_on_the_device(two: Two) -> None:
    refused = two.write(two.mentor, goals="Too early")
    assert (refused.status, refused.json["message"].startswith("Your mentee writes first")) == (403, True)


def test_a_forwarded_link_opens_nothing_for_a_second_person(two: Two) -> None:
    stranger = two.workshop.caller()
    refused = follow(stranger, two.link)
    assert (refused.status, "opened first on another device" in refused.text) == (403, True)
    assert not stranger.is_signed_in()
    assert follow(two.mentee, two.link).status == 302


def test_a_link_that_is_taken_back_signs_the_mentee_out_and_a_new_one_lets_them_in_again(two: Two) -> None:
    two.write(two.mentee, goals=GOAL)
    assert two.mentor.ask(f"{two.path}/link", "DELETE").json["link"]["state"] == "revoked"
    assert two.mentee.ask(two.path).status == 401
    newer = two.mentor.ask(f"{two.path}/link", "POST", {}).json["invitation"]["link"]
    assert follow(two.mentee, two.link).status == 403
    assert follow(two.mentee, newer).status == 302
    assert two.see(two.mentee)["rows"][0]["mine"] == GOAL


def test_a_link_that_has_run_out_says_so_and_how_to_go_on(workshop: Workshop) -> None:
    long_ago = people_of(workshop, timedelta(days=-61))
    refused = follow(workshop.caller(), f"{workshop.url}/course/invitation/{long_ago[1]}")
    assert (refused.status, "Ask your mentor for a new link" in refused.text) == (403, True)


def people_of(workshop: Workshop, moved: timedelta) -> tuple[Pair, str]:
    """An agreement made when the clock stood elsewhere, with its mentor; and the secret of its link."""
    with closing_store(workshop) as real:
        store = open_store(real.url.render_as_string(), now=lambda: real.now() + moved)
        try:
            cohort = people.cohorts(store)[0]
            mentor = people.add_person(store, cohort.id, "A mentor of long ago", None, ["participant"])
            rows = [{"key": "goals", "label": "Goals", "help": ""}]
            agreement, secret = parties.begin(store, mentor.id, cohort.id, "A mentee", "", rows)
        finally:
            store.close()
    return Pair(store, agreement, mentor.id, ""), secret


def test_opening_a_link_changes_nothing_and_asks_first(workshop: Workshop, request: pytest.FixtureRequest) -> None:
    two = Two(workshop, f"Cohort of {request.node.name}"[:120])
    made = two.mentor.ask("/course/api/agreements", "POST", {"name": "Another <b>mentee</b>", "email": ""}).json
    path = made["invitation"]["link"].removeprefix(workshop.url)
    scanner = workshop.caller()
    for _ in range(3):
        page = scanner.ask(path)
        assert (page.status, "Another &lt;b&gt;mentee" in page.text) == (200, True)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert two.mentor.ask(f"/course/api/agreements/{made['id']}").json["link"]["state"] == "not used yet"


def test_a_member_finds_the_invitation_and_the_mentor_cannot_tell(two: Two) -> None:
    name = f"A colleague of {two.cohort}"
    colleague = two.workshop.member(name, "participant", cohort=two.cohort)
    colleague.ask("/course/api/me")
    with closing_store(two.workshop) as store:
        cohort = people.find_cohort(store, two.cohort)
        assert cohort
        email = next(one.person.email for one in people.members(store, cohort.id) if one.person.name == name)
    answers = [
        two.mentor.ask("/course/api/agreements", "POST", {"name": "Colleague", "email": one})
        for one in (email, "nobody@example.org")
    ]
    same = [{k: v for k, v in a.json.items() if k in ("names", "accepted", "turn", "stage")} for a in answers]
    assert [one.status for one in answers] == [201, 201]
    assert same[0] == same[1]
    (invitation,) = colleague.ask("/course/api/agreements").json["invitations"]
    accepted = colleague.ask(f"/course/api/agreements/{invitation['id']}/accept", "POST", {})
    assert (accepted.json["side"], accepted.json["id"]) == ("mentee", answers[0].json["id"])
    assert two.mentee.ask(f"/course/api/agreements/{invitation['id']}/accept", "POST", {}).status == 404


@pytest.mark.parametrize(("name", "email"), [("", ""), ("x" * 201, ""), ("A mentee", "no address"), ("\x00", "")])
def test_a_name_or_address_that_cannot_be_is_refused(two: Two, name: str, email: str) -> None:
    refused = two.mentor.ask("/course/api/agreements", "POST", {"name": name, "email": email})
    assert (refused.status, refused.json["message"].endswith(".")) == (422, True)


def test_when_the_mentor_is_taken_out_of_the_course_the_mentee_keeps_the_copy(two: Two) -> None:
    two.meet()
    facilitator = two.member("A facilitator", "facilitator")
    mentor = two.mentor.ask("/course/api/me").json["person"]
    assert facilitator.ask(f"/course/api/staff/people/{mentor}", "DELETE").status == 200
    told = two.see(two.mentee)
    assert (told["may_write"], "has left the course" in told["turn"]) == (False, True)
    refused = two.write(two.mentee, goals="Too late")
    assert (refused.status, "Your own copy stays" in refused.json["message"]) == (403, True)
    assert two.mentee.ask(f"{two.path}/papers/now.pdf").status == 200


def test_either_may_end_it_and_both_keep_their_copy(two: Two) -> None:
    two.meet()
    assert two.mentee.ask(f"{two.path}/end", "POST", {}).json["turn"].startswith("You have ended")
    assert "has ended this agreement" in two.see(two.mentor)["turn"]
    for caller in (two.mentee, two.mentor):
        assert two.write(caller, goals="Too late").status == 403
        assert caller.ask(f"{two.path}/papers/now.pdf").status == 200


def test_what_looks_identifying_is_named_before_it_is_handed_over_and_one_may_go_on(two: Two) -> None:
    two.write(two.mentee, goals="Present the case, MRN 12345678, with a mentee")
    noticed = two.mentee.ask(f"{two.path}/hand-over", "POST", {})
    assert noticed.status == 409
    (one,) = noticed.json["noticed"]
    assert ("12345678" in one["found"], one["row"], one["words"].startswith("This looks like")) == (True, "Goals", True)
    assert two.see(two.mentor)["stage"] == "mentee"
    assert two.mentee.ask(f"{two.path}/hand-over", "POST", {"anyway": True}).json["stage"] == "mentor"


def test_words_that_look_identifying_are_held_back_while_the_other_reads_along_until_their_writer_shares_them(
    two: Two,
) -> None:
    two.meet()
    held = two.write(two.mentor, goals="Ask colleague@example.org", other="Nothing else")
    assert (held.status, list(held.json["errors"])) == (422, ["goals"])
    assert held.json["errors"]["goals"].endswith("If it may be read as it is, share it anyway.")
    assert two.see(two.mentee)["rows"][0]["theirs"] == "By March?"
    allowed = two.mentor.ask(f"{two.path}/rows/goals/anyway", "POST", {"text": "Ask colleague@example.org"})
    assert allowed.status == 200
    assert two.write(two.mentor, goals="Ask colleague@example.org").status == 200
    assert two.write(two.mentor, goals="Do ask colleague@example.org").status == 200
    assert two.write(two.mentor, goals="Ask other@example.org").status == 422
    assert two.mentor.ask(f"{two.path}/rows/nonsense/anyway", "POST", {"text": "x"}).status == 409


def test_comments_stand_beside_their_row_and_are_limited(two: Two) -> None:
    path = f"{two.path}/rows/goals/comments"
    (comment,) = two.mentor.ask(path, "POST", {"text": " Shall we meet? "}).json["rows"][0]["comments"]
    assert (comment["side"], comment["text"]) == ("mentor", "Shall we meet?")
    assert two.see(two.mentee)["news"] == [f"Mentor of {two.cohort} has written a comment."]
    assert [two.mentor.ask(path, "POST", {"text": text}).status for text in (" ", "x" * 1001, None)] == [422] * 3
    assert two.mentor.ask(f"{two.path}/rows/nonsense/comments", "POST", {"text": "x"}).status == 409


def test_both_see_who_opened_it_and_when(two: Two) -> None:
    two.mentee.ask(f"{two.path}/opened", "POST", {})
    two.mentor.ask(f"{two.path}/opened", "POST", {})
    for caller in (two.mentee, two.mentor):
        assert [one["side"] for one in two.see(caller)["opened"]] == ["mentee", "mentor"]


def test_what_one_does_reaches_the_other_s_page_at_once_with_who_is_there(two: Two) -> None:
    async def scenario(sockets: Any) -> tuple[Any, Any, Any]:
        import json

        async def until(socket: Any, wanted: Any) -> Any:
            while True:
                message = json.loads(await socket.read())
                if message.get("agreement") == two.id and wanted(message):
                    return message

        mentor = await sockets.open(two.mentor, f"{two.path}/live")
        alone = await until(mentor, lambda message: message["here"] == ["mentor"])
        mentee = await sockets.open(two.mentee, f"{two.path}/live")
        both = await until(mentor, lambda message: len(message["here"]) == 2)
        await mentee.close()
        left = await until(mentor, lambda message: message["here"] == ["mentor"])
        return alone, both, left

    alone, both, left = converse(scenario)
    assert (alone["here"], both["here"], left["here"]) == (["mentor"], ["mentee", "mentor"], ["mentor"])


def test_a_mentee_from_outside_hears_nothing_of_the_cohort_and_a_stranger_s_channel_is_closed(two: Two) -> None:
    other = Two(two.workshop, f"Another {two.cohort}"[:120])

    async def scenario(sockets: Any) -> tuple[int | None, str]:
        stranger = await sockets.open(other.mentee, f"{two.path}/live")
        while await stranger.read() is not None:
            pass
        mentee = await sockets.open(two.mentee, f"{two.path}/live")
        return await stranger.close(), str(await mentee.read())

    code, first = converse(scenario)
    assert code == 1008
    assert '"agreement"' in first
    assert '"sections"' not in first


def event_of(caller: Caller, two: Two) -> Any:
    """The one entry in the calendar file that somebody gets."""
    read: Any = icalendar.Calendar.from_ical(caller.ask(f"{two.path}/check-ins.ics").content)
    (event,) = read.walk("VEVENT")
    return event


def test_check_ins_are_a_calendar_that_is_updated_and_called_off(two: Two) -> None:
    two.meet()
    assert two.mentee.ask(f"{two.path}/check-ins.ics").status == 409
    sequences = []
    for method, body in (("PUT", PLAN), ("PUT", {**PLAN, "at": "08:00"}), ("DELETE", None)):
        assert two.mentor.ask(f"{two.path}/check-ins", method, body).status == 200
        event = event_of(two.mentee, two)
        sequences.append((event["sequence"], str(event["status"])))
    assert sequences == [(0, "CONFIRMED"), (1, "CONFIRMED"), (2, "CANCELLED")]
    assert event.start.isoformat() == "2027-03-02T08:00:00-07:00"
    assert event["rrule"]["COUNT"] == [6]
    refused = two.mentor.ask(f"{two.path}/check-ins", "PUT", {**PLAN, "zone": "Nowhere/Land"})
    assert (refused.status, "time zone" in refused.json["message"]) == (422, True)


def test_ending_the_agreement_calls_the_check_ins_off(two: Two) -> None:
    two.meet()
    two.mentor.ask(f"{two.path}/check-ins", "PUT", PLAN)
    two.mentee.ask(f"{two.path}/end", "POST", {})
    event = event_of(two.mentor, two)
    assert (event["sequence"], str(event["status"])) == (1, "CANCELLED")


def test_a_mentor_s_earlier_answers_are_offered_and_not_copied(two: Two) -> None:
    rehearsal = "/course/api/answers/03_ground_rules.agreement"
    rehearsed = {"off_limits.mentor": "Salaries", "goals.mentee": "x"}
    two.mentor.ask(rehearsal, "PATCH", {"base_revision": 0, "values": rehearsed})
    journal = "/course/api/answers/03_ground_rules.journal"
    two.mentor.ask(journal, "PATCH", {"base_revision": 0, "values": {"habits": "I am short with people who come late"}})
    offered = {one["text"]: one["rows"] for one in two.mentor.ask("/course/api/agreements/offers").json["offers"]}
    assert offered == {"Salaries": ["off_limits"], "I am short with people who come late": ["off_limits", "other"]}
    assert not any(row["mine"] for row in two.see(two.mentor)["rows"])
    assert two.mentee.ask("/course/api/agreements/offers").status == 404


def test_every_source_of_an_offer_is_a_text_that_the_course_asks_for() -> None:
    from mentorcourse.agreements.offers import SOURCES
    from tests.browser.course_pages import COURSE

    agreement: Any = COURSE.activity("03_ground_rules.agreement")
    rows = {row.key for row in agreement.rows}
    for address, field, into in SOURCES:
        assert dict(COURSE.activity(address).list_fields())[field].takes == "text"
        assert set(into) <= rows


def test_an_invitation_goes_by_mail_and_with_the_mail_server_down_it_is_there_to_copy(tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox) as port:
        mail = {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": "none", "SENDER": "course@example.org"}
        settings = {f"MENTORCOURSE_SMTP_{name}": value for name, value in mail.items()}
        with running_workshop(tmp_path / "data", settings=settings) as workshop:
            mentor = workshop.member("Mentor", "participant")
            mentor.ask("/course/api/me")
            assert mentor.ask("/course/api/agreements").json["may_mail"] is True
            sent = invite_by_mail(mentor)
            assert sent["mailed"]["sent"] is True
            (letter,) = inbox.letters
            assert letter["To"] == "mentee@example.org"
            assert sent["link"] in letter.get_content()
            inbox._answer = "451 Not now"
            kept = invite_by_mail(mentor)
            assert kept["mailed"]["sent"] is False
            assert "Copy the text below and send it yourself" in kept["mailed"]["message"]
            assert kept["link"] in kept["text"]
            assert follow(workshop.caller(), kept["link"]).status == 302
            for _ in range(9):
                last = invite_by_mail(mentor)
            assert "many letters this hour" in last["mailed"]["message"]


def invite_by_mail(mentor: Caller) -> Any:
    """Begin an agreement whose invitation the course is to send."""
    body = {"name": "A mentee", "email": "mentee@example.org", "mail": True}
    made = mentor.ask("/course/api/agreements", "POST", body)
    assert made.status == 201, made.text
    return made.json["invitation"]


def test_a_page_written_by_two_is_the_same_for_both(two: Two) -> None:
    two.meet()
    mentee, mentor = (two.see(caller)["rows"] for caller in (two.mentee, two.mentor))
    assert [(row["mine"], row["theirs"], row["mark"]) for row in mentee] == [
        (row["theirs"], row["mine"], row["mark"]) for row in mentor
    ]


def test_what_is_kept_of_a_whole_agreement_is_read_back_from_the_store(two: Two) -> None:
    two.meet()
    with closing_store(two.workshop) as store:
        mentor = two.mentor.ask("/course/api/me").json["person"]
        assert reading.see(store, mentor, two.id).state.rows["goals"].mentee == GOAL
