"""Widgets without answers: a panel that the page's own script fills, and data that staff may draw from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
import traitlets

_STATIC = Path(__file__).parent / "static"


class Panel(anywidget.AnyWidget):
    """Shows `course/static/page/<name>.js`, which fetches what the person may see; nothing passes the kernel.

    A course page runs that script by itself; JupyterLab has the widget do it.
    """

    _esm = _STATIC / "panel.js"
    name = traitlets.Unicode().tag(sync=True)

    def __init__(self, name: str, **kwargs: Any):
        super().__init__(name=name, **kwargs)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """With the name, so that a page may show the panel without any widgets."""
        bundle = super()._repr_mimebundle_(**kwargs)
        return bundle and ({**bundle[0], "application/vnd.mentorcourse.panel+json": {"name": self.name}}, bundle[1])


class Data(anywidget.AnyWidget):
    """Fetches `course/api/<path>` as the person who looks at the page, and hands the JSON to Python as `.value`.

    Empty ({}) while the notebook runs: draw inside `.observe(…, "value")`. `error` says in words what went wrong.
    It is fetched again when one of the live channel's parts in `follows` has changed.
    """

    _esm = _STATIC / "data.js"
    path = traitlets.Unicode().tag(sync=True)
    follows = traitlets.List(traitlets.Unicode()).tag(sync=True)
    asked = traitlets.Int(0).tag(sync=True)
    value = traitlets.Dict().tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)

    def reload(self) -> None:
        """Fetch again."""
        self.asked += 1
