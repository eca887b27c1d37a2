"""What is known about whoever asks: who did what, everything to take away, and the way to have it erased."""

from __future__ import annotations

import re
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse.documents.drafts import Days
from mentorcourse.documents.kept import read_kept
from mentorcourse.documents.press import NotSet
from mentorcourse.documents.workbook import Owner, workbook
from mentorcourse.language import Sentence
from mentorcourse.people import has_passphrase
from mentorcourse.people.passphrases import is_passphrase_of
from mentorcourse.privacy import account, archive, erasure, purge, retention, words
from mentorcourse.privacy.retention import Retention

from .answers import CourseHandler
from .documents import DocumentHandler
from .entry import TOO_MANY_TRIES, EntryHandler
from .failures import log
from .moments import moment
from .reflection_site import ReflectionSite
from .site import Site, Visit

WORD = Sentence("erase")
WRONG_WORD = Sentence("Nothing is erased. To confirm, type the word {word} into the field.", word=WORD)
WRONG_PASSPHRASE = Sentence("Nothing is erased. This is not your passphrase: check it, and try again.")
CALLED_OFF = Sentence("The erasure is called off. Everything stays as it is.")


def periods(site: Site) -> Retention:
    """How long each kind of data is kept."""
    return retention.read_retention(site.course)


class RecordPage(EntryHandler):
    """`/course/privacy/you`: also for those who have not agreed to the notice, and for mentees from outside."""

    @authenticated
    async def get(self) -> None:
        """The page; `?page=2` has older lines."""
        await self._page()

    @authenticated
    async def post(self) -> None:
        """Takes `action`: erase, with the word and the passphrase where there is one; or undo."""
        actions = {"erase": self._erase, "undo": self._undo}
        action = actions.get(self.get_body_argument("action", ""))
        if action is None:
            raise HTTPError(400)
        await action()

    async def _erase(self) -> None:
        typed = self.get_body_argument("word", "").strip().strip("\"'«»“”").casefold()
        if typed not in {str(WORD).casefold(), self.site.say(WORD).casefold()}:
            await self._page(422, self.site.say(WRONG_WORD))
            return
        person = self._visit.person
        if await self.site.run(has_passphrase, self.site.store, person):
            if self.too_many_tries("erase", person):
                await self._page(429, self.site.say(TOO_MANY_TRIES))
                return
            passphrase = self.get_body_argument("passphrase", "", strip=False)
            if not await self.site.run(is_passphrase_of, self.site.store, person, passphrase):
                await self._page(422, self.site.say(WRONG_PASSPHRASE))
                return
        waiting = periods(self.site).waiting
        await self.site.run(erasure.confirm, self.site.store, person, person, waiting, self._visit.cohort)
        await self._page()

    async def _undo(self) -> None:
        person = self._visit.person
        await self.site.run(erasure.undo, self.site.store, person, person, self._visit.cohort)
        await self._page(done=self.site.say(CALLED_OFF))

    @property
    def _visit(self) -> Visit:
        assert self.visit, "the gate lets only the signed-in come here"
        return self.visit

    async def _page(self, status: int = 200, error: str = "", done: str = "") -> None:
        store, person = self.site.store, self._visit.person
        asked = self.get_query_argument("page", "1")
        shown = int(asked) if re.fullmatch(r"[1-9][0-9]{0,4}", asked) else 1
        lines, more = await self.site.run(account.account_of, store, person, shown)
        waits = await self.site.run(erasure.pending, store, person)
        kept = periods(self.site)
        self.show(
            "record.html",
            status,
            visit=self._visit,
            lines=[self._line(line) for line in lines],
            shown=shown,
            more=more,
            kept=[(self.site.say(what), self.site.say(long)) for what, long in retention.in_words(kept)],
            waits=waits,
            due=moment(waits.due_at) if waits else None,
            days=kept.erasure_waiting_days,
            word=self.site.say(WORD),
            has_passphrase=await self.site.run(has_passphrase, store, person),
            error=error,
            done=done,
        )

    def _line(self, line: account.Line) -> dict[str, Any]:
        say, person = self.site.say, self._visit.person
        titles = {section.section: f"{section.number}. {section.title}" for section in self.site.course.sections}
        detail = titles.get(line.detail, "")
        done = say(words.done(line)) + (f": {detail}" if detail else "")
        told = {"by": say(words.by(line, person)), "about": say(words.about(line, person)), "done": done}
        return {**told, "at": moment(line.at), "plain": f"{line.at:%Y-%m-%d %H:%M} UTC"}


class EverythingHandler(DocumentHandler):
    """`/course/privacy/everything.zip`: all that is kept about whoever asks; the workbook is set in its own process."""

    @authenticated
    async def post(self) -> None:
        """The file. Without the workbook when it cannot be made now: all of its text is in the others, too."""
        visit, language = self.visit, self.site.course.language
        more = await self._workbook() if visit.is_member else {}
        content = await self.site.run(archive.packed, self.site.store, visit.person, language, more)
        await self.site.record("exported", by=visit.person, about=visit.person, cohort=visit.cohort)
        name = f"{self.site.course.title} - {visit.name} - {self.site.store.now().date().isoformat()}"
        self.give(content, name, "zip", "application/zip")

    async def _workbook(self) -> dict[str, bytes]:
        visit, store = self.visit, self.site.store
        course, days = ReflectionSite.of(self.settings).whole_course, Days(self.site.course.language, None)
        kept = await self.site.run(read_kept, store, visit.person, visit.cohort)
        parts = workbook(course, kept, Owner(visit.name, visit.cohort_name), store.now(), days, self.paper)
        try:
            return {"workbook.pdf": await self.site.press.make("pdf", parts)}
        except NotSet as failed:
            log.warning("an export went without its workbook: %s", failed)
            return {}


class KeptHandler(CourseHandler):
    """`/course/api/kept`: what the home page says ahead: when the cohort's answers go, and when one is erased."""

    @authenticated
    async def get(self) -> None:
        """Times in UTC, or null."""
        visit, store = self.visit, self.site.store
        goes = await self.site.run(purge.going_at, store, visit.cohort, periods(self.site))
        waits = await self.site.run(erasure.pending, store, visit.person)
        self.answer_with(200, answers_go_at=moment(goes), erased_at=moment(waits.due_at if waits else None))
