"""Say agreements as the JSON that pages get, with whose turn it is and what is new in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mentorcourse.agreements import moves
from mentorcourse.agreements.follow_up import next_meeting
from mentorcourse.agreements.reading import Said, Seen
from mentorcourse.language import Sentence, audience_words, plural

from .agreement_site import Form
from .answers import moment

Say = Callable[[str], str]

SOON = timedelta(days=7)  # ahead of which a check-in is announced
GOALS = "goals"  # the row that the look back goes by
NEWS: dict[str, Callable[[str], Sentence]] = {
    "accepted": lambda other: Sentence("{other} has accepted your invitation.", other=other),
    "sent": lambda other: Sentence("{other} has sent you the page: it is your turn.", other=other),
    "returned": lambda other: Sentence("{other} has answered and returned the page.", other=other),
    "reopened": lambda other: Sentence(
        "{other} has changed something, so a row is open again. The signed version is kept.", other=other
    ),
    "final": lambda other: Sentence(
        "Your agreement with {other} is final: both of you have initialed every row.", other=other
    ),
    "ended": lambda other: Sentence("{other} has ended your agreement. Your copy stays here for you.", other=other),
    "commented": lambda other: Sentence("{other} has written a comment.", other=other),
    "met": lambda other: Sentence("{other} has changed when you meet.", other=other),
    "looked back": lambda other: Sentence("{other} has looked back on your agreement.", other=other),
}


def news_of(seen: Seen) -> list[Sentence]:
    """What is new since the person last opened it, each kind once."""
    kinds = list(dict.fromkeys(one.text for one in seen.news))
    return [NEWS[kind](seen.names[seen.other]) for kind in kinds if kind in NEWS]


def turn(seen: Seen) -> Sentence:
    """Whose turn it is."""
    other, stage = seen.names[seen.other], seen.state.stage
    if stage == "ended":
        return _ended(seen)
    if seen.other in seen.gone:
        return Sentence(
            "{other} has left the course, so this agreement takes no more changes. Your copy stays here for you to "
            "download.", other=other,
        )  # fmt: skip
    if seen.persons["mentee"] is None:
        return Sentence("{other} has not accepted your invitation yet.", other=other)
    if stage == seen.side == "mentee":
        return Sentence("It is your turn. {other} sees nothing of what you write until you send it.", other=other)
    if stage == seen.side == "mentor":
        return Sentence(
            "It is your turn. Read what {other} wrote, answer beside it, and return the page. Your answers are seen "
            "once you do.", other=other,
        )  # fmt: skip
    if stage in ("mentee", "mentor"):
        return Sentence("It is the turn of {other}. You will see the page here when it comes to you.", other=other)
    if stage == "final":
        return Sentence("This agreement is final: you and {other} have initialed every row.", other=other)
    return _together(seen)


def _ended(seen: Seen) -> Sentence:
    if seen.state.ended_by == seen.side:
        return Sentence("You have ended this agreement. Both of you keep a copy.")
    return Sentence("{other} has ended this agreement. Both of you keep a copy.", other=seen.names[seen.other])


def _together(seen: Seen) -> Sentence:
    mine, theirs = (len(moves.turns(seen.state, side)) for side in (seen.side, seen.other))
    other = seen.names[seen.other]
    if mine:
        return plural(
            mine,
            "Talk it over with {name} and revise it together. {count} row waits for your initials.",
            "Talk it over with {name} and revise it together. {count} rows wait for your initials.",
            name=other,
        )
    return plural(
        theirs,
        "You have initialed every row. {count} row still waits for the initials of {name}.",
        "You have initialed every row. {count} rows still wait for the initials of {name}.",
        name=other,
    )


def shown_line(seen: Seen, url: str, now: datetime, say: Say) -> dict[str, Any]:
    """An agreement in a list."""
    meeting = _next_meeting(seen, now)
    return {
        "id": seen.id,
        "url": url,
        "side": seen.side,
        "other": seen.names[seen.other],
        "stage": seen.state.stage,
        "turn": say(turn(seen)),
        "news": [say(sentence) for sentence in news_of(seen)],
        "versions": len(seen.versions),
        "meeting": moment(meeting),
        "meets_soon": meeting is not None and meeting - now < SOON,
        "look_back": seen.back is not None and seen.state.stage != "ended" and not seen.back.answers[seen.side],
    }


def _next_meeting(seen: Seen, now: datetime) -> datetime | None:
    if seen.plan is None or seen.plan.cancelled:
        return None
    meeting = next_meeting(seen.plan.check_ins, now)
    return meeting.astimezone(UTC) if meeting else None


def shown(seen: Seen, url: str, now: datetime, form: Form, language: str, say: Say) -> dict[str, Any]:
    """A whole agreement; a column that is not handed over yet is null for the other."""
    at_rest = seen.state.stage == "ended" or bool(seen.gone) or seen.persons["mentee"] is None
    return {
        **shown_line(seen, url, now, say),
        "title": form.title,
        "names": seen.names,
        "cohort_name": seen.cohort_name,
        "gone": sorted(seen.gone),
        "accepted": seen.persons["mentee"] is not None,
        "may_write": not at_rest and moves.may_write(seen.state, seen.side),
        "may_comment": not at_rest,
        "rows": [_row(seen, row, form) for row in seen.wording],
        "shared": seen.shared,
        "moments": {name: moment(at) for name, at in seen.moments.items()},
        "signed": [
            {"number": one.number, "hash": one.hash, "signed_at": moment(one.signed_at)} for one in seen.versions
        ],
        "opened": [_said(one) for one in seen.events if one.text == "opened"][-40:],
        "link": _link(seen) if seen.side == "mentor" else None,
        "plan": {**seen.plan.values, "cancelled": seen.plan.cancelled} if seen.plan else None,
        "back": _back(seen),
        **audience_words("pair", language),
        "language": language,
        "wording_language": form.language,
        "characters": form.characters,
        "activity": f"agreement.{seen.id.replace('-', '')}",
    }


def _link(seen: Seen) -> dict[str, Any]:
    """What the mentor sees of the invitation."""
    return {"state": seen.link[0], "until": moment(seen.link[1]), "email": seen.email}


def _back(seen: Seen) -> dict[str, Any] | None:
    """The look back that is open: the goals of the day, and what the other has written since."""
    if seen.back is None:
        return None
    goals = next(row for row in seen.back.paper["rows"] if row["key"] == GOALS)
    return {
        "number": seen.back.number,
        "signed_at": moment(seen.back.signed_at),
        "label": goals["label"],
        "goals": {side: goals[side] for side in moves.SIDES},
        "mine": seen.back.answers[seen.side],
        "theirs": seen.back.answers[seen.other],
        "activity": f"look_back.{seen.id.replace('-', '')}",
    }


def _row(seen: Seen, row: Mapping[str, str], form: Form) -> dict[str, Any]:
    key = row["key"]
    there, both = seen.state.rows[key], all(seen.shared.values())
    theirs = there.text(seen.other) if seen.shared[seen.other] else None
    given = {side: there.initials.get(side) for side in moves.SIDES}
    return {
        "key": key,
        "label": row["label"],
        "help": row["help"],
        "hint": form.hints[seen.side].get(key, ""),
        "mine": there.text(seen.side),
        "theirs": theirs,
        "initials": {
            side: {"letters": one.letters, "at": moment(one.at)} if one else None for side, one in given.items()
        },
        "mark": moves.mark(key, there) if both else None,
        "comments": [_said(one) for one in seen.comments if one.row == key],
    }


def _said(one: Said) -> dict[str, Any]:
    return {"side": one.side, "text": one.text, "at": moment(one.at)}
