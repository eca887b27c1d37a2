"""Say in words what was done, as the record keeps it."""

from __future__ import annotations

from mentorcourse.language import Sentence

from .account import Line

YOU = Sentence("you")
ADMINISTRATOR = Sentence("an administrator of the server")
COURSE = Sentence("the course itself")

WORDS = {
    "signed in": Sentence("Signed in"),
    "notice read": Sentence("Read the privacy notice and went on"),
    "person added": Sentence("Added to the cohort"),
    "person removed": Sentence("Removed from the cohort"),
    "link made": Sentence("Made a personal link"),
    "link mailed": Sentence("Mailed a personal link"),
    "links revoked": Sentence("Revoked the personal links"),
    "reminded": Sentence("Sent a reminder"),
    "attendance corrected": Sentence("Corrected who was at a live session"),
    "section opened": Sentence("Opened a section"),
    "section closed": Sentence("Closed a section"),
    "exported": Sentence("Took a copy of everything"),
    "erasure asked": Sentence("Asked to see what an erasure would take away"),
    "erasure confirmed": Sentence("Asked for everything to be erased"),
    "erasure undone": Sentence("Called the erasure off"),
    "erased": Sentence("Erased everything"),
    "purge announced": Sentence("Announced that old answers go"),
    "purged": Sentence("Deleted what had been kept long enough"),
    "backed up": Sentence("Made a backup"),
    "restored": Sentence("Put a backup back"),
    "reflection opened": Sentence("Opened a submitted reflection"),
    "agreement opened": Sentence("Opened the agreement"),
}


def done(line: Line) -> Sentence:
    """What was done."""
    return WORDS[line.kind]


def by(line: Line, person: str) -> str:
    """Who did it, as `person` (an id) is told: a name, or a sentence."""
    if line.actor != "person":
        return {"administrator": ADMINISTRATOR, "course": COURSE}[line.actor]
    return YOU if line.by_id == person else line.by or ""


def about(line: Line, person: str) -> str:
    """About whom it was, as `person` (an id) is told; "" where it was about nobody."""
    return YOU if line.about_id == person else line.about or ""
