"""What people take away: their workbook as PDF, DOCX or JSON, and entries for their own calendar."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tornado.web import HTTPError, authenticated

from mentorcourse.content import Course
from mentorcourse.documents.blocks import PAPERS, Document, Paper, Workbook, printable
from mentorcourse.documents.calendar_entry import NoDayYet, calendar_entry
from mentorcourse.documents.data import data
from mentorcourse.documents.drafts import Days
from mentorcourse.documents.kept import read_kept
from mentorcourse.documents.press import Form, NotSet
from mentorcourse.documents.workbook import Owner, workbook
from mentorcourse.language import Sentence
from mentorcourse.rehearsal import MARK

from .answers import CourseHandler
from .reflection_site import ReflectionSite

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}


class DocumentHandler(CourseHandler):
    """What handlers of files share. A query may name the reader's time zone, `?zone=America/Denver`."""

    @property
    def days(self) -> Days:
        """How the file writes days: as they fell where the reader is, or else where the server is."""
        named, zone = self.get_query_argument("zone", ""), None
        try:
            zone = ZoneInfo(named) if named else None
        except (KeyError, ValueError, OSError):  # a browser may know a zone that this machine does not
            zone = None
        return Days(self.site.course.language, zone)

    @property
    def paper(self) -> Paper:
        """What `?paper=` says, letter or a4; Letter without it, and 400 for anything else."""
        named = self.get_query_argument("paper", PAPERS[0])
        if named not in PAPERS:
            raise HTTPError(400, Sentence("The paper is either letter or a4."))
        return named

    async def set(self, form: Form, document: Document) -> bytes:
        """The document as a file; 503 says in words when it cannot be made now."""
        try:
            return await self.site.press.make(form, document)
        except NotSet as failed:
            raise HTTPError(503, str(failed)) from failed

    def give(self, content: bytes, name: str, ending: str, content_type: str) -> None:
        """Finish with a file to keep; nothing on the way keeps a copy. One from a rehearsal has that in its name."""
        name = f"{self.site.say(MARK)} - {name}" if self.site.is_rehearsal else name
        self.set_header("Content-Disposition", _disposition(name, ending))
        self.set_header("Cache-Control", "no-store")
        self.finish(content, set_content_type=content_type)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """In words alone for somebody who followed a link, else as JSON."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, HTTPError) and error.log_message and "text/html" in self.request.headers.get("Accept", ""):
            self.set_status(status_code)
            self.finish(self.site.say(error.log_message), set_content_type="text/plain; charset=UTF-8")
            return
        super().write_error(status_code, **kwargs)


class WorkbookHandler(DocumentHandler):
    """`/course/api/workbook.pdf`, `.docx` and `.json`: everything that one wrote oneself, any time."""

    @authenticated
    async def get(self, form: str) -> None:
        """The file. `?paper=a4` sets it for A4 instead of Letter; 503 says in words when it cannot be made now."""
        made = self.site.store.now()
        name = f"{self.site.course.title} - {self.visit.name} - {made.astimezone(self.days.zone).date().isoformat()}"
        if form == "json":
            content = await self.site.run(self._data)
        else:
            parts = await self.site.run(self._workbook, self.paper, self.days)
            content = await self.set(cast("Form", form), parts)
        self.give(content, name, form, TYPES[form])

    @property
    def _course(self) -> Course:
        """The course with its reflections: the drafts of these are in the workbook, too."""
        return ReflectionSite.of(self.settings).whole_course

    def _workbook(self, paper: Paper, days: Days) -> Workbook:
        visit, store = self.visit, self.site.store
        kept = read_kept(store, visit.person, visit.cohort)
        return workbook(self._course, kept, Owner(visit.name, visit.cohort_name), store.now(), days, paper)

    def _data(self) -> bytes:
        visit, store = self.visit, self.site.store
        kept = read_kept(store, visit.person, visit.cohort)
        told = data(self._course, kept, Owner(visit.name, visit.cohort_name), store.now())
        return json.dumps(told, ensure_ascii=False, indent=1).encode(errors="replace")


class CalendarHandler(DocumentHandler):
    """`/course/api/calendar/<activity>`: the day that one chose, as an entry for one's own calendar."""

    @authenticated
    async def get(self, address: str) -> None:
        """The entry; 404 when the activity has none, 409 as long as no day is chosen."""
        activity, visit = self.activity(address), self.visit
        if activity.calendar is None:
            raise HTTPError(404, Sentence("This worksheet has no entry for a calendar."))
        answer = await self.site.run(self.site.store.answer, visit.person, visit.cohort, address)
        try:
            entry = calendar_entry(activity.calendar, dict(activity.list_fields()), answer, visit.draft_key, self.days)
        except NoDayYet as missing:
            words = Sentence("Choose the day first. Once it is saved, you can put it in your calendar.")
            raise HTTPError(409, words) from missing
        self.give(entry, activity.title, "ics", "text/calendar; charset=UTF-8")


def _disposition(name: str, ending: str) -> str:
    """A header for any name: letters that old programs know, and beside them the name as it is."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    ascii_name = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:100] or "mentor-course"
    full_name = re.sub(r'[\\/:*?"<>|\s]+', " ", printable(name)).strip()[:150]
    return f"attachment; filename=\"{ascii_name}.{ending}\"; filename*=UTF-8''{quote(f'{full_name}.{ending}', safe='')}"
