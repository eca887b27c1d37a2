"""What prints of a single activity: its worksheet, filled in or blank, and the cards of a question bank."""

from __future__ import annotations

from tornado.web import HTTPError, authenticated

from mentorcourse.content import AnyActivity
from mentorcourse.content.course import Section
from mentorcourse.documents.blocks import Document
from mentorcourse.documents.card import NothingOnCard, card
from mentorcourse.documents.kept import Kept
from mentorcourse.documents.workbook import Owner
from mentorcourse.documents.worksheet import worksheet
from mentorcourse.language import Sentence

from .documents import TYPES, DocumentHandler
from .reflection_site import ReflectionSite


class SheetHandler(DocumentHandler):
    """What both share: the activity with its section, and one's answers to it."""

    def placed(self, address: str) -> tuple[Section, AnyActivity]:
        """The activity, a reflection included, and the section it is in; 404 when the course has none such."""
        for known, section, activity in ReflectionSite.of(self.settings).whole_course.activities():
            if known == address:
                return section, activity
        raise HTTPError(404, Sentence("The course has no such activity."))

    async def kept(self, address: str) -> Kept:
        """One's own answers to it, as they stand."""
        visit = self.visit
        return Kept(address, await self.site.run(self.site.store.history, visit.person, visit.cohort, address))

    async def give_pdf(self, document: Document, name: str) -> None:
        """Finish with the document as a PDF."""
        self.give(await self.set("pdf", document), name, "pdf", TYPES["pdf"])


class WorksheetHandler(SheetHandler):
    """`/course/api/worksheets/<activity>.pdf`: one activity with one's answers; `?blank` leaves them out."""

    @authenticated
    async def get(self, address: str) -> None:
        """The file. A blank one has room for a name and for everything else, and nothing of the person's."""
        section, activity = self.placed(address)
        is_blank = self.get_query_argument("blank", None) is not None
        visit, course = self.visit, self.site.course
        document = worksheet(
            activity,
            Kept(address, []) if is_blank else await self.kept(address),
            self.days,
            self.site.store.now(),
            course=course.title,
            section=f"{section.number}. {section.title}",
            course_language=section.language,
            owner=None if is_blank else Owner(visit.name, visit.cohort_name),
            paper=self.paper,
        )
        await self.give_pdf(document, activity.title if is_blank else f"{activity.title} - {visit.name}")


class CardHandler(SheetHandler):
    """`/course/api/card/<activity>.pdf`: the questions that one starred, and one's own, as cards to cut out."""

    @authenticated
    async def get(self, address: str) -> None:
        """The file; 404 for what is no question bank, 409 as long as there is nothing to put on a card."""
        section, activity = self.placed(address)
        if activity.kind != "questions":
            raise HTTPError(404, Sentence("This worksheet has no questions to put on a card."))
        try:
            document = card(
                activity, await self.kept(address), self.days, self.site.store.now(), section.language, self.paper
            )
        except NothingOnCard as empty:
            raise HTTPError(409, Sentence("Star a question or write one of your own first.")) from empty
        await self.give_pdf(document, activity.title)
