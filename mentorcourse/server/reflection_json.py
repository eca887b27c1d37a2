"""Say submitted versions, reviews and readers as the JSON that the pages get."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from mentorcourse.review.checking import Asked, Look, Waiting
from mentorcourse.review.readers import Reader
from mentorcourse.review.reading import Draft, Holder
from mentorcourse.review.submissions import Version

from .answers import moment


def shown_reader(reader: Reader) -> dict[str, Any]:
    """A trainer as a participant's page gets them."""
    return {"trainer": reader.trainer, "name": reader.name, "excluded": reader.excluded, "reads": reader.reads}


def shown_version(version: Version, person: str) -> dict[str, Any]:
    """A version as pages get it; `mine` marks the replies of the person who asks."""
    return {
        "id": version.id,
        "number": version.number,
        "questions": version.questions,
        "answers": version.answers,
        "late": version.late,
        "state": version.state,
        "submitted_at": moment(version.submitted_at),
        "changed_at": moment(version.changed_at),
        "opened": [{"name": name, "at": moment(at)} for name, at in version.opened],
        "feedback": [
            {"name": said.name, **said.words, "released_at": moment(said.released_at), "read": bool(said.read_at)}
            for said in version.feedback
        ],
        "replies": [
            {"name": one.name, "mine": one.author == person, "text": one.text, "at": moment(one.written_at)}
            for one in version.replies
        ],
        "news": is_news(version),
        "page": version.has_page,
    }


def is_news(version: Version) -> bool:
    """Whether it has feedback that its writer has not read yet."""
    return any(said.read_at is None for said in version.feedback)


def shown_holder(holder: Holder | None, person: str) -> dict[str, Any] | None:
    """Who has claimed a submission, as pages get it."""
    if holder is None:
        return None
    return {
        "name": holder.name,
        "mine": holder.trainer == person,
        "since": moment(holder.claimed_at),
        "present": holder.present,
    }


def shown_draft(own: Draft) -> dict[str, Any]:
    """A trainer's own review as their page gets it."""
    return {
        "words": own.words,
        "version": own.version,
        "saved_at": moment(own.saved_at),
        "released_at": moment(own.released_at),
    }


def shown_look(look: Look) -> dict[str, Any]:
    """How checks of a submission's reviews stand for a trainer, as their page gets it."""
    asked, waiting = look.asked, look.waiting
    needed = None if look.needed == "nobody" else look.needed
    shown = {"needed": needed, "asked": asked and _asked(asked), "waiting": waiting and _waiting(waiting)}
    return {**shown, "left_out": look.left_out}


def _asked(asked: Asked) -> dict[str, Any]:
    readings = [{"name": one.name, "levels": one.levels} for one in asked.readings]
    return asdict(asked) | {"asked_at": moment(asked.asked_at), "readings": readings}


def _waiting(waiting: Waiting) -> dict[str, Any]:
    return asdict(waiting) | {"asked_at": moment(waiting.asked_at)}
