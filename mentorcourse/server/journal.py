"""The journal API: every journal prompt of the course with one's own entry and its date, in one place."""

from __future__ import annotations

from typing import Any

from tornado.web import authenticated

from .answers import CourseHandler, moment
from .site import Visit


class JournalHandler(CourseHandler):
    """`/course/api/journal`: one's own journal."""

    @authenticated
    async def get(self) -> None:
        """Sections with their prompts; `text` is "" and `saved_at` null where nothing is written."""
        self.answer_with(200, sections=await self.site.run(self._sections, self.visit))

    def _sections(self, visit: Visit) -> list[dict[str, Any]]:
        listed = []
        for section in self.site.course.sections:
            entries = []
            for activity in section.activities:
                if activity.kind == "journal":
                    entries += self._entries(visit, f"{section.section}.{activity.key}", activity)
            url = self.site.page_url(section.section)
            named = {"number": section.number, "title": section.title, "language": section.language}
            listed.append({**named, "url": url, "entries": entries})
        return listed

    def _entries(self, visit: Visit, address: str, activity: Any) -> list[dict[str, Any]]:
        written: dict[str, tuple[str, str | None]] = {}
        for revision in self.site.store.history(visit.person, visit.cohort, address):
            for key, value in revision.values.items():
                written.setdefault(key, (value, moment(revision.saved_at)))
        entries = []
        for key, field in activity.list_fields():
            text, saved_at = written.get(key, ("", None))
            entries.append({"prompt": field.label, "text": text, "saved_at": saved_at if text else None})
        return entries
