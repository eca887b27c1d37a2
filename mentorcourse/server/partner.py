"""What the live channel tells a participant of their own partners, and of nobody else's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentorcourse import pairs
from mentorcourse.content import ContentError
from mentorcourse.language import Sentence, primary
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
    names, days = pairs.participants(site.store, cohort), pairs.sessions(site.store, cohort)
    ahead = to_come(site, cohort)
    told: dict[str, Any] = {one: {"next": ahead[0] if ahead else None, "sections": {}} for one in names}
    for section in (known.section for known in site.course.sections if known.section in days):
        blocks = _pair_blocks(site, section)
        for group in days[section].groups:
            for place, person in enumerate(group):
                told[person]["sections"][section] = {
                    **_where(site, section),
                    "partners": [names[one] for one in group if one != person],
                    "away": False,
                    "roles": {block.key: _role(site, block, place, number, len(group)) for number, block in blocks},
                }
        for person in days[section].away:
            told[person]["sections"][section] = {**_where(site, section), "partners": [], "away": True, "roles": {}}
    return told


def to_come(site: Site, cohort: str) -> list[str]:
    """The sections from the one that is running, or from the one after the last that was held."""
    stems = [section.section for section in site.course.sections]
    live = keeping.newest(site.store, cohort)
    if live is None or live.section not in stems:
        return stems
    return stems[stems.index(live.section) + (live.ended_at is not None) :]


def _where(site: Site, stem: str) -> dict[str, Any]:
    return {"number": site.course.section(stem).number, "url": site.page_url(stem)}


def _role(site: Site, block: Block, place: int, number: int, size: int) -> str:
    turn = (place - number) % size
    # The guide is in English: a course in another language says it in the interface's words.
    spoken: Sequence[str] = block.roles if primary(site.course.language) == "en" else ()
    return spoken[turn] if turn < len(spoken) else site.say(ROLES[turn])


def _pair_blocks(site: Site, stem: str) -> list[tuple[int, Block]]:
    """The section's blocks in pairs, numbered from 0; none where its page of the guide cannot be read."""
    path = guide_folder(site.course) / f"{stem}.md"
    try:
        key = (path, path.stat().st_mtime_ns)
        if key not in _read:
            _read[key] = read_session(site.course, stem).blocks
    except (OSError, ContentError):
        return []
    return list(enumerate(block for block in _read[key] if block.kind == "pairs"))
