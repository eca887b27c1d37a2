"""Put the people of one session into pairs, with one group of three when their number is odd.

People are given as ids, groups as lists of two or three of them in speaking order: the first speaks first, the second
listens first, the third watches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, islice

Group = list[str]
Groups = list[Group]
Barred = frozenset[frozenset[str]]
Pairs = list[tuple[str, str]]

REPEAT = 1000  # what one more meeting costs, far more than how long ago the last one was
MOST_THREES = 2000  # how many groups of three are looked at: all of them in a cohort of up to 23


class Impossible(Exception):
    """No grouping keeps everybody apart who must be; `person` has the most exclusions of those left over."""

    def __init__(self, person: str) -> None:
        self.person = person
        super().__init__(person)


def barred_of(exclusions: Iterable[tuple[str, str]]) -> Barred:
    """The pairs of people who are never put together, whichever is named first."""
    return frozenset(map(frozenset, exclusions))


class History:
    """Who has met whom in sessions before, and how often each was the third or spoke first."""

    def __init__(self, sessions: Sequence[Groups] = ()) -> None:
        self._met: Counter[frozenset[str]] = Counter()
        self._last: dict[frozenset[str], int] = {}
        self.thirds: Counter[str] = Counter()
        self.firsts: Counter[str] = Counter()
        self._sessions = 0
        for groups in sessions:
            self.add(groups)

    def add(self, groups: Groups) -> None:
        """Take one more session in."""
        self._sessions += 1
        for group in groups:
            for pair in meetings(group):
                self._met[pair] += 1
                self._last[pair] = self._sessions
            self.thirds.update(group[2:])
            self.firsts.update(group[:1])

    def cost(self, one: str, other: str) -> int:
        """0 for two who have never met; the more often and the later they have, the more."""
        pair = frozenset((one, other))
        met = self._met[pair]
        return REPEAT * met * met + self._last.get(pair, 0)

    def in_turn(self, group: Iterable[str]) -> Group:
        """The group in speaking order: the third is whoever was it least often, first speaks who did so least often."""
        people = list(group)
        third = [min(people, key=lambda one: (self.thirds[one], people.index(one)))] if len(people) > 2 else []
        two = [one for one in people if one not in third]
        # Among equals, sessions take turns: else whoever stands first on the list would always speak first.
        turn = 1 if self._sessions % 2 else -1
        return [*sorted(two, key=lambda one: (self.firsts[one], turn * people.index(one))), *third]


def meetings(group: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every two people of a group."""
    return map(frozenset, combinations(group, 2))


def cost_of(groups: Groups, history: History) -> int:
    """What the meetings of a session cost; 0 when nobody has met before."""
    return sum(history.cost(*pair) for group in groups for pair in combinations(group, 2))


def grouped(people: Sequence[str], history: History, barred: Barred) -> Groups:
    """Everybody in groups, each in speaking order; raises Impossible.

    Of all groupings one without a repeat is taken where there is any, else one that costs least. The order of
    `people` decides between equal ones, so that the same people come into the same groups again.
    """
    if len(people) < 2:
        return []
    found = _in_circle(people, history, barred) or _matched(people, history, barred)
    if found is None:
        raise Impossible(_most_excluded(people, barred))
    return [history.in_turn(group) for group in found]


def circle(people: Sequence[str]) -> list[Pairs]:
    """Rounds in which everybody meets everybody once; the number of people must be even."""
    fixed, rest = people[0], list(people[1:])
    rounds: list[Pairs] = []
    for shift in range(len(rest)):
        ring = rest[shift:] + rest[:shift]
        ends = zip(ring[1 : len(people) // 2], reversed(ring[len(people) // 2 :]), strict=True)
        rounds.append([(fixed, ring[0]), *ends])
    return rounds


def _in_circle(people: Sequence[str], history: History, barred: Barred) -> Groups | None:
    """A round of the circle in which nobody has met before, if one is left."""
    nobody = ""
    even = list(people) if len(people) % 2 == 0 else [*people, nobody]
    rounds = []
    for number, pairs in enumerate(circle(even)):
        alone = next((one if other == nobody else other for one, other in pairs if nobody in (one, other)), "")
        rounds.append((history.thirds[alone] if alone else 0, number, alone, pairs))
    for _, _, alone, pairs in sorted(rounds, key=lambda one: one[:2]):
        groups = [list(pair) for pair in pairs if nobody not in pair]
        if all(_is_new(one, other, history, barred) for one, other in groups):
            if not alone:
                return groups
            joined = _joined(alone, groups, history, barred)
            if joined and cost_of(joined, history) == 0:
                return joined
    return None


def _is_new(one: str, other: str, history: History, barred: Barred) -> bool:
    return frozenset((one, other)) not in barred and history.cost(one, other) == 0


def _joined(third: str, pairs: Groups, history: History, barred: Barred) -> Groups | None:
    """The pairs with `third` in the one where that costs least; None where they may join none."""
    free = [pair for pair in pairs if not any(frozenset((third, one)) in barred for one in pair)]
    if not free:
        return None
    best = min(free, key=lambda pair: sum(history.cost(third, one) for one in pair))
    return [[*pair, third] if pair is best else pair for pair in pairs]


def _matched(people: Sequence[str], history: History, barred: Barred) -> Groups | None:
    """The grouping that costs least, by matchings of greatest weight; None when there is none at all."""
    if len(people) % 2 == 0:
        return matching(people, history.cost, barred)
    best: tuple[int, Groups] | None = None
    for cost, three in _threes(people, history, barred):
        if best and best[0] <= cost:
            break  # the others cost as much in this one group alone
        pairs = matching([one for one in people if one not in three], history.cost, barred)
        if pairs is not None and (best is None or cost + cost_of(pairs, history) < best[0]):
            best = (cost + cost_of(pairs, history), [*pairs, list(three)])
    return best[1] if best else None


def _threes(people: Sequence[str], history: History, barred: Barred) -> list[tuple[int, tuple[str, ...]]]:
    """The groups of three that there could be, each with its cost, the likeliest to be good first."""
    in_turn = sorted(people, key=lambda one: history.thirds[one])
    threes = (three for three in combinations(in_turn, 3) if not barred.intersection(meetings(three)))
    tried = islice(threes, MOST_THREES)
    priced = [(sum(history.cost(*pair) for pair in combinations(three, 2)), three) for three in tried]
    return sorted(priced, key=lambda one: one[0])


def matching(people: Sequence[str], cost: Callable[[str, str], int], barred: Barred) -> Groups | None:
    """Everybody in pairs at the least cost; None when that cannot be."""
    import networkx as nx  # a tenth of every start, which is needed only once somebody puts people into pairs

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(people)))
    for left, right in combinations(range(len(people)), 2):
        if frozenset((people[left], people[right])) not in barred:
            # Numbers for nodes and whole numbers for weights: the same people are always matched in the same way.
            graph.add_edge(left, right, weight=-cost(people[left], people[right]))
    pairs = sorted(tuple(sorted(pair)) for pair in nx.max_weight_matching(graph, maxcardinality=True))
    if 2 * len(pairs) < len(people):
        return None
    return [[people[left], people[right]] for left, right in pairs]


def _most_excluded(people: Sequence[str], barred: Barred) -> str:
    here = set(people)
    counts = Counter(one for pair in barred if pair <= here for one in pair)
    return max(people, key=lambda one: counts[one])
