"""The course's plain pages, which no notebook stands behind: for signing in, and for what went wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from tornado.web import RequestHandler

from mentorcourse.language import direction, say
from mentorcourse.rehearsal import BANNER

from .site import Site
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


def render(handler: RequestHandler, name: str, **values: Any) -> str:
    """One of the course's plain pages, as HTML."""
    settings = handler.settings
    site: Site = settings["mentorcourse"]
    base = settings["base_url"]
    handler.set_header("Content-Type", "text/html; charset=UTF-8")
    return (
        _templates()
        .get_template(name)
        .render(
            base=base,
            static=f"{base}course/static/{settings['mentorcourse_static_version']}/",
            course=site.course,
            direction=direction(site.course.language),
            _=speaker(site.course.language),
            rehearsal=BANNER if site.is_rehearsal else "",
            speed=site.speed,
            xsrf=lambda: handler.xsrf_form_html(),
            **values,
        )
    )
