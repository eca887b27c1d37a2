"""What the handlers of agreements stand on: the course's wording of the agreement, and the pages that show one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, cast

from tornado.web import HTTPError

from mentorcourse.agreements.moves import Side
from mentorcourse.agreements.paper import Heading
from mentorcourse.agreements.reading import Seen
from mentorcourse.content import Course
from mentorcourse.language import Sentence

from .site import Site

SETTING = "mentorcourse_agreements"
ADDRESS = "03_ground_rules.agreement"  # the rehearsal, whose rows and hints the agreement of two people has


@dataclass(frozen=True)
class Form:
    """The agreement as the course words it now: rows ({key, label, help}), and hints by side and row."""

    title: str
    language: str
    rows: list[dict[str, str]]
    hints: dict[Side, dict[str, str]]
    characters: int


def form_of(course: Course) -> Form:
    """The course's agreement; 404 for a course that has none."""
    try:
        activity: Any = course.activity(ADDRESS)
        columns = {column.key: dict(column.hint) for column in activity.columns}
        hints: dict[Side, dict[str, str]] = {"mentee": columns["mentee"], "mentor": columns["mentor"]}
    except (KeyError, AttributeError) as missing:
        raise HTTPError(404, Sentence("This course has no Mentorship Agreement.")) from missing
    rows = [row.model_dump(include={"key", "label", "help"}) for row in activity.rows]
    language = course.section(ADDRESS.split(".")[0]).language
    return Form(activity.title, language, rows, hints, activity.limits.characters)


def heading_of(course: Course) -> Heading:
    """What stands above an agreement of this course."""
    form = form_of(course)
    return Heading(form.title, form.language, course.institution.settings.get("name", ""))


class Shown(Protocol):
    """An open page that shows an agreement to one of its two people."""

    side: Side

    def send(self, message: dict[str, Any]) -> None:
        """Deliver `message`, or do nothing when the page has gone."""


class AgreementSite:
    """One for each server, made when it is first asked for: who has which agreement open."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._pages: dict[str, set[Shown]] = defaultdict(set)
        self._allowed: dict[tuple[str, Side, str], set[str]] = {}

    @classmethod
    def of(cls, settings: dict[str, Any]) -> AgreementSite:
        """The one that belongs to a web application's settings."""
        if SETTING not in settings:
            settings[SETTING] = cls(settings["mentorcourse"])
        return cast("AgreementSite", settings[SETTING])

    def join(self, agreement: str, page: Shown) -> None:
        """A page that shows the agreement has opened: the others learn that somebody is there."""
        self._pages[agreement].add(page)
        self._tell_presence(agreement)

    def leave(self, agreement: str, page: Shown) -> None:
        """It has closed."""
        self._pages[agreement].discard(page)
        if not self._pages[agreement]:
            del self._pages[agreement]
        self._tell_presence(agreement)

    def allow(self, seen: Seen, row: str, found: Iterable[str]) -> None:
        """Its writer wants this shared though it looks identifying; forgotten when the server ends."""
        self._allowed[seen.id, seen.side, row] = set(found)

    def allowed(self, seen: Seen, row: str) -> set[str]:
        """What the writer of a row wants shared so."""
        return self._allowed.get((seen.id, seen.side, row), set())

    def names(self) -> dict[str, set[str]]:
        """Which agreement is open here, and at which side's."""
        return {agreement: {page.side for page in pages} for agreement, pages in self._pages.items()}

    def here(self, agreement: str) -> list[Side]:
        """Which of the two have it open, at whichever replica."""
        replicas = self._site.hub.replicas
        elsewhere = cast("set[Side]", replicas.elsewhere(agreement)) if replicas else set()
        return sorted({page.side for page in self._pages.get(agreement, ())} | elsewhere)

    def tell(self, seen: Seen) -> None:
        """Tell both people's open pages that something about an agreement is new."""
        for person in {person for person in seen.persons.values() if person}:
            self._site.hub.tell(person, {"agreement": seen.id, "here": self.here(seen.id)})

    def _tell_presence(self, agreement: str) -> None:
        self.tell_presence_here(agreement)
        if self._site.hub.replicas:
            self._site.hub.replicas.tell_presence(agreement)

    def tell_presence_here(self, agreement: str) -> None:
        """Tell the pages that have it open here who else has."""
        for page in list(self._pages.get(agreement, ())):
            page.send({"agreement": agreement, "here": self.here(agreement)})
