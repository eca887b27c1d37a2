"""The agreements' API: the two people on one write, hand over, initial and comment; for all others it is not there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse.agreements import keeping, offers, parties, reading, wording
from mentorcourse.agreements.keeping import Unknown
from mentorcourse.agreements.moves import Refused
from mentorcourse.agreements.paper import Heading
from mentorcourse.agreements.reading import Seen
from mentorcourse.content.fields import BadValue, Field
from mentorcourse.language import Sentence
from mentorcourse.people import PeopleError

from .agreement_invitation import letter, mailed
from .agreement_json import shown, shown_line
from .agreement_notices import NOTICED, allow, noticed
from .agreement_site import AgreementSite, Form, form_of, heading_of
from .answers import CourseHandler

COMMENT = Field("Comment", characters=1000)


class AgreementHandler(CourseHandler):
    """What the handlers of agreements share; what is refused is said in words."""

    @property
    def form(self) -> Form:
        """The agreement as the course words it."""
        return form_of(self.site.course)

    @property
    def heading(self) -> Heading:
        """What stands above it."""
        return heading_of(self.site.course)

    def url(self, agreement: str) -> str:
        """The page of an agreement."""
        return f"{self.base_url}course/agreements/{agreement}"

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A move that the rules refuse is answered with 404 or 409 and the reason."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, PeopleError):
            self.answer_with(422, message=self.site.say(f"{error}."))
        elif isinstance(error, Refused):
            self.answer_with(status_of(error), message=self.site.say(str_of(error)))
        else:
            super().write_error(status_code, **kwargs)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """What is only refused is not logged."""
        if not isinstance(value, Refused | PeopleError):
            super().log_exception(typ, value, tb)

    async def see(self, agreement: str) -> Seen:
        """The agreement as the visitor has it."""
        return await self.site.run(reading.see, self.site.store, self.visit.person, agreement)

    async def show(self, agreement: str, status: int = 200, **more: Any) -> None:
        """Finish with the agreement as it is now."""
        seen = await self.see(agreement)
        now, language = self.site.store.now(), self.site.course.language
        told = shown(seen, self.url(seen.id), now, self.form, language, self.site.say)
        here, may_mail = AgreementSite.of(self.settings).here(seen.id), self.site.mail.is_set_up
        self.answer_with(status, **told, here=here, may_mail=may_mail, **more)

    async def changed(self, agreement: str) -> None:
        """Tell both people's open pages."""
        AgreementSite.of(self.settings).tell(await self.see(agreement))

    async def act(self, agreement: str, work: Callable[..., None], *args: Any) -> None:
        """Do something that changes the agreement, tell both, and show it."""
        await self.site.run(work, self.site.store, self.visit.person, agreement, *args)
        await self.changed(agreement)
        await self.show(agreement)

    async def invitation(self, secret: str, mentee: str, email: str) -> dict[str, Any]:
        """What the mentor passes on; where the course can send mail and is asked to, it is sent as well."""
        made = letter(self, secret, mentee)
        wanted = self.body().get("mail") is True and email and self.site.mail.is_set_up
        return await mailed(self, made, email) if wanted else made

    def said(self, key: str) -> str:
        """A text that was sent; 422 when it is none."""
        text = self.body().get(key, "")
        if not isinstance(text, str):
            raise HTTPError(422, Sentence("This field takes text."))
        return text


def status_of(refused: Refused) -> int:
    """The status that goes with a refusal."""
    return 404 if isinstance(refused, Unknown) else 409


def str_of(refused: Refused) -> str:
    """The sentence of a refusal, as it can be said in other languages."""
    sentence: str = refused.args[0]
    return sentence


class AgreementsHandler(AgreementHandler):
    """`/course/api/agreements`: one's agreements, and a new one."""

    @authenticated
    async def get(self) -> None:
        """A line for each, and the invitations that wait for a member."""
        visit, run, store = self.visit, self.site.run, self.site.store
        mine = await run(reading.see_all, store, visit.person)
        waiting = await run(parties.invitations, store, visit.person) if visit.is_member else []
        self.answer_with(
            200,
            agreements=[shown_line(seen, self.url(seen.id), store.now(), self.site.say) for seen in mine],
            invitations=[{"id": one.agreement, "mentor": one.mentor} for one in waiting],
            may_begin="participant" in visit.roles,
            may_mail=self.site.mail.is_set_up,
        )

    @authenticated
    async def post(self) -> None:
        """Begin one as its mentor: takes the mentee's name and, if known, e-mail; gives the invitation to pass on."""
        visit, form = self.visit, self.form
        name, email = self.said("name"), self.said("email").strip()
        agreement, secret = await self.site.run(
            parties.begin, self.site.store, visit.person, visit.cohort, name, email, form.rows
        )
        await self.show(agreement, 201, invitation=await self.invitation(secret, name, email))


class OffersHandler(AgreementHandler):
    """`/course/api/agreements/offers`: what a mentor wrote earlier in the course, to copy from."""

    @authenticated
    async def get(self) -> None:
        """Each with the rows that it may go into."""
        visit, rows = self.visit, [row["key"] for row in self.form.rows]
        place = (self.site.store, self.site.course, visit.person, visit.cohort, rows)
        found = await self.site.run(offers.offers, *place)
        self.answer_with(200, offers=[{"rows": one.rows, "asked": one.asked, "text": one.text} for one in found])


class OneAgreementHandler(AgreementHandler):
    """`/course/api/agreements/<id>`: one of them, whole."""

    @authenticated
    async def get(self, agreement: str) -> None:
        """As the visitor may see it."""
        await self.show(agreement)


class InvitationHandler(AgreementHandler):
    """`/course/api/agreements/<id>/link` and `/accept`: the mentor's invitation, and a member's answer to it."""

    @authenticated
    async def post(self, agreement: str, act: str) -> None:
        """A new link in place of the older ones; or accept an invitation to one's own address."""
        if act == "accept":
            await self.act(agreement, _accept)
            return
        secret = await self.site.run(parties.renew_link, self.site.store, self.visit.person, agreement)
        seen = await self.see(agreement)
        await self.show(agreement, invitation=await self.invitation(secret, seen.names["mentee"], seen.email))

    @authenticated
    async def delete(self, agreement: str, act: str) -> None:
        """No link to this agreement works any longer."""
        if act != "link":
            raise HTTPError(404)
        await self.act(agreement, _revoke)


def _accept(store: Any, person: str, agreement: str) -> None:
    parties.accept(store, person, agreement)


def _revoke(store: Any, person: str, agreement: str) -> None:
    parties.revoke_link(store, person, agreement)


class MoveHandler(AgreementHandler):
    """`/course/api/agreements/<id>/<opened, hand-over or end>`: what one does with the whole page."""

    @authenticated
    async def post(self, agreement: str, move: str) -> None:
        """Do it; 409 says why it cannot be done now."""
        if move == "opened":
            await self.site.run(reading.mark_opened, self.site.store, self.visit.person, agreement)
            self.answer_with(200)
        elif move == "end":
            await self.act(agreement, keeping.end, self.heading)
        elif found := await self._noticed(agreement):
            self.answer_with(409, message=self.site.say(NOTICED), noticed=found)
        else:
            await self.act(agreement, keeping.hand_over, self.heading)

    async def _noticed(self, agreement: str) -> list[dict[str, str]]:
        """What in one's own column looks as if it identified somebody; nothing when it is to go anyway."""
        if self.body().get("anyway") is True:
            return []
        seen, say = await self.see(agreement), self.site.say
        labels = {row["key"]: row["label"] for row in seen.wording}
        return [
            {"row": labels[key], "found": notice.found, "words": say(notice.explanation)}
            for key, notice in noticed(seen)
        ]


class RowHandler(AgreementHandler):
    """`/course/api/agreements/<id>/rows/<row>/<initials, comments or anyway>`."""

    @authenticated
    async def post(self, agreement: str, row: str, what: str) -> None:
        """Initials take {letters, seen}, where `seen` is the mark of the words; a comment takes {text}.

        With `anyway`, {text} may be shared though it looks identifying.
        """
        if what == "anyway":
            text = self.said("text")[: self.form.characters]  # more is not kept anyway
            allow(AgreementSite.of(self.settings), await self.see(agreement), row, text)
            self.answer_with(200)
            return
        if what == "initials":
            given = (self.said("letters"), self.said("seen"), self.heading)
            await self.act(agreement, keeping.initial, row, *given)
            return
        try:
            text = str(COMMENT.clean(self.said("text"))).strip()
        except BadValue as wrong:
            raise HTTPError(422, wrong.args[0]) from wrong
        if not text:
            raise HTTPError(422, wording.NO_COMMENT)
        await self.act(agreement, keeping.comment, row, text)
