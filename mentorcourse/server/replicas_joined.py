"""Let a server's pages hear what the other replicas tell, and the other replicas what is told here."""

from __future__ import annotations

import asyncio

from .agreement_site import AgreementSite
from .replicas import Message, Names, Replicas
from .site import Site


def joined(site: Site, agreements: AgreementSite) -> Replicas:
    """The other replicas of this server, which its hub speaks with; they hear nothing before `start()`."""
    hub, under_way = site.hub, set[asyncio.Task[None]]()

    def open_here() -> Names:
        return hub.names() | agreements.names()

    def hear(message: Message) -> None:
        match message:
            case {"announce": cohort, "parts": parts}:
                task = asyncio.create_task(site.announce_here(cohort, *parts))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            case {"place": place}:
                hub.tell_presence_here(place)
                agreements.tell_presence_here(place)
            case {"cohort": cohort, "person": person, "message": told}:
                hub.deliver(cohort, told, person)
            case {"person": person, "message": told}:
                hub.deliver_to(person, told)

    def missed() -> None:
        site.kept.forget_all()
        hub.drop()

    hub.replicas = Replicas(site.store, hear, missed, open_here)
    return hub.replicas
