"""What the live channel tells a participant of their own partners, and of nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentorcourse import pairs
from mentorcourse.content import ContentError, Course
from mentorcourse.language import Sentence, primary, say
from mentorcourse.schedule import Block, guide_folder, read_session
from mentorcourse.sessions import keeping

if TYPE_CHECKING:
    from .site import Site

# What one does in a block whose page of the guide says nothing of it: whoever begins, the partner, a third.
ROLES = (
    Sentence("You speak first."),
    Sentence("You listen first."),
    Sentence("You watch first, and say at the end what you noticed."),
)

_read: dict[tuple[Path, int], tuple[Block, ...]] = {}


def partner_part(site: Site, cohort: str) -> dict[str, Any]:
    """By participant: the section that is next, and for each section whom they are with and what they do.

    `roles` are by block, for whoever begins in one block of a session listens first in the next.
    """
    course, names = site.course, pairs.participants(site.store, cohort)
    days, ahead = pairs.sessions(site.store, cohort), to_come(site, cohort)
    told: dict[str, Any] = {one: {"next": ahead[0] if ahead else None, "sections": {}} for one in names}
    for section in (known for known in course.sections if known.section in days):
        stem, day = section.section, days[section.section]
        where = {"number": section.number, "url": site.page_url(stem)}
        roles = {size: _roles(course, stem, size) for size in {len(group) for group in day.groups}}
        for group in day.groups:
            for place, person in enumerate(group):
                partners = [names[one] for one in group if one != person]
                does = {"partners": partners, "away": False, "roles": roles[len(group)][place]}
                told[person]["sections"][stem] = where | does
        for person in day.away:
            told[person]["sections"][stem] = where | {"partners": [], "away": True, "roles": {}}
    return told


def to_come(site: Site, cohort: str) -> list[str]:
    """The sections from the one that is running, or from the one after the last that was held."""
    stems = [section.section for section in site.course.sections]
    live = keeping.newest(site.store, cohort)
    if live is None or live.section not in stems:
        return stems
    return stems[stems.index(live.section) + (live.ended_at is not None) :]


def _roles(course: Course, stem: str, size: int) -> list[dict[str, str]]:
    """What each place in a group of this size does, by block."""
    blocks = list(enumerate(_pair_blocks(course, stem)))
    return [
        {block.key: _role(course, block, (place - number) % size) for number, block in blocks} for place in range(size)
    ]


def _role(course: Course, block: Block, turn: int) -> str:
    # The guide is in English: a course in another language says it in the interface's words.
    spoken: Sequence[str] = block.roles if primary(course.language) == "en" else ()
    return spoken[turn] if turn < len(spoken) else say(ROLES[turn], course.language)


def _pair_blocks(course: Course, stem: str) -> list[Block]:
    """The section's blocks in pairs; none where its page of the guide cannot be read."""
    path = guide_folder(course) / f"{stem}.md"
    try:
        key = (path, path.stat().st_mtime_ns)
        if key not in _read:
            _read[key] = read_session(course, stem).blocks
    except (OSError, ContentError):
        return []
    return [block for block in _read[key] if block.kind == "pairs"]
