"""The facilitators' pack for a session without a network, as one PDF to print."""

from __future__ import annotations

from tornado.web import HTTPError, authenticated

from mentorcourse import people
from mentorcourse.content import ContentError
from mentorcourse.documents.blocks import Document
from mentorcourse.documents.guide import SPAN
from mentorcourse.documents.pack import pack
from mentorcourse.language import Sentence
from mentorcourse.schedule import SPANS

from .documents import TYPES, DocumentHandler
from .failures import log


class PackHandler(DocumentHandler):
    """`/course/api/guide/<section>/pack.pdf`: `?minutes=` is one of SPANS, the long session without it."""

    @authenticated
    async def get(self, stem: str) -> None:
        """The file; 404 for no section, 400 for another length, 500 when the guide has mistakes."""
        minutes = self.get_query_argument("minutes", str(SPANS[-1]))
        if minutes not in map(str, SPANS):
            raise HTTPError(400, Sentence("There are packs for {spans} minutes.", spans=list(SPANS)))
        try:
            document = await self.site.run(self._pack, stem, int(minutes))
        except KeyError as unknown:
            raise HTTPError(404, Sentence("The course has no such section.")) from unknown
        except ContentError as mistaken:
            log.error("the facilitator guide has mistakes: %s", mistaken)
            words = Sentence("The guide’s page has a mistake, which mentorcourse check names. Mend it, then try again.")
            raise HTTPError(500, words) from mistaken
        name = f"{document['document_title']}, {self.site.say(Sentence(SPAN, minutes=minutes))}"
        self.give(await self.set("pdf", document), name, "pdf", TYPES["pdf"])

    def _pack(self, stem: str, minutes: int) -> Document:
        site = self.site
        members = people.members(site.store, self.visit.cohort)
        names = [member.person.name for member in members if "participant" in member.roles]
        return pack(site.course, stem, minutes, self.days, site.store.now(), people=sorted(names), paper=self.paper)
