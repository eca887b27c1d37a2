"""The API for pairs: the rota, who is kept apart and who is here, for facilitators; a participant's own wishes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tornado.web import HTTPError, authenticated

from mentorcourse import pairs
from mentorcourse.language import Sentence
from mentorcourse.pairs import Change, Day, PairsError
from mentorcourse.pairs.exclusions import MOST_WISHES
from mentorcourse.pairs.grouping import meetings
from mentorcourse.pairs.wording import too_few
from mentorcourse.sessions import keeping

from .answers import CourseHandler
from .partner import to_come

WHOM = Sentence("Say who it is about: two people of the cohort.")
STALE = Sentence(
    "Not everybody is in a group in the sections to come: people have joined or left since the pairs were made. Work "
    "them out anew from the next section on; what has been held stays."
)


class PairsHandler(CourseHandler):
    """What the handlers of pairs share: a refusal in words, and what follows from a change."""

    @contextmanager
    def in_words(self) -> Iterator[None]:
        """A refusal becomes 422 with its mend."""
        try:
            yield
        except PairsError as refused:
            raise HTTPError(422, refused.args[0]) from refused

    async def show(self, **more: Any) -> None:
        """Everything that a facilitator sees of pairs."""
        self.answer_with(200, **await self.site.run(self._shown), **more)

    async def changed(self, **more: Any) -> None:
        """Tell every participant their own partner, and the facilitator how it stands now."""
        await self.site.announce(self.visit.cohort, "partner")
        await self.show(**more)

    def _shown(self) -> dict[str, Any]:
        store, cohort = self.site.store, self.visit.cohort
        names, days = pairs.participants(store, cohort), pairs.sessions(store, cohort)
        ahead, few = to_come(self.site, cohort), too_few(len(names))
        stale = any(_lost(names, days[section]) for section in ahead if section in days)
        live, change = keeping.running(store, cohort), pairs.last_change(store, cohort)
        after = [section for section in ahead if live is None or section != live.section or section not in days]
        return {
            "people": [_named(names, one) for one in names],
            "sections": list(self._sections(names, days, ahead)),
            "exclusions": [
                {"one": _named(names, kept.one), "other": _named(names, kept.other), "is_set": kept.is_set}
                for kept in pairs.exclusions(store, cohort)
                if {kept.one, kept.other} <= set(names)
            ],
            "next": ahead[0] if ahead else None,
            "first": after[0] if after else None,
            "runs": live is not None,
            "undo": self._undo(names, change),
            "undo_all": change is not None and change.kind == "rota",
            "note": few and self.site.say(few),
            "stale": self.site.say(STALE) if stale else None,
        }

    def _sections(
        self, names: Mapping[str, str], days: Mapping[str, Day], ahead: list[str]
    ) -> Iterator[dict[str, Any]]:
        met: set[frozenset[str]] = set()
        for section in self.site.course.sections:
            day = days.get(section.section, Day())
            yield {
                "section": section.section,
                "title": f"{section.number}. {section.title}",
                "held": section.section not in ahead,
                "groups": [
                    {"people": [_named(names, one) for one in group], "again": bool(met.intersection(meetings(group)))}
                    for group in day.groups
                ],
                "away": [_named(names, one) for one in day.away],
                "new": [_named(names, one) for one in _lost(names, day, alone=False)] if day.groups else [],
            }
            met.update(pair for group in day.groups for pair in meetings(group))

    def _undo(self, names: Mapping[str, str], change: Change | None) -> str | None:
        if change is None or change.section not in {one.section for one in self.site.course.sections}:
            return None
        number, name = self.site.course.section(change.section).number, names.get(change.about or "", "")
        said = {
            "rota": Sentence("the pairs from section {number} on", number=number),
            "away": Sentence("section {number} without {name}", number=number, name=name),
            "here": Sentence("section {number} with {name}", number=number, name=name),
        }
        return self.site.say(said[change.kind])


def _named(names: Mapping[str, str], person: str) -> dict[str, str]:
    return {"person": person, "name": names.get(person, "")}


def _lost(names: Iterable[str], day: Day, *, alone: bool = True) -> list[str]:
    """Who is in no group of the section though they are not away; with `alone`, also who is in one by themselves."""
    placed = {one for group in day.groups if len(group) > 1 or not alone for one in group} | set(day.away)
    return [one for one in names if one not in placed]


class StaffPairsHandler(PairsHandler):
    """`/course/api/staff/pairs`: how everything stands."""

    @authenticated
    async def get(self) -> None:
        """The rota, who is kept apart, what could be undone."""
        await self.show()


class RotaHandler(PairsHandler):
    """`/course/api/staff/pairs/(rota|undo)`: work the pairs out, or take the last change back."""

    @authenticated
    async def post(self, act: str) -> None:
        """The rota takes {"first": section}; 422 where exclusions leave somebody without a partner."""
        store, visit = self.site.store, self.visit
        course = [section.section for section in self.site.course.sections]
        with self.in_words():
            if act == "undo":
                ahead = await self.site.run(to_come, self.site, visit.cohort)
                await self.site.run(pairs.undo, store, visit.cohort, visit.person, ahead)
            else:
                first = str(self.body().get("first", ""))
                await self.site.run(pairs.make_rota, store, visit.cohort, visit.person, course, first)
        await self.changed()


class HereHandler(PairsHandler):
    """`/course/api/staff/pairs/<section>/people/<person>`: who is there today, and who is not."""

    @authenticated
    async def put(self, section: str, person: str) -> None:
        """Takes {"here": true or false}; whoever would be alone gets somebody, all others stay as they are."""
        body, visit = self.body(), self.visit
        if section not in {known.section for known in self.site.course.sections}:
            raise HTTPError(404, Sentence("The course has no such section."))
        if not isinstance(body.get("here"), bool):
            raise HTTPError(422, Sentence("Say whether they are here: true or false."))
        with self.in_words():
            act, here = pairs.set_here, body["here"]
            await self.site.run(act, self.site.store, visit.cohort, visit.person, section, person, here=here)
        await self.changed()


class ExclusionsHandler(PairsHandler):
    """`/course/api/staff/pairs/exclusions`: keep two people apart, or no longer."""

    def _pair(self) -> tuple[str, str]:
        body = self.body()
        one, other = body.get("one"), body.get("other")
        if not (isinstance(one, str) and isinstance(other, str)):
            raise HTTPError(422, WHOM)
        return one, other

    @authenticated
    async def post(self) -> None:
        """Takes {"one", "other"}; where they are together in a section to come, they are parted."""
        pair, visit = self._pair(), self.visit
        with self.in_words():
            await self.site.run(pairs.exclude, self.site.store, visit.cohort, visit.person, pair)
            parted = await keep_apart(self)
        await self.changed(parted=parted)

    @authenticated
    async def delete(self) -> None:
        """Takes {"one", "other"}; 422 where one of the two has asked for it themselves."""
        pair = self._pair()
        with self.in_words():
            await self.site.run(pairs.allow, self.site.store, self.visit.cohort, pair)
        await self.changed()


async def keep_apart(handler: CourseHandler) -> list[int]:
    """Part those who must not be together in sections to come; the numbers of those that changed."""
    site, visit = handler.site, handler.visit
    ahead = await site.run(to_come, site, visit.cohort)
    changed = await site.run(pairs.keep_apart, site.store, visit.cohort, visit.person, ahead)
    return [site.course.section(section).number for section in changed]


class WishesHandler(PairsHandler):
    """`/course/api/pairs/wishes[/<person>]`: with whom a participant would rather not work; no reason is asked."""

    @authenticated
    async def get(self) -> None:
        """Whom one could name, and whom one has named; nobody hears of other people's wishes."""
        await self._answer()

    @authenticated
    async def put(self, person: str) -> None:
        """Name somebody; where the two are together in a section to come, they are parted."""
        visit = self.visit
        with self.in_words():
            await self.site.run(pairs.wish, self.site.store, visit.cohort, visit.person, person)
        await keep_apart(self)
        await self.site.announce(visit.cohort, "partner")
        await self._answer()

    @authenticated
    async def delete(self, person: str) -> None:
        """Take it back."""
        visit = self.visit
        await self.site.run(pairs.take_back, self.site.store, visit.cohort, visit.person, person)
        await self._answer()

    async def _answer(self) -> None:
        visit, store = self.visit, self.site.store
        names = await self.site.run(pairs.participants, store, visit.cohort)
        named = await self.site.run(pairs.wishes, store, visit.cohort, visit.person)
        others = [_named(names, one) for one in names if one != visit.person and one not in named]
        kept = [_named(names, one) for one in named if one in names]
        self.answer_with(200, people=others, wishes=kept, most=MOST_WISHES)
