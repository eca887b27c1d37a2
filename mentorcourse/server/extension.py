"""The extension for a Jupyter of one's own: the course's API and static files, for one person on this computer."""

from __future__ import annotations

import os
from typing import Any

from mentorcourse.content import notebooks_folder
from mentorcourse.people import add_cohort, add_person, find_cohort
from mentorcourse.settings import database_address
from mentorcourse.store import Store, open_store

from . import static
from .routes import API, under
from .site import Site, Visit

COHORT, PERSON, EMAIL = "This computer", "You", "you@localhost"


def _load_jupyter_server_extension(server: Any) -> None:
    """Add the course's API, unless this is the workshop's own server, which has it already."""
    if "mentorcourse" in server.web_app.settings:
        return
    store = open_store(database_address())
    visit = local_visit(store)
    site = Site(store, notebooks_folder(), lambda request: visit)
    server.web_app.settings.update(mentorcourse=site, mentorcourse_static_version=static.version())
    server.web_app.add_handlers(".*$", under(server.base_url, API))
    server.log.info("mentorcourse: answers written here are kept in %s", os.fspath(database_address()))


def local_visit(store: Store) -> Visit:
    """The one person of this computer. Jupyter's own sign-in guards the server; its user names are not used."""
    cohort = find_cohort(store, COHORT) or add_cohort(store, COHORT)
    person = add_person(store, cohort.id, PERSON, EMAIL, ["participant"])
    return Visit(person.id, PERSON, cohort.id, COHORT, frozenset({"participant"}))
