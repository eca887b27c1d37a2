"""Work out, from what was typed alone, every number that the course may tell of the cohort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from statistics import mean, median, stdev
from typing import Any

from tests.browser.course_pages import COURSE, DEFINITIONS

from .cast import PARTICIPANTS
from .record import Record
from .writing import FIRST, STEMS, TENTH, counted

GROUP = 5
PAUSE = 20  # minutes; a longer gap between two saves is no work
THEN, NOW, BACK = f"{FIRST}.self_rating", f"{TENTH}.self_rating", f"{TENTH}.looking_back"
STUDENT = {4: 2.7764451052, 9: 2.2621571628}  # 97.5 % points of Student's t, by degrees of freedom, from a table
TITLES = {section.section: f"{section.number}. {section.title}" for section in COURSE.sections}
Row = list[Any]


@dataclass(frozen=True)
class Expected:
    """The numbers of one cohort; `here` are the names of those who have not left it."""

    record: Record

    @property
    def here(self) -> list[str]:
        """Participants, in the roster's order."""
        return sorted(role.name for role in PARTICIPANTS if role.name not in self.record.left)

    def state(self, person: str, address: str) -> str:
        """Whether somebody has done an activity, has begun it, or not."""
        values = self.record.values(person, address)
        steps = DEFINITIONS[address]["steps"]
        answered = sum(any(key in values for key in step) for step in steps)
        return "done" if answered == len(steps) else "begun" if answered else "not begun"

    def section_state(self, person: str, stem: str) -> str:
        """The same for all of a section that counts."""
        states = {self.state(person, address) for address in counted(stem)}
        return states.pop() if len(states) == 1 else "begun"

    def progress(self, stem: str) -> Row:
        """[begun, finished]: how many people have in a section."""
        states = [self.section_state(person, stem) for person in self.here]
        return [len(states) - states.count("not begun"), states.count("done")]

    def done(self, person: str) -> int:
        """How many activities somebody has finished."""
        return sum(self.state(person, address) == "done" for address in counted())

    # The report.

    def minutes(self, stem: str = "") -> int | None:
        """The median of work in a section, or in all, to the nearest five; None for fewer than five people."""
        spent = [total for person in self.here if (total := self._spent(person, stem)) is not None]
        return 5 * round(median(spent) / 5) if len(spent) >= GROUP else None

    def _spent(self, person: str, stem: str) -> float | None:
        """Minutes from each of a person's saves to the next, where the later one is in the section."""
        own = [one for one in self.record.saves if one.person == person]
        total, has_begun = 0.0, False
        for before, one in zip([None, *own], own, strict=False):
            if one.address not in counted(stem):
                continue
            has_begun = True
            gap = (one.at - before.at).total_seconds() / 60 if before else 0
            total += gap if gap <= PAUSE else 0
        return total if has_begun else None

    def commitments(self) -> tuple[int, int]:
        """How many were written down, and by how many people."""
        asked = {address: "commitment" for address in DEFINITIONS if "commitment" in DEFINITIONS[address]["fields"]}
        asked |= {address: "step" for address in DEFINITIONS if address.endswith(".commitment")}
        kept = [
            person
            for person in self.here
            for address, key in asked.items()
            if self.record.values(person, address).get(key)
        ]
        return len(kept), len(set(kept))

    def sections(self) -> list[Row]:
        """The report's table of sections."""
        return [[TITLES[stem], *self.progress(stem), self.minutes(stem)] for stem in STEMS]

    def whole(self) -> Row:
        """The report's table of the whole course, without its words."""
        finished = sum(all(self.section_state(person, stem) == "done" for stem in STEMS) for person in self.here)
        many, by = self.commitments()
        told = by >= GROUP
        return [len(self.here), finished, self.minutes(), many if told else None, by if told else None]

    def pitfalls(self) -> list[Row]:
        """The report's table of ratings before and after, ten statements by two scales."""
        rows: list[Row] = []
        for scale in DEFINITIONS[NOW]["layout"]["scales"]:
            for number, item in enumerate(DEFINITIONS[NOW]["layout"]["items"], start=1):
                pairs, backs = self._groups(f"{item['key']}.{scale['key']}")
                rows.append([scale["label"], f"{number}. {item['label']}", *_changed(pairs), *_looked(backs)])
        return rows

    def _groups(self, field: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """(then, now) and (looking back, now) of all who are in a whole group of five."""
        latest: dict[tuple[str, str], int] = {}
        order: list[str] = []
        pairs: dict[str, tuple[int, int]] = {}
        backs: list[tuple[int, int]] = []
        for one in self.record.saves:
            if one.address not in (THEN, NOW, BACK) or field not in one.values:
                continue
            latest[one.person, one.address] = one.values[field]
            if one.person not in order and {(one.person, THEN), (one.person, NOW)} <= latest.keys():
                order.append(one.person)
                if len(order) % GROUP == 0:
                    pairs |= {who: (latest[who, THEN], latest[who, NOW]) for who in order[-GROUP:]}
        for start in range(0, len(pairs), GROUP):
            group = order[start : start + GROUP]
            if all((who, BACK) in latest for who in group):
                backs += [(latest[who, BACK], pairs[who][1]) for who in group]
        return list(pairs.values()), backs

    # Certificates and reflections.

    def points(self, person: str) -> dict[str, tuple[int, int]]:
        """What a certificate asks for: how much is done, and how much is asked for."""
        handed_in = sum(who == person for who, _ in self.record.reflections)
        return {"activities": (self.done(person), ceil(0.8 * len(counted()))), "reflections": (handed_in, 3)}

    def certified(self) -> list[str]:
        """Who has earned one."""
        return [who for who in self.here if all(has >= need for has, need in self.points(who).values())]

    def reflections(self) -> dict[str, int]:
        """{section: how many people have handed one in}."""
        return Counter(stem for _, stem in self.record.reflections)


def _changed(pairs: Sequence[tuple[int, int]]) -> Row:
    """n, both means, the change, its interval and g_av, as the report's own words define them."""
    n = len(pairs)
    if n < GROUP:
        return [None] * 7
    then, now = [one[0] for one in pairs], [one[1] for one in pairs]
    changes = [after - before for before, after in pairs]
    spread, both = stdev(changes), (stdev(then) + stdev(now)) / 2
    half = STUDENT[n - 1] * spread / sqrt(n)
    interval: Row = [mean(changes) - half, mean(changes) + half] if spread else [None, None]
    effect = mean(changes) / both * (1 - 3 / (4 * (n - 1) - 1)) if both else None
    return [n, mean(then), mean(now), mean(changes), *interval, effect]


def _looked(backs: Sequence[tuple[int, int]]) -> Row:
    if len(backs) < GROUP:
        return [None] * 3
    return [len(backs), mean(one[0] for one in backs), mean(one[1] - one[0] for one in backs)]
