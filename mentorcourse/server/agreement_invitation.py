"""Invite a mentee: the link with a letter and a code to pass on, and the page that the link opens."""

from __future__ import annotations

import secrets
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from limits import RateLimitItemPerHour

from mentorcourse.agreements import parties
from mentorcourse.agreements.moves import Refused
from mentorcourse.agreements.parties import NotInvited, SignInFirst
from mentorcourse.documents.qr import qr_code
from mentorcourse.language import Sentence
from mentorcourse.mail import Letter
from mentorcourse.people import PeopleError
from mentorcourse.privacy import consent

from .answers import CourseHandler
from .entry import DEVICE_DAYS, TOO_MANY_TRIES, EntryHandler, new_limiter
from .identity import DEVICE_COOKIE
from .written import as_html

# So that nobody makes the course write to strangers by the hundred.
MOST_LETTERS = RateLimitItemPerHour(10)
LETTERS = new_limiter()
TOO_MANY = Sentence("You have sent many letters this hour. Copy the text below and send it yourself.")
CODE = Sentence("The link as a QR code")
WISH = Sentence(
    "I would like to write down together what we expect from our mentoring. You begin: open this link on the device "
    "that you will use most, write in your column, and send the page to me when you are ready."
)
ALONE = Sentence(
    "The link is for you alone: it belongs to the first device that opens it, and waits {days} days for that. Only the "
    "two of us see the agreement.",
    days=parties.UNUSED.days,
)
SUBJECT = Sentence("An invitation to a Mentorship Agreement")


def letter(handler: CourseHandler, secret: str, mentee: str) -> dict[str, Any]:
    """The invitation as the mentor passes it on: link, the text of a mail, and the link as a QR code (SVG)."""
    link = f"{handler.settings['mentorcourse_public_url']}/course/invitation/{secret}"
    say, mentor = handler.site.say, handler.visit.name
    text = [say(Sentence("Dear {mentee},", mentee=mentee)), say(WISH), link, say(ALONE), mentor]
    return {"link": link, "subject": say(SUBJECT), "text": "\n\n".join(text), "code": qr_code(link, say(CODE))}


async def mailed(handler: CourseHandler, invitation: dict[str, Any], email: str) -> dict[str, Any]:
    """The invitation, sent by mail, with what became of it in words; it can still be passed on by hand."""
    if not LETTERS.hit(MOST_LETTERS, handler.visit.person):
        return {**invitation, "mailed": {"sent": False, "message": handler.site.say(TOO_MANY)}}
    outcome = await handler.site.mail.send(Letter(email, invitation["subject"], invitation["text"]))
    return {**invitation, "mailed": {"sent": outcome.sent, "message": handler.site.say(outcome.words)}}


class InvitationPage(EntryHandler):
    """`/course/invitation/<secret>`: a mentee's link. Opening it changes nothing; Continue does."""

    def set_default_headers(self) -> None:
        """What is fetched from here on may know the server that sent it, never the link."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "strict-origin")

    @allow_unauthenticated
    async def get(self, secret: str) -> None:
        """A page that says who invites, and asks to continue."""
        await self._page(secret)

    @allow_unauthenticated
    async def post(self, secret: str) -> None:
        """Bind the link to this browser, and go to the agreement."""
        if self.too_many_tries("invitation", secret):
            self._refuse(429, TOO_MANY_TRIES)
            return
        device = self.get_cookie(DEVICE_COOKIE) or secrets.token_urlsafe(32)
        person, name = self.visit.person if self.visit else None, self.get_body_argument("name", "")
        try:
            entered = await self.site.run(parties.enter, self.site.store, secret, device, person, name)
        except NotInvited as refused:
            self.count_wrong_try()
            self._refuse(403, refused.args[0])
            return
        except SignInFirst:
            self.redirect(f"{self.base_url}course/sign-in?next={self.base_url}course/agreements")
            return
        except (Refused, PeopleError) as wrong:
            await self._page(secret, 422, self.site.say(wrong.args[0]))
            return
        self._set(DEVICE_COOKIE, device, DEVICE_DAYS)
        if entered.sign_in:
            notice = self.site.notice("guests")
            await self.site.run(consent.agree, self.site.store, entered.sign_in.person, notice)
            await self.take_in(entered.sign_in)
        self.redirect(f"{self.base_url}course/agreements/{entered.agreement}")

    async def _page(self, secret: str, status: int = 200, error: str = "") -> None:
        try:
            invited = await self.site.run(parties.look, self.site.store, secret, self.get_cookie(DEVICE_COOKIE))
        except NotInvited as refused:
            self._refuse(403, refused.args[0])
            return
        notice = as_html(self.site.notice("guests").text)
        self.show("invitation.html", status, invited=invited, visit=self.visit, error=error, message="", notice=notice)

    def _refuse(self, status: int, words: str) -> None:
        self.show("invitation.html", status, invited=None, visit=None, error="", message=self.site.say(words))
