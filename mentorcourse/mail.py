"""Send a letter through the university's mail server in bounded time, or say plainly why it did not go out."""

from __future__ import annotations

import asyncio
import logging
import re
import smtplib
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from .language import Sentence
from .settings import BadSetting, Smtp

SECONDS, AT_ONCE = 20.0, 2
LONGEST_SUBJECT = 200

SENT = Sentence("The message has been handed to the mail server.")
NO_ADDRESS = Sentence("This is not an e-mail address that a message could go to. Correct it, and try again.")
NO_ANSWER = Sentence("The mail server did not answer. Nothing is lost: copy the text below and send it yourself.")
LATE = Sentence(
    "The mail server did not answer in time, so it is not certain whether the message went out. Nothing is lost: to be "
    "sure, copy the text below and send it yourself."
)
UNSAFE = Sentence(
    "The mail server offers no safe connection, so nothing was sent. Copy the text below and send it yourself, and "
    "tell whoever runs this server."
)
LOGIN = Sentence(
    "The mail server did not let the course in. Copy the text below and send it yourself, and tell whoever runs this "
    "server."
)
NOT_THERE = Sentence(
    "The mail server does not deliver to this address. Check it, or copy the text below and send it yourself."
)
REFUSED = Sentence("The mail server did not take the message. Copy the text below and send it yourself.")

log = logging.getLogger("mentorcourse")


@dataclass(frozen=True)
class Letter:
    """A message to one person: plain text, and a subject of one line."""

    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """Whether a letter went out, and in words what happened."""

    sent: bool
    words: Sentence


class Mail:
    """Sends letters in threads of its own, each within `seconds`; without `smtp` there is none, and nobody may ask."""

    def __init__(self, smtp: Smtp | None, seconds: float = SECONDS) -> None:
        """Take the settings; raises BadSetting where the sender is no address."""
        self._smtp, self._seconds = smtp, seconds
        if smtp and not _sender(smtp.sender):
            raise BadSetting(
                "MENTORCOURSE_SMTP_SENDER is one e-mail address, such as Mentor course <course@example.edu>."
            )
        self._threads = ThreadPoolExecutor(AT_ONCE, "mail")  # starts none before the first letter

    @property
    def is_set_up(self) -> bool:
        """Whether letters can be sent; where not, nothing offers it."""
        return self._smtp is not None

    async def send(self, letter: Letter) -> Outcome:
        """Hand the letter to the mail server; never raises for anything that the server or the network does."""
        if self._smtp is None:
            return Outcome(False, NO_ANSWER)
        try:
            message = _message(letter, self._smtp.sender)
        except (ValueError, MessageError, IndexError):
            return Outcome(False, NO_ADDRESS)
        work = asyncio.get_running_loop().run_in_executor(self._threads, self._hand_over, self._smtp, message)
        try:
            words = await asyncio.wait_for(work, self._seconds)
        except TimeoutError:
            log.error("the mail server took longer than %.0f seconds", self._seconds)
            words = LATE
        return Outcome(words is SENT, words)

    def close(self) -> None:
        """Send no more; what is under way ends by itself, as no step of it waits longer than `seconds`."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _hand_over(self, smtp: Smtp, message: EmailMessage) -> Sentence:
        try:
            with _connected(smtp, self._seconds) as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException, ssl.SSLError) as failed:
            log.error("a message could not be sent: %s", type(failed).__name__)  # no more: it could hold an address
            return _in_words(failed)
        return SENT


@contextmanager
def _connected(smtp: Smtp, seconds: float) -> Iterator[smtplib.SMTP]:
    """A connection that is as safe as the settings want it, and signed in."""
    at, name = (smtp.host, smtp.port), _sender(smtp.sender).rpartition("@")[2]
    safety = ssl.create_default_context()
    if smtp.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*at, name, timeout=seconds, context=safety)
    else:
        server = smtplib.SMTP(*at, name, timeout=seconds)
    with server:
        if smtp.security == "starttls":
            server.starttls(context=safety)
        if smtp.user:
            server.login(smtp.user, smtp.password)
        yield server


def _message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as it travels; raises ValueError and the like for an address that is none."""
    message = EmailMessage(SMTP.clone(cte_type="7bit"))
    message["From"] = sender
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", _whole(letter.subject))[:LONGEST_SUBJECT]
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=_sender(sender).rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_whole(letter.text))
    return message


def _whole(text: str) -> str:
    """The text without halves of characters, which no mail can hold."""
    return text.encode(errors="replace").decode()


def _sender(sender: str) -> str:
    """The bare address within "Mentor course <course@example.edu>"; "" where there is not just one."""
    if not sender.isprintable():  # a line of its own would be a header of its own
        return ""
    try:
        addresses = SMTP.header_factory("from", sender).addresses
    except (ValueError, MessageError, IndexError):
        return ""
    return str(addresses[0].addr_spec) if len(addresses) == 1 and addresses[0].domain else ""


def _in_words(failed: Exception) -> Sentence:
    """What went wrong, and what one can do."""
    kinds: list[tuple[type[Exception] | tuple[type[Exception], ...], Sentence]] = [
        (smtplib.SMTPRecipientsRefused, NOT_THERE),
        (smtplib.SMTPAuthenticationError, LOGIN),
        ((ssl.SSLError, smtplib.SMTPNotSupportedError), UNSAFE),
        (TimeoutError, LATE),
        ((smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected, smtplib.SMTPHeloError), NO_ANSWER),
        (smtplib.SMTPException, REFUSED),
    ]
    return next((words for kind, words in kinds if isinstance(failed, kind)), NO_ANSWER)
