"""The privacy notice: readable by anybody at any time, and agreed to or declined by whoever is signed in."""

from __future__ import annotations

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, authenticated

from mentorcourse.language import Sentence
from mentorcourse.privacy import consent
from mentorcourse.privacy.notice import Kind, Notice
from mentorcourse.privacy.retention import in_words, read_retention

from .entry import EntryHandler
from .identity import COOKIE, DEVICE_COOKIE
from .written import as_html

CHANGED = Sentence("The notice was changed while you were reading. Please read it once more.")


class PrivacyNoticePage(EntryHandler):
    """`/course/privacy`: the notice; with two buttons for whoever has not agreed to this version yet."""

    @allow_unauthenticated
    async def get(self) -> None:
        """The notice that concerns whoever asks: somebody invited to an agreement alone has a shorter one."""
        self._page()

    @authenticated
    async def post(self) -> None:
        """Takes `answer`: agree or decline; `version` is the one that was read."""
        answer = self.get_body_argument("answer", "")
        if answer not in ("agree", "decline"):
            raise HTTPError(400)
        if answer == "decline":
            await self._decline()
        elif self.get_body_argument("version", "") != str(self._notice.version):
            self._page(409, self.site.say(CHANGED))
        else:
            assert self.visit, "the gate lets only the signed-in send this"
            await self.site.run(consent.agree, self.site.store, self.visit.person, self._notice)
            is_guest = not self.visit.is_member
            self.redirect(f"{self.base_url}course/agreements" if is_guest and not self._asked else self.next_page())

    async def _decline(self) -> None:
        assert self.visit, "the gate lets only the signed-in send this"
        had_agreed = self.visit.agreed != "none"
        token = self.get_cookie(COOKIE) or ""
        await self.site.run(consent.decline, self.site.store, self.visit.person, token)
        for name in (COOKIE,) if had_agreed else (COOKIE, DEVICE_COOKIE):
            self.clear_cookie(name, path=self.base_url)
        self.show("declined.html", had_agreed=had_agreed)

    @property
    def _asked(self) -> bool:
        return bool(self.get_argument("next", ""))

    @property
    def _notice(self) -> Notice:
        guests: Kind = "guests"
        is_guest = self.visit and not self.visit.is_member
        return self.site.notice(guests if is_guest or self.get_argument("for", "") == guests else "members")

    def _page(self, status: int = 200, error: str = "") -> None:
        visit, notice = self.visit, self._notice
        periods = in_words(read_retention(self.site.course))
        self.show(
            "privacy.html",
            status,
            notice=notice,
            text=as_html(notice.text),
            changes=as_html(notice.changes),
            visit=visit,
            kept=[(self.site.say(what), self.site.say(long)) for what, long in periods],
            asks=visit is not None and visit.agreed != "current",
            next=self.next_page() if self._asked else "",
            error=error,
        )
