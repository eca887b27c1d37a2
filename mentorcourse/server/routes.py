"""Which handler answers at which address."""

from __future__ import annotations

from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import RedirectHandler

from . import account, answers, documents, entry, journal, page, staff, static
from .live import LiveHandler

_ACTIVITY = r"([0-9a-z_]+\.[a-z0-9_]+)"
_PERSON = r"([0-9a-f-]{36})"

Route = tuple[Any, ...]

API: list[Route] = [
    (r"course/api/me", answers.MeHandler),
    (r"course/api/progress", answers.ProgressHandler),
    (r"course/api/journal", journal.JournalHandler),
    (r"course/api/live", LiveHandler),
    (rf"course/api/answers/{_ACTIVITY}", answers.AnswersHandler),
    (rf"course/api/answers/{_ACTIVITY}/history", answers.HistoryHandler),
    (rf"course/api/cohort/{_ACTIVITY}", answers.CohortHandler),
    (r"course/api/workbook\.(pdf|docx|json)", documents.WorkbookHandler),
    (rf"course/api/calendar/{_ACTIVITY}", documents.CalendarHandler),
    (r"course/static/(.*)", static.CourseStaticHandler),
]

STAFF: list[Route] = [
    (r"course/api/staff/roster", staff.RosterHandler),
    (r"course/api/staff/progress", staff.CohortProgressHandler),
    (r"course/api/staff/people", staff.PeopleHandler),
    (rf"course/api/staff/people/{_PERSON}", staff.PersonHandler),
    (rf"course/api/staff/people/{_PERSON}/link", staff.LinkHandler),
    (r"course/api/staff/sections/([0-9a-z_]+)", staff.SectionStateHandler),
]

PAGES: list[Route] = [
    (r"course/", page.HomeHandler),
    (r"course/sections/([0-9a-z_]+)", page.SectionHandler),
    (r"course/journal", page.JournalHandler),
    (r"course/staff", page.StaffHandler),
]


def entry_routes(**shared: Any) -> list[Route]:
    """The pages for signing in and out, which share a limiter and cookie settings."""
    return [
        (r"course/sign-in", entry.SignInHandler, shared),
        (r"course/enter/([A-Za-z0-9_-]+)", entry.EnterHandler, shared),
        (r"course/sign-out", entry.SignOutHandler, shared),
        (r"course/account", account.AccountHandler, shared),
    ]


def home_redirect(base_url: str) -> list[Route]:
    """The server's root leads to the course."""
    return [("", RedirectHandler, {"url": url_path_join(base_url, "course/"), "permanent": False})]


def under(base_url: str, routes: list[Route]) -> list[Route]:
    """`routes` with their addresses below `base_url`."""
    return [(url_path_join(base_url, route[0]), *route[1:]) for route in routes]
