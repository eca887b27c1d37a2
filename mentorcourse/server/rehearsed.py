"""A server over a rehearsal's data folder: every page and file says so, and no letter leaves it."""

from __future__ import annotations

from pathlib import Path

from mentorcourse.documents.press import Press
from mentorcourse.mail import Mail
from mentorcourse.programme.making import report_press
from mentorcourse.rehearsal import MARK, read_marker

from .site import Site


def be_a_rehearsal_where_marked(site: Site) -> None:
    """Where the store's folder is marked: no mail server whatever the settings say, and a mark on every document."""
    url = site.store.url
    if url.get_backend_name() != "sqlite" or not url.database or read_marker(Path(url.database).parent) is None:
        return
    mark = site.say(MARK)
    site.is_rehearsal, site.mail = True, Mail(None)
    site.press, site.report_press = Press(mark=mark), report_press(mark)
