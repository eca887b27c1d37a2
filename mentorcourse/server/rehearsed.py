"""A server over a rehearsal's data folder: every page and file says so, and no letter leaves it."""

from __future__ import annotations

from mentorcourse.documents.press import Press
from mentorcourse.mail import Mail
from mentorcourse.programme.making import report_press
from mentorcourse.rehearsal import MARK, is_rehearsal

from .site import Site


def be_a_rehearsal_where_marked(site: Site) -> None:
    """Where the store's folder is marked: no mail server whatever the settings say, and a mark on every document."""
    if not is_rehearsal(site.store):
        return
    mark = site.say(MARK)
    site.is_rehearsal, site.mail = True, Mail(None)
    site.press, site.report_press = Press(mark=mark), report_press(mark)
