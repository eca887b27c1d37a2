"""A facilitator mails a personal link where a mail server is set up; when it is down, the letter is there to copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from mentorcourse.mail import NO_ANSWER
from tests.caller import Caller
from tests.test_mail import Inbox, free_port, serving
from tests.workshop import Workshop, running_workshop

LINK = re.compile(r"http://\S+/course/enter/\S+")


@pytest.fixture(scope="module")
def mail_port() -> int:
    """Where the mail server listens, while there is one."""
    return free_port()


@pytest.fixture(scope="module")
def mailing(tmp_path_factory: pytest.TempPathFactory, mail_port: int) -> Iterator[Workshop]:
    """A workshop that sends mail."""
    settings = {
        "MENTORCOURSE_SMTP_HOST": "127.0.0.1",
        "MENTORCOURSE_SMTP_PORT": str(mail_port),
        "MENTORCOURSE_SMTP_SECURITY": "none",
        "MENTORCOURSE_SMTP_SENDER": "course@example.edu",
    }
    with running_workshop(tmp_path_factory.mktemp("mailing"), settings=settings) as running:
        yield running


def mail_link(workshop: Workshop, facilitator: Caller, name: str) -> dict[str, Any]:
    """What a facilitator reads who mails somebody a link."""
    person, _ = workshop.person(name)
    reply = facilitator.ask(f"/course/api/staff/people/{person}/mail", "POST")
    assert reply.status == 200, reply.text
    return dict(reply.json)


def test_the_link_that_arrives_works_and_the_older_one_does_not(mailing: Workshop, mail_port: int) -> None:
    facilitator, inbox = mailing.member("Mailing facilitator", "facilitator"), Inbox()
    old = mailing.new_person("Jo Mailed")
    with serving(inbox, port=mail_port):
        reply = mail_link(mailing, facilitator, "Jo Mailed")
    assert reply["sent"] is True
    assert "text" not in reply
    [letter] = inbox.letters
    assert letter["To"] == "jo-mailed@example.org"
    assert "Jo Mailed" in letter.get_content()
    [link] = LINK.findall(letter.get_content())
    assert mailing.caller(link).is_signed_in()
    assert mailing.caller().enter(old).status != 302


def test_while_the_mail_server_is_down_the_letter_is_there_to_copy(mailing: Workshop, browser: Browser) -> None:
    mailing.new_person("Al Down")
    context = browser.new_context()
    page = context.new_page()
    page.goto(mailing.new_person("Copying facilitator", "facilitator"))
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{mailing.url}/course/staff")
    page.get_by_role("button", name="Mail a link: Al Down").click()
    expect(page.get_by_text(NO_ANSWER)).to_be_visible()
    [link] = LINK.findall(page.get_by_role("textbox", name="The letter for Al Down").input_value())
    assert mailing.caller(link).is_signed_in()
    context.close()


def test_without_a_mail_server_nothing_of_it_shows(workshop: Workshop) -> None:
    facilitator = workshop.member("Plain facilitator", "facilitator")
    assert facilitator.ask("/course/api/staff/roster").json["mail"] is False
    person, _ = workshop.person("Participant 1")
    reply = facilitator.ask(f"/course/api/staff/people/{person}/mail", "POST")
    assert (reply.status, reply.json["message"][:14]) == (404, "No mail server")
