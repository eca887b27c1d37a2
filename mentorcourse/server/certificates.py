"""Certificates of completion: one's own, what is still missing for it, and for facilitators all that are earned."""

from __future__ import annotations

from dataclasses import dataclass

from tornado.web import HTTPError, authenticated

from mentorcourse.content import ContentError
from mentorcourse.language import Sentence
from mentorcourse.people import Member
from mentorcourse.programme.certificate import certificates
from mentorcourse.programme.criteria import Criteria, Point, read_criteria
from mentorcourse.programme.standing import standings

from .documents import TYPES, DocumentHandler
from .staff import participants

NONE = Sentence("This course gives no certificates.")


@dataclass(frozen=True)
class Earned:
    """Who has earned one, and all participants with how far they are."""

    criteria: Criteria
    members: list[Member]
    points: dict[str, list[Point]]

    def has(self, person: str) -> bool:
        """Whether they have done all that is asked for."""
        return person in self.points and all(point.is_met for point in self.points[person])


class CertificateHandler(DocumentHandler):
    """What the handlers of certificates share."""

    async def earned(self) -> Earned | None:
        """How everybody in the cohort stands; None where the course gives no certificates."""
        try:
            criteria = read_criteria(self.site.course)
        except ContentError:  # `mentorcourse check` says what is wrong
            criteria = None
        if criteria is None:
            return None
        members = await participants(self)
        people, site = [one.person.id for one in members], self.site
        found = await site.run(standings, site.store, site.course, criteria, self.visit.cohort, people)
        return Earned(criteria, members, found)

    async def give_certificates(self, earned: Earned, names: list[str]) -> None:
        """Finish with a page for each of these names."""
        site, visit = self.site, self.visit
        made = site.store.now()
        document = certificates(
            site.course, earned.criteria, visit.cohort_name, names, self.days, made, self.paper
        )  # fmt: skip
        title = site.say(Sentence("Certificate of completion"))
        whose = names[0] if len(names) == 1 else visit.cohort_name
        self.give(await self.set("pdf", document), f"{title} - {whose}", "pdf", TYPES["pdf"])


class OwnCertificateHandler(CertificateHandler):
    """`/course/api/certificate` and `/course/api/certificate.pdf`: one's own."""

    @authenticated
    async def get(self, ending: str) -> None:
        """What is asked for and how far one is, or the file; 409 as long as something is missing."""
        earned = await self.earned()
        mine = earned.points.get(self.visit.person) if earned else None
        if not ending:
            points = [{"words": self.site.say(one.words), "met": one.is_met} for one in mine or []]
            self.answer_with(200, offered=mine is not None, points=points)
            return
        if earned is None or mine is None:
            raise HTTPError(404, NONE)
        if not earned.has(self.visit.person):
            raise HTTPError(409, Sentence("Something is still missing for your certificate. Home says what."))
        await self.give_certificates(earned, [self.visit.name])


class EarnedHandler(CertificateHandler):
    """`/course/api/staff/certificates` and `.pdf`: who has earned one; never what anybody still has to do."""

    @authenticated
    async def get(self, ending: str) -> None:
        """Names, or all certificates in one file; 409 as long as nobody has earned one."""
        earned = await self.earned()
        names = [one.person.name for one in earned.members if earned.has(one.person.id)] if earned else []
        if not ending:
            self.answer_with(200, offered=earned is not None, names=names, people=len(earned.members) if earned else 0)
        elif earned is None:
            raise HTTPError(404, NONE)
        elif not names:
            raise HTTPError(409, Sentence("Nobody has earned a certificate yet."))
        else:
            await self.give_certificates(earned, names)
