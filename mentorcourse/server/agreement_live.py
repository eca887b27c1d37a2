"""The live channel of a page of agreements: what the other does, and whether they are there, without reloading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from jupyter_server.base.websocket import WebSocketMixin

from mentorcourse.agreements import reading
from mentorcourse.agreements.keeping import Unknown
from mentorcourse.agreements.moves import Side
from mentorcourse.agreements.reading import Seen

from .agreement_site import AgreementSite
from .live import LiveHandler

NOWHERE = ""  # where the pages of those stand who are in no cohort: none of its messages reach them


class AgreementLiveHandler(LiveHandler):
    """`/course/api/agreements[/<id>]/live`: as the cohort's live channel, for the two people of an agreement."""

    side: Side
    _seen: Seen | None = None

    async def open(self, *args: Any, **kwargs: Any) -> None:
        """Join the cohort's pages, if the visitor is a member, and those of the agreement, if it is theirs."""
        agreement = args[0] if args else ""
        if not self.visit.is_member:
            self.visit = replace(self.visit, cohort=NOWHERE)
            WebSocketMixin.open(self)
            self.site.hub.join(self)
        else:
            await super().open(*args, **kwargs)
        if not agreement:
            return
        try:
            self._seen = await self.site.run(reading.see, self.site.store, self.visit.person, agreement)
        except Unknown:
            self.close(1008, "There is no such agreement for you.")
            return
        self.side = self._seen.side
        self._agreements.join(self._seen.id, self)

    def on_close(self) -> None:
        """Leave, and tell the other."""
        super().on_close()
        if self._seen is not None:
            self._agreements.leave(self._seen.id, self)

    @property
    def _agreements(self) -> AgreementSite:
        return AgreementSite.of(self.settings)
