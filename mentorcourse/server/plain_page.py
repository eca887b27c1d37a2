"""The course's plain pages, which no notebook stands behind: for signing in, and for what went wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from tornado.web import RequestHandler

from .site import Site


@cache
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined)


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
            xsrf=lambda: handler.xsrf_form_html(),
            **values,
        )
    )
