"""Change a session's groups on the day: only those who are left alone get somebody new, all others stay together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .grouping import Barred, Group, Groups, History, Impossible, grouped, meetings

APART = 1_000_000  # what it costs to part two who are together, more than any number of repeats


def without(groups: Groups, person: str) -> Groups:
    """The groups once `person` has gone; whoever was with them alone stands alone."""
    left = ([one for one in group if one != person] for group in groups)
    return [group for group in left if group]


def parted(groups: Groups, barred: Barred) -> Groups:
    """The groups with everybody standing alone who is with somebody whom they must not be with."""
    apart = [group for group in groups if barred.intersection(meetings(group))]
    return [group for group in groups if group not in apart] + [[one] for group in apart for one in group]


def settled(groups: Groups, history: History, barred: Barred) -> Groups:
    """The groups with everybody who stands alone taken in, where the exclusions allow it; the others as they were.

    Two who stand alone become a pair. One is joined by somebody of a group of three, or becomes a third. Only where
    that cannot be are others parted, as few as possible; who even then finds nobody is left alone.
    """
    found = _paired(groups, history, barred)
    for loner in _alone(found):
        found = _swapped(found, loner, history, barred) or _joined(found, loner, history, barred, 0) or found
    if _alone(found):
        found = _anew(found, history, barred) or found
    for loner in _alone(found):
        found = _joined(found, loner, history, barred, len(found)) or found
    return found


def _alone(groups: Groups) -> list[str]:
    return [group[0] for group in groups if len(group) == 1]


def _paired(groups: Groups, history: History, barred: Barred) -> Groups:
    """Those who stand alone in pairs, as far as they may."""
    left: list[str] = []
    pairs: Groups = []
    for one in _alone(groups):
        free = [other for other in left if _may(one, [other], barred)]
        if not free:
            left.append(one)
            continue
        other = min(free, key=lambda someone, one=one: history.cost(one, someone))  # type: ignore[misc]
        left.remove(other)
        pairs.append(history.in_turn([other, one]))
    return [*(group for group in groups if len(group) > 1), *pairs, *([one] for one in left)]


def _swapped(groups: Groups, loner: str, history: History, barred: Barred) -> Groups | None:
    """Somebody of a group of three, if possible its third, goes to the one who stands alone."""
    for three in _larger(groups):
        for partner in (one for one in reversed(three) if _may(loner, [one], barred)):
            rest = [one for one in three if one != partner]
            others = [rest if group is three else group for group in groups if group != [loner]]
            return [*others, history.in_turn([loner, partner])]
    return None


def _joined(groups: Groups, loner: str, history: History, barred: Barred, threes: int) -> Groups | None:
    """The one who stands alone becomes the third of a pair, unless there are more groups of three than `threes`."""
    free = [group for group in groups if len(group) == 2 and _may(loner, group, barred)]
    if not free or len(list(_larger(groups))) > threes:
        return None
    pair = min(free, key=lambda group: sum(history.cost(loner, one) for one in group))
    return [[*group, loner] if group is pair else group for group in groups if group != [loner]]


def _anew(groups: Groups, history: History, barred: Barred) -> Groups | None:
    """Everybody grouped anew, with as many as possible beside whom they were; None where that cannot be."""
    before = {one: group for group in groups for one in group}
    try:
        made = grouped(list(before), _Parting(history, before), barred)
    except Impossible:
        return None
    # Who stays together also keeps the order in which they speak.
    return [before[group[0]] if set(before[group[0]]) == set(group) else group for group in made]


class _Parting(History):
    """What meetings cost where those who are together should stay so."""

    def __init__(self, history: History, before: Mapping[str, Group]) -> None:
        super().__init__()
        self._history, self._before = history, before
        self.thirds, self.firsts = history.thirds, history.firsts

    def cost(self, one: str, other: str) -> int:
        """Next to nothing for two who are together already, so that others are parted only where it must be."""
        return 0 if other in self._before[one] else APART + self._history.cost(one, other)


def _larger(groups: Groups) -> Iterable[Group]:
    return (group for group in groups if len(group) > 2)


def _may(one: str, others: Sequence[str], barred: Barred) -> bool:
    return not any(frozenset((one, other)) in barred for other in others)
