"""The answers API: read, save, look back; every value is checked against its activity before it is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError, authenticated

from mentorcourse.content import AnyActivity, BadAnswers
from mentorcourse.language import Sentence
from mentorcourse.reports import person_progress
from mentorcourse.sessions.activities import closed_at
from mentorcourse.store import Answer, Conflict, StorageUnavailable, UnknownRevision

from .failures import DiscreetHandler
from .gate import READ
from .moments import moment as moment
from .sharing_parts import after_save
from .site import Site, Visit

MAX_BODY_BYTES = 512_000
TOO_MUCH = Sentence("This is too much text for one save. Shorten it, or split it over several fields.")
UNREADABLE = Sentence("The course cannot read its database just now. Wait a moment, then try again.")
UNKNOWN_REVISION = Sentence("This page holds another version of the worksheet than the course has. Reload the page.")
CLOSED = Sentence(
    "Your facilitator has closed this section, so it takes no changes now. What you typed is kept on this device."
)
CLOSED_ACTIVITY = Sentence(
    "Your facilitator has closed this activity for now. What you typed is kept on this device, and saved when it opens."
)


class CourseHandler(DiscreetHandler, APIHandler):
    """What the API's handlers share: the site, the visit, JSON in and out, and what goes wrong in words."""

    @property
    def site(self) -> Site:
        """The parts that handlers share."""
        return cast("Site", self.settings["mentorcourse"])

    @property
    def visit(self) -> Visit:
        """Who is asking; 401 when nobody is signed in."""
        found = self.site.visit(self.request)
        if found is None:
            raise HTTPError(401, Sentence("Sign in first."))
        return found

    async def prepare(self) -> None:  # type: ignore[override]
        """Refuse what is too large to be an answer before anything looks at it."""
        await super().prepare()
        if self.request.method not in READ:
            self.site.under_way.add(self)
        if len(self.request.body) > MAX_BODY_BYTES:
            raise HTTPError(413, TOO_MUCH)

    def on_finish(self) -> None:
        """The server may stop as far as this request is concerned."""
        super().on_finish()
        self.site.under_way.discard(self)

    def body(self) -> dict[str, Any]:
        """The request's JSON object; 400 when it is something else."""
        try:
            read = json.loads(self.request.body)
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict):
            raise HTTPError(400, Sentence("The request must be a JSON object."))
        return read

    def answer_with(self, status: int, **reply: Any) -> None:
        """Finish with a JSON object."""
        self.set_status(status)
        self.finish(json.dumps(reply))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Every error is `{"message": …}` and says what to do."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, StorageUnavailable):
            words: str = _of_storage(error)
        elif isinstance(error, HTTPError) and error.log_message:
            words = error.log_message
        else:
            words = Sentence("This did not work ({status}). Reload the page and try again.", status=status_code)
        self.answer_with(status_code, message=self.site.say(words))

    def activity(self, address: str) -> AnyActivity:
        """The activity at this address; 404 when the course has none."""
        try:
            return self.site.course.activity(address)
        except KeyError as unknown:
            raise HTTPError(404, Sentence("The course has no such activity.")) from unknown


def _of_storage(error: StorageUnavailable) -> Sentence:
    """Why the database cannot be used, without saying where it lies: that is in the log."""
    values = getattr(error.args[0], "values", {})
    return Sentence("The course’s database {reason}.", reason=values["reason"]) if "reason" in values else UNREADABLE


def written(answer: Answer) -> dict[str, Any]:
    """An answer as the API gives it."""
    return {
        "activity": answer.activity,
        "revision": answer.revision,
        "values": answer.values,
        "saved_at": moment(answer.saved_at),
    }


class AnswersHandler(CourseHandler):
    """`/course/api/answers/<activity>`: one person's own answer."""

    @authenticated
    async def get(self, address: str) -> None:
        """The answer as it stands; revision 0 when there is none yet."""
        self.activity(address)
        visit = self.visit
        answer = await self.site.run(self.site.store.answer, visit.person, visit.cohort, address)
        self.answer_with(200, **written(answer))

    @authenticated
    async def patch(self, address: str) -> None:
        """Save changed fields on top of `base_revision`; 409 shows both where another window was there first."""
        activity, body = self.activity(address), self.body()
        changes, base = self._changes(body)
        try:
            self.answer_with(200, **written(await self.site.run(self._save, address, activity, changes, base)))
            with suppress(StorageUnavailable):  # it is kept and acknowledged: the next save tells the cohort
                await after_save(self.site, self.visit.cohort, address, activity)
        except BadAnswers as wrong:
            self.answer_with(422, errors={key: self.site.say(why) for key, why in wrong.errors.items()})
        except UnknownRevision:
            self.answer_with(422, errors={}, message=self.site.say(UNKNOWN_REVISION))
        except Conflict as conflict:
            fields = {
                key: {"yours": changes.get(key), "theirs": both["theirs"]} for key, both in conflict.fields.items()
            }
            self.answer_with(409, conflicts=fields, **written(conflict.answer))

    def _changes(self, body: dict[str, Any]) -> tuple[dict[str, Any], int]:
        changes, base = body.get("values"), body.get("base_revision")
        if not isinstance(changes, dict) or isinstance(base, bool) or not isinstance(base, int) or base < 0:
            raise HTTPError(
                400, Sentence("A save needs base_revision, a whole number, and values, an object of fields.")
            )
        return changes, base

    def _save(self, address: str, activity: AnyActivity, changes: dict[str, Any], base: int) -> Answer:
        visit = self.visit
        if closed := closed_at(self.site.store, visit.cohort, address.split(".")[0], address):
            raise HTTPError(403, CLOSED if closed == "section" else CLOSED_ACTIVITY)

        def check(kept: Mapping[str, object]) -> None:
            refusals = activity.refuse(kept, cleaned)
            if refusals:
                raise BadAnswers(refusals)

        cleaned = activity.clean(changes)
        return self.site.store.save(visit.person, visit.cohort, address, cleaned, base, activity.progress, check)


class HistoryHandler(CourseHandler):
    """`/course/api/answers/<activity>/history`: every earlier version of one's own answer."""

    @authenticated
    async def get(self, address: str) -> None:
        """Revisions, newest first, each with the fields that it changed."""
        self.activity(address)
        visit = self.visit
        revisions = await self.site.run(self.site.store.history, visit.person, visit.cohort, address)
        listed = [{"revision": r.number, "saved_at": moment(r.saved_at), "values": r.values} for r in revisions]
        self.answer_with(200, activity=address, revisions=listed)


class MeHandler(CourseHandler):
    """`/course/api/me`: who is signed in here."""

    @authenticated
    async def get(self) -> None:
        """The visit, and the XSRF cookie that the first save will need."""
        self.xsrf_token  # noqa: B018  (reading it sets the cookie)
        visit = self.visit
        self.answer_with(
            200,
            person=visit.person,
            name=visit.name,
            cohort=visit.cohort,
            cohort_name=visit.cohort_name,
            roles=sorted(visit.roles),
            draft_key=visit.draft_key,
        )


class ProgressHandler(CourseHandler):
    """`/course/api/progress`: how far one has come."""

    @authenticated
    async def get(self) -> None:
        """Every section with its activities, what is answered, and the minutes left."""
        visit = self.visit
        rows = await self.site.run(self.site.store.progress, visit.cohort, visit.person)
        states = await self.site.run(self.site.store.sections, visit.cohort)
        sections = person_progress(self.site.course, rows)
        for section in sections:
            section["open"] = self.site.is_open(states, section["section"])
            section["url"] = self.site.page_url(section["section"])
            section["language"] = self.site.course.section(section["section"]).language
        self.answer_with(200, sections=sections)
