"""A letter reaches the mail server whole, or the sender reads plainly what happened; nothing waits for ever."""

from __future__ import annotations

import asyncio
import email
import email.policy
import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd import smtp as server_parts
from aiosmtpd.controller import Controller
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorcourse.language import Sentence, languages
from mentorcourse.mail import (
    LATE,
    LOGIN,
    NO_ADDRESS,
    NO_ANSWER,
    NOT_THERE,
    REFUSED,
    SENT,
    UNSAFE,
    Letter,
    Mail,
    Outcome,
)
from mentorcourse.settings import BadSetting, Security, Smtp, smtp
from tests.loops import finish

TO = "p.novakova@example.edu"
LETTER = Letter(TO, "Your invitation", "Dear colleague,\n\nhere is your link: https://course.example.edu/x\n")
HEADERS = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding",
           "MIME-Version", "X-Recipients"}  # fmt: skip
SENDER = "Mentor course <course@example.edu>"


class Inbox:
    """What a mail server does with what it gets."""

    def __init__(self, answer: str = "250 OK", recipient: str = "250 OK"):
        self.letters, self._answer, self._recipient = list[EmailMessage](), answer, recipient

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """Take or refuse the recipient."""
        envelope.rcpt_tos.append(address)
        return self._recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take or refuse the letter."""
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        read["X-Recipients"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(read)
        return self._answer


class LocalServer(Controller):
    """A mail server on this machine; without TLS of its own it may offer STARTTLS and ask for a password."""

    def factory(self) -> server_parts.SMTP:
        return server_parts.SMTP(self.handler, **self.SMTP_kwargs)


@contextmanager
def serving(inbox: Inbox, **options: Any) -> Iterator[int]:
    """A running mail server's port."""
    server = LocalServer(inbox, **{"hostname": "127.0.0.1", "port": free_port(), **options})
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def settings_for(port: int, security: Security = "none", **more: Any) -> Smtp:
    return Smtp(
        **{
            "host": "localhost",
            "port": port,
            "security": security,
            "user": "",
            "password": "",
            "sender": SENDER,
            **more,
        }
    )


def send(to: Smtp, letter: Letter = LETTER, seconds: float = 10) -> Outcome:
    """Send one letter, and stop."""
    mail = Mail(to, seconds)
    try:
        return finish(mail.send(letter))
    finally:
        mail.close()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What a mail server on localhost shows; whoever checks it on this machine trusts its authority."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


def test_a_letter_arrives_as_it_was_written() -> None:
    inbox, letter = (
        Inbox(),
        Letter(TO, "Invitación: él y ella 🌱", "Línea uno\n\n.Línea con punto\nשלום\n" + "x" * 3000),
    )
    with serving(inbox) as port:
        assert send(settings_for(port), letter) == Outcome(True, SENT)
    [read] = inbox.letters
    assert (read["From"], read["To"], read["Subject"]) == (SENDER, TO, letter.subject)
    assert read.get_content().splitlines() == letter.text.splitlines()
    assert read["Message-ID"].endswith("@example.edu>")
    assert read["Date"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_safe_connection_is_made_before_the_password_is_told(security: Security, certificate: ssl.SSLContext) -> None:
    told = []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> server_parts.AuthResult:
        told.append((data.login, data.password, session.ssl is not None or security == "tls"))
        return server_parts.AuthResult(success=data.password == b"right", handled=False)

    options = (
        {"ssl_context": certificate} if security == "tls" else {"tls_context": certificate, "require_starttls": True}
    )
    # aiosmtpd does not count a connection that is safe from the start as one that a password may be told on
    options |= {"auth_require_tls": security == "starttls", "authenticator": check}
    inbox = Inbox()
    with serving(inbox, **options) as port:
        right = settings_for(port, security, user="course", password="right")
        assert send(right).words == SENT
        assert send(settings_for(port, security, user="course", password="wrong")).words == LOGIN
    assert told[0] == (b"course", b"right", True)
    assert len(inbox.letters) == 1


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    certificate: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    inbox = Inbox()
    with serving(inbox, tls_context=certificate) as port:
        assert send(settings_for(port, "starttls")) == Outcome(False, UNSAFE)
    with serving(inbox) as port:
        assert send(settings_for(port, "starttls")) == Outcome(False, UNSAFE)  # it offers no safe connection
    assert not inbox.letters


def test_a_server_that_is_down_is_said_to_be(caplog: pytest.LogCaptureFixture) -> None:
    assert send(settings_for(free_port())) == Outcome(False, NO_ANSWER)
    assert send(settings_for(25, host="no-such-host.invalid")) == Outcome(False, NO_ANSWER)
    assert TO not in caplog.text


def test_a_server_that_takes_the_connection_and_says_nothing_costs_a_bounded_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = send(settings_for(silent.getsockname()[1], host="127.0.0.1"), seconds=0.3)
    assert outcome == Outcome(False, LATE)


def test_a_server_that_answers_letter_by_letter_costs_a_bounded_time() -> None:
    stop = threading.Event()

    def drip(listening: socket.socket) -> None:
        peer, _ = listening.accept()
        with peer:
            while not stop.wait(0.05):
                peer.sendall(b"2")

    with socket.create_server(("127.0.0.1", 0)) as slow:
        thread = threading.Thread(target=drip, args=(slow,))
        thread.start()
        try:
            assert send(settings_for(slow.getsockname()[1], host="127.0.0.1"), seconds=0.5) == Outcome(False, LATE)
        finally:
            stop.set()
            thread.join()


def test_the_server_goes_on_with_other_work_meanwhile() -> None:
    async def both(mail: Mail) -> list[str]:
        order = list[str]()

        async def post() -> None:
            await mail.send(LETTER)
            order.append("mail")

        async def other() -> None:
            order.append("other")

        await asyncio.gather(post(), other())
        return order

    with socket.create_server(("127.0.0.1", 0)) as silent:
        mail = Mail(settings_for(silent.getsockname()[1], host="127.0.0.1"), 0.3)
        assert finish(both(mail)) == ["other", "mail"]
        mail.close()


@pytest.mark.parametrize(
    ("inbox", "words"),
    [(Inbox(recipient="550 No such user"), NOT_THERE), (Inbox(answer="554 Looks like spam"), REFUSED)],
    ids=["the recipient", "the letter"],
)
def test_a_server_that_refuses_is_told_of(inbox: Inbox, words: Sentence) -> None:
    with serving(inbox) as port:
        assert send(settings_for(port)) == Outcome(False, words)


@pytest.mark.parametrize(
    "to", ["", "nobody", "a@b.edu\r\nBcc: x@y.edu", "a@b.edu, c@d.edu", "a b@c.edu", "<a@b.edu>", "ü@b.edu", "a@"]
)
def test_what_is_no_address_is_not_sent_to(to: str) -> None:
    assert send(settings_for(free_port()), Letter(to, "x", "y")) == Outcome(False, NO_ADDRESS)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_no_subject_or_text_can_add_a_header_or_a_recipient(subject: str, text: str) -> None:
    wicked = f"{subject}\r\nBcc: x@y.edu\r\n\r\n{subject}"
    inbox = Inbox()
    with serving(inbox) as port:
        assert send(settings_for(port), Letter(TO, wicked, f"{text}\r\n.\r\nRCPT TO:<x@y.edu>\r\n{text}")).sent
    [read] = inbox.letters
    assert read["X-Recipients"] == TO
    assert set(read.keys()) - {"X-Peer"} == HEADERS


@pytest.mark.parametrize("language", languages())
def test_every_failure_says_what_to_do(language: str) -> None:
    for words in (NO_ANSWER, LATE, UNSAFE, LOGIN, NOT_THERE, REFUSED):
        assert words.said(language).count(".") >= 2


def test_without_a_host_there_is_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MENTORCOURSE_SMTP_HOST", raising=False)
    assert smtp() is None
    mail = Mail(smtp())
    assert not mail.is_set_up
    assert not finish(mail.send(LETTER)).sent


def set_all(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in {"HOST": "mail.example.edu", "SENDER": SENDER, **values}.items():
        monkeypatch.setenv(f"MENTORCOURSE_SMTP_{name}", value)


def test_the_settings_name_host_port_safety_user_and_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    set_all(monkeypatch)
    assert smtp() == Smtp("mail.example.edu", 587, "starttls", "", "", SENDER)
    (tmp_path / "password").write_text("secret word\nsecond line", encoding="utf-8")
    set_all(monkeypatch, SECURITY="tls", USER="course", PASSWORD_FILE=str(tmp_path / "password"))
    found = smtp()
    assert found == Smtp("mail.example.edu", 465, "tls", "course", "secret word", SENDER)
    assert "secret word" not in repr(found)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"SECURITY": "ssl"}, "starttls, tls or none"),
        ({"PORT": "smtp"}, "PORT is a number"),
        ({"PORT": "0"}, "PORT is a number"),
        ({"SENDER": ""}, "Set MENTORCOURSE_SMTP_SENDER"),
        ({"SENDER": "the course"}, "SENDER is one e-mail address"),
        ({"SENDER": "a@b.edu, c@d.edu"}, "SENDER is one e-mail address"),
        ({"SENDER": "a@b.edu\r\nBcc: c@d.edu"}, "SENDER is one e-mail address"),
        ({"USER": "course"}, "go together"),
        ({"USER": "course", "PASSWORD": "x", "SECURITY": "none"}, "starttls or tls"),
        ({"PASSWORD_FILE": "/no/such/file"}, "cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused_with_the_mend(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str], words: str
) -> None:
    set_all(monkeypatch, **wrong)
    with pytest.raises(BadSetting, match=words):
        Mail(smtp())


def test_the_log_says_what_failed_and_nothing_of_the_letter(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), serving(Inbox(answer="554 No, p.novakova@example.edu")) as port:
        send(settings_for(port))
    told = [record.getMessage() for record in caplog.records if record.name == "mentorcourse"]
    assert told == ["a message could not be sent: SMTPDataError"]
