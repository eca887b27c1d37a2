"""Walk-ins: the page where a newcomer types code and name and waits, and the facilitators' side of that door."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, authenticated

from mentorcourse.documents.qr import qr_code
from mentorcourse.language import Sentence
from mentorcourse.people import PeopleError, walk_ins
from mentorcourse.people.walk_ins import NotOpen

from .answers import CourseHandler
from .entry import TOO_MANY_TRIES, WRONG_TRIES_FROM_ONE_ADDRESS, EntryHandler
from .moments import moment

WAITING_COOKIE = "mentorcourse-waiting"
CODE = Sentence("The address with the code, as a QR code")


class JoinPage(EntryHandler):
    """`/course/join[/<code>]`: code and name are typed here; then the page waits until a facilitator has decided."""

    def set_default_headers(self) -> None:
        """What is fetched from here on may know the server that sent it, never the code."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "strict-origin")

    @allow_unauthenticated
    async def get(self, code: str = "") -> None:
        """The form with the code filled in, which is not looked at yet; or how this browser's asking stands."""
        secret = self.get_cookie(WAITING_COOKIE)
        found = await self.site.run(walk_ins.standing, self.site.store, secret) if secret else None
        if "application/json" in self.request.headers.get("Accept", ""):
            self.finish({"state": found.state if found else None})
        elif found and self.visit is None:
            self._page(state=found.state, called=found.name, cohort=found.cohort_name)
        else:
            self._page(code=code)

    @allow_unauthenticated
    async def post(self, code: str = "") -> None:
        """Ask to come in, go in once admitted, or start again."""
        act = self.get_body_argument("act", "ask")
        if act == "ask":
            await self._ask()
        elif act == "enter":
            await self._enter()
        else:
            secret = self.get_cookie(WAITING_COOKIE)
            if secret:
                await self.site.run(walk_ins.leave, self.site.store, secret)
            self.clear_cookie(WAITING_COOKIE, path=self.base_url)
            self.redirect(f"{self.base_url}course/join")

    async def _ask(self) -> None:
        code, name = self.get_body_argument("code", ""), self.get_body_argument("name", "")
        # A whole cohort may type one code from one address: only wrong tries count.
        if not self.limiter.test(WRONG_TRIES_FROM_ONE_ADDRESS, self.request.remote_ip or ""):
            self._page(429, error=self.site.say(TOO_MANY_TRIES), code=code, called=name)
            return
        try:
            cohort, secret = await self.site.run(walk_ins.knock, self.site.store, code, name)
        except NotOpen as refused:
            self.count_wrong_try()
            self._page(403, error=self.site.say(refused.args[0]), code=code, called=name)
            return
        except PeopleError as wrong:
            self._page(422, error=f"{self.site.say(wrong.args[0])}.", code=code, called=name)
            return
        self._set(WAITING_COOKIE, secret, walk_ins.ADMITTED.days)
        await self.site.announce(cohort, "walk_ins")
        self.redirect(f"{self.base_url}course/join")

    async def _enter(self) -> None:
        try:
            secret = self.get_cookie(WAITING_COOKIE) or ""
            entered = await self.site.run(walk_ins.go_in, self.site.store, secret)
        except NotOpen as refused:
            self.count_wrong_try()
            self._page(403, error=self.site.say(refused.args[0]))
            return
        await self.take_in(entered.sign_in)
        self.clear_cookie(WAITING_COOKIE, path=self.base_url)
        link = f"{self.settings['mentorcourse_public_url']}/course/enter/{entered.link}"
        self._page(state="inside", link=link)

    def _page(self, status: int = 200, state: str = "", error: str = "", **values: str) -> None:
        shown = {"code": "", "called": "", "cohort": "", "link": "", **values}
        self.show("join.html", status, state=state, error=error, visit=self.visit, **shown)


class JoinCodeHandler(CourseHandler):
    """`/course/api/staff/join-code`: open a code for an hour, close it, and see who is at the door."""

    @authenticated
    async def get(self) -> None:
        """The code, if one is open, and who waits."""
        await self.show()

    @authenticated
    async def post(self) -> None:
        """Open a new code; an older one closes."""
        await self.site.run(walk_ins.open_code, self.site.store, self.visit.cohort, self.visit.person)
        await self.changed()

    @authenticated
    async def delete(self) -> None:
        """Close it; whoever waits already still does."""
        await self.site.run(walk_ins.close_code, self.site.store, self.visit.cohort, self.visit.person)
        await self.changed()

    async def changed(self) -> None:
        """Tell the cohort's other facilitators, and this one how it stands now."""
        await self.site.announce(self.visit.cohort, "walk_ins")
        await self.show()

    async def show(self) -> None:
        """The code with its address, and who is at the door."""
        store, cohort = self.site.store, self.visit.cohort
        code = await self.site.run(walk_ins.open_now, store, cohort)
        waiting = await self.site.run(walk_ins.at_the_door, store, cohort)
        address = f"{self.settings['mentorcourse_public_url']}/course/join"
        opened: dict[str, Any] | None = None
        if code:
            picture = qr_code(f"{address}/{code.text}", self.site.say(CODE))
            opened = {"text": code.text, "closes_at": moment(code.closes_at), "address": address, "picture": picture}
        people = [
            {
                "id": one.id,
                "name": one.name,
                "state": one.state,
                "is_known": one.is_known,
                "asked_at": moment(one.asked_at),
            }
            for one in waiting
        ]
        self.answer_with(200, code=opened, people=people)


class WalkInHandler(JoinCodeHandler):
    """`/course/api/staff/walk-ins/<id>`: let somebody in, or not; who was declined can be asked to wait again."""

    @authenticated
    async def put(self, walk_in: str) -> None:
        """Takes {"decision": "admit", "decline" or "wait"}."""
        decision, visit = self.body().get("decision"), self.visit
        if decision not in ("admit", "decline", "wait"):
            raise HTTPError(422, Sentence("Say what to do: admit, decline or wait."))
        try:
            admitted = await self.site.run(
                walk_ins.decide, self.site.store, visit.cohort, walk_in, visit.person, decision
            )
        except PeopleError as gone:
            raise HTTPError(422, gone.args[0]) from gone
        if admitted:
            await self.site.record("person added", by=visit.person, about=admitted, cohort=visit.cohort)
        await self.changed()
