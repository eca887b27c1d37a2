"""The course's plain pages, which no notebook stands behind: for signing in, and for what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from tornado.web import RequestHandler

from mentorcourse.language import direction, say
from mentorcourse.rehearsal import BANNER

from .site import Site, Visit
from .written import Html as Html


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


def speaker(language: str) -> Callable[..., Html]:
    """What templates call as `_`: a sentence, which may hold HTML, in this language, its {places} filled with text."""

    def speak(sentence: str, **values: object) -> Html:
        said = say(sentence, language)
        return Html(said.format_map({name: escape(str(value)) for name, value in values.items()}) if values else said)

    return speak


def _reader(handler: RequestHandler) -> Visit | None:
    """Who is let into the course, as far as the request was asked: their pages have the head of every course page.

    Formgrader's pages are not the course's, and one that says what went wrong on our side runs nothing.
    """
    if "mentorcourse_course_url" in handler.settings or handler.get_status() >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return None
    known: Visit | None = getattr(handler.request, "course_visit", None)
    return known if known and known.agreed == "current" else None


def render(handler: RequestHandler, name: str, page: Mapping[str, Any] | None = None, **values: Any) -> str:
    """One of the course's plain pages, as HTML; `page` is what its scripts are told besides where the course lives."""
    settings = handler.settings
    site: Site = settings["mentorcourse"]
    base = settings["base_url"]
    static = f"{base}course/static/{settings['mentorcourse_static_version']}/"
    reader = _reader(handler)
    if reader:
        handler.xsrf_token  # noqa: B018  (reading it sets the cookie that the page's first save needs)
    listens = {"live": "agreements/live"} if reader and not reader.is_member else {}
    handler.set_header("Content-Type", "text/html; charset=UTF-8")
    return (
        _templates()
        .get_template(name)
        .render(
            base=base,
            static=static,
            page={"baseUrl": base, "courseStatic": static, **listens, **(page or {})},
            reader=reader,
            course=site.course,
            direction=direction(site.course.language),
            _=speaker(site.course.language),
            rehearsal=BANNER if site.is_rehearsal else "",
            speed=site.speed,
            xsrf=lambda: handler.xsrf_form_html(),
            **values,
        )
    )
