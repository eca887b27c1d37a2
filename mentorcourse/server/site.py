"""What every handler stands on: the course, the store, the visitor, and the live channel."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import ParamSpec, TypeVar

from tornado.httputil import HTTPServerRequest

from mentorcourse.content import ContentError, Course, read_course
from mentorcourse.documents.press import Press
from mentorcourse.language import place, primary, say
from mentorcourse.mail import Mail
from mentorcourse.people.cohorts import ROLES
from mentorcourse.privacy import audit
from mentorcourse.privacy.consent import Agreed
from mentorcourse.privacy.notice import Notices
from mentorcourse.programme.making import report_press
from mentorcourse.rehearsal import RehearsalClock
from mentorcourse.settings import smtp
from mentorcourse.store import Store

from . import live_parts
from .crowding import Crowd
from .edits import Edits
from .live import Hub, Listener
from .live_kept import KeptStates
from .metrics import Metrics
from .pace import Pace
from .presence import note_present
from .under_way import UnderWay

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Visit:
    """Who is asking: a signed-in person in one cohort, with every role they hold there.

    `agreed` is how they stand with the privacy notice.
    """

    person: str
    name: str
    cohort: str
    cohort_name: str
    roles: frozenset[str]
    agreed: Agreed = "current"

    @property
    def is_member(self) -> bool:
        """Whether they take part in the course; somebody invited to an agreement alone does not."""
        return bool(self.roles & ROLES)

    @property
    def draft_key(self) -> str:
        """An opaque name for this person in this cohort, which the browser files drafts under."""
        return hashlib.sha256(f"draft {self.person} {self.cohort}".encode()).hexdigest()[:24]


@dataclass
class Site:
    """The parts that handlers share, kept in the web application's settings as "mentorcourse"."""

    store: Store
    notebooks: Path
    visit: Callable[[HTTPServerRequest], Visit | None]
    page_url: Callable[[str], str] = lambda stem: ""
    hub: Hub = field(default_factory=Hub)
    kept: KeptStates = field(default_factory=KeptStates)
    crowd: Crowd = field(default_factory=Crowd)
    press: Press = field(default_factory=Press)
    report_press: Press = field(default_factory=report_press)
    under_way: UnderWay = field(default_factory=UnderWay)
    metrics: Metrics = field(default_factory=Metrics)
    pace: Pace = field(default_factory=Pace)
    mail: Mail = field(default_factory=lambda: Mail(smtp()))
    is_rehearsal: bool = False
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8, "store"))
    _announcing: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _course: Course | None = None

    def __post_init__(self) -> None:
        self._edits = Edits(self.notebooks)
        self.notice = Notices(lambda: self.course)

    @property
    def course(self) -> Course:
        """The course as its files say now; a broken edit leaves the last good reading in force."""
        if self._edits.since() or self._course is None:
            try:
                self._course = read_course(self.notebooks)
            except ContentError:
                if self._course is None:
                    raise
        return self._course

    @property
    def speed(self) -> float:
        """How many minutes pass here in a real one."""
        return self.store.now.speed if isinstance(self.store.now, RehearsalClock) else 1

    def say(self, text: str) -> str:
        """A sentence of the interface in the course's language."""
        return say(text, self.course.language)

    def notebook(self, stem: str, folder: str = "") -> str:
        """A notebook's path under the contents root: in the course's language, or in English until it is translated.

        It is one of the course's, or lies in another `folder` beside the course's.
        """
        folder = folder or self.notebooks.name
        return f"{folder}/{place(self.notebooks.parent / folder, f'{stem}.ipynb', self.course.language)[0]}"

    def text_language(self, notebook: str) -> str:
        """The language of the text in the notebook at this path."""
        language = primary(self.course.language)
        is_translated = Path(notebook).parent.name == language
        return self.course.language if is_translated or language == "en" else "en"

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do blocking `work` (the store waits for its disk) in a thread, off the event loop."""
        call: Callable[[], T] = lambda: work(*args, **kwargs)  # noqa: E731
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    def is_open(self, states: dict[str, bool], section: str) -> bool:
        """Whether participants may write in `section`: open until a facilitator closes it."""
        return states.get(section, True)

    async def record(self, kind: audit.Kind, **who: str | None) -> None:
        """Record who did what about whom; `who` is as audit.write takes it."""
        await self.run(audit.note, self.store, kind, **who)

    async def announce(self, cohort: str, *parts: str, to: Listener | None = None) -> None:
        """Tell every open page of `cohort`, or one page, how things stand now: the parts named, or all of them."""
        await self.announce_here(cohort, *parts, to=to)
        if self.hub.replicas and not to:
            self.hub.replicas.tell({"announce": cohort, "parts": parts})

    async def announce_here(self, cohort: str, *parts: str, to: Listener | None = None) -> None:
        """The same to the pages at this replica. One at a time for a cohort: what is read first is told first."""
        async with self._announcing[cohort]:
            if to:
                self.hub.send(to, await self.kept.message(self, cohort, to.visit.person))
                return
            self.kept.forget(cohort)
            everybody, own = await self.run(live_parts.state, self, cohort, parts)
            for person in self.hub.people(cohort):
                self.hub.deliver(cohort, live_parts.for_person(person, everybody, own), person)
        if "session" in parts:
            await note_present(self, cohort)

    def close(self) -> None:
        """Stop making documents and sending mail, let the threads finish what they are doing, then close the store."""
        self.press.close()
        self.report_press.close()
        self.mail.close()
        self._threads.shutdown(wait=True)
        self.store.close()
