"""A live session as JSON: what participants may see of it, and what facilitators see besides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorcourse.content import ContentError
from mentorcourse.schedule import read_session
from mentorcourse.sessions import keeping
from mentorcourse.sessions.activities import closed
from mentorcourse.sessions.keeping import Live

from .moments import moment
from .written import as_html

if TYPE_CHECKING:
    from .site import Site


def session_part(site: Site, cohort: str) -> dict[str, Any] | None:
    """What every page of the cohort hears of the session that is running; None when none is."""
    live = keeping.running(site.store, cohort)
    return shown(site, live) if live else None


def closed_part(site: Site, cohort: str) -> list[str]:
    """The addresses of the activities that take no changes now."""
    return sorted(closed(site.store, cohort))


def now_part(site: Site, cohort: str) -> str:
    """The server's time: pages reckon by it, for a device's own clock may be wrong."""
    return str(moment(site.store.now()))


def shown(site: Site, live: Live) -> dict[str, Any]:
    """The running block in words, its end, and what participants are led to; `left` is in seconds, while paused."""
    now, clock = site.store.now(), live.clock
    paused = clock.paused is not None
    return {
        "session": live.id,
        "version": live.version,
        "section": live.section,
        "title": _title(site, live.section),
        "url": site.page_url(live.section),
        "block": {
            "key": live.block.key,
            "title": live.block.title,
            "see": live.block.see,
            "number": clock.place + 1,
            "of": len(clock.plan),
        },
        "paused": paused,
        "ends_at": None if paused else moment(clock.ends_at(now)),
        "left": round(clock.left(now).total_seconds()) if paused else None,
        "activity": _activity(site, live),
        "message": {"text": live.message, "at": moment(live.message_at)} if live.message else None,
    }


def led(site: Site, live: Live) -> dict[str, Any]:
    """The session as facilitators see it: besides, its whole plan, when the running block is due, and the words to say.

    `due` is when the plan has the running block end, so that whoever knows the time knows whether it is late.
    """
    clock = live.clock
    return shown(site, live) | {
        "began": moment(clock.began),
        "total": clock.total,
        "due": moment(clock.due),
        "plan": [
            {"key": key, "title": live.blocks[key].title, "minutes": minutes, "starts": clock.starts(place)}
            for place, (key, minutes) in enumerate(clock.plan)
        ],
        "titles": {key: block.title for key, block in live.blocks.items()},
        "took": clock.done(),
        "led_to": live.shown,
        "undo": live.undo[-1]["act"] if live.undo else None,
        "changed_by": keeping.who_changed(site.store, live),
        "changed_at": moment(live.changed_at),
        "say": _words(site, live),
    }


def _words(site: Site, live: Live) -> str:
    """What the guide has the facilitator say to open the running block, as HTML; "" when the guide has it no longer."""
    try:
        blocks = read_session(site.course, live.section).blocks
    except ContentError:
        return ""
    return next((as_html(block.say) for block in blocks if block.key == live.block.key), "")


def _title(site: Site, stem: str) -> str:
    section = site.course.section(stem)
    return f"{section.number}. {section.title}"


def _activity(site: Site, live: Live) -> dict[str, str] | None:
    """The activity that is open now; None for none, and for one that the course has no longer."""
    found = [one for one in site.course.section(live.section).activities if one.key == live.shown]
    if not found:
        return None
    return {"activity": f"{live.section}.{found[0].key}", "title": found[0].title}
