"""A live session as JSON: what participants may see of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorcourse.sessions import keeping
from mentorcourse.sessions.activities import closed
from mentorcourse.sessions.keeping import Live

from .moments import moment

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


def _title(site: Site, stem: str) -> str:
    section = site.course.section(stem)
    return f"{section.number}. {section.title}"


def _activity(site: Site, live: Live) -> dict[str, str] | None:
    """The activity that is open now; None for none, and for one that the course has no longer."""
    found = [one for one in site.course.section(live.section).activities if one.key == live.shown]
    if not found:
        return None
    return {"activity": f"{live.section}.{found[0].key}", "title": found[0].title}
