"""One's own column of an agreement, and one's own look back on it, saved by a form as it saves any answer."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import Any, cast

from tornado.web import authenticated

from mentorcourse.agreements import follow_up, keeping, reading
from mentorcourse.agreements.keeping import Unknown
from mentorcourse.agreements.moves import Refused
from mentorcourse.content import BadAnswers
from mentorcourse.content.fields import BadValue, Field
from mentorcourse.language.wording import NO_SUCH_FIELD
from mentorcourse.store import Answer

from .agreement_notices import noticed_now
from .agreement_site import AgreementSite
from .agreements import AgreementHandler, str_of
from .answers import AnswersHandler, HistoryHandler, moment, written

Saves = list[tuple[int, datetime, dict[str, str]]]


def _id_of(address: str) -> str:
    """The agreement that an address names."""
    digits = address.partition(".")[2]
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class ColumnHandler(AgreementHandler, AnswersHandler):
    """`/course/api/answers/agreement.<id>`: one's own column."""

    @authenticated
    async def get(self, address: str) -> None:
        """What is written as it stands."""
        self.answer_with(200, **written(await self.site.run(self.own, self.visit.person, _id_of(address))))

    def activity(self, address: str) -> Any:
        """No activity of the course: its fields are checked one by one when they are saved."""
        return None

    @authenticated
    async def patch(self, address: str) -> None:
        """Save; what is refused is kept on the device, and the other's page hears of what is saved."""
        try:
            await cast("Awaitable[None]", super().patch(address))
        except Refused as refused:
            status = 404 if isinstance(refused, Unknown) else 403  # a form keeps what a 403 refuses, and says why
            self.answer_with(status, message=self.site.say(str_of(refused)))
        else:
            if self.get_status() == 200:
                await self.changed(_id_of(address))

    def _save(self, address: str, activity: Any, changes: dict[str, Any], base: int) -> Answer:
        kept, errors, field = dict[str, str](), dict[str, str](), Field("", characters=self.form.characters)
        known = self.fields(_id_of(address))
        for key, value in changes.items():
            try:
                if key not in known:
                    raise BadValue(NO_SUCH_FIELD)
                kept[key] = field.clean(value)
            except BadValue as wrong:
                errors[key] = wrong.args[0]
        if errors:
            raise BadAnswers(errors)
        return self.keep(self.visit.person, _id_of(address), kept, base)

    def fields(self, agreement: str) -> set[str]:
        """What one may write in: the rows that the agreement was begun with."""
        return set(reading.see(self.site.store, self.visit.person, agreement).state.rows)

    def own(self, person: str, agreement: str) -> Answer:
        """What this person has written."""
        return keeping.own_answer(self.site.store, person, agreement)

    def keep(self, person: str, agreement: str, values: Mapping[str, str], base: int) -> Answer:
        """Keep what has changed, unless it looks identifying and the other would see it at once."""
        seen = reading.see(self.site.store, person, agreement)
        errors = noticed_now(AgreementSite.of(self.settings), seen, values)
        if errors:
            raise BadAnswers(dict(errors))
        return keeping.save(self.site.store, person, agreement, values, base, self.heading)


class LookBackHandler(ColumnHandler):
    """`/course/api/answers/look_back.<id>`: one's own half of the look back after ninety days."""

    def fields(self, agreement: str) -> set[str]:
        """The questions that both answer."""
        return set(follow_up.QUESTIONS)

    def own(self, person: str, agreement: str) -> Answer:
        """What this person has answered."""
        return follow_up.own_look_back(self.site.store, person, agreement)

    def keep(self, person: str, agreement: str, values: Mapping[str, str], base: int) -> Answer:
        """Keep what has changed."""
        return follow_up.save_look_back(self.site.store, person, agreement, values, base)


class ColumnHistoryHandler(AgreementHandler, HistoryHandler):
    """`/course/api/answers/<agreement or look_back>.<id>/history`: what one had written before."""

    @authenticated
    async def get(self, address: str) -> None:
        """Saves, newest first."""
        saves: Saves = await self.site.run(self._saves, address)
        listed = [{"revision": number, "saved_at": moment(at), "values": values} for number, at, values in saves]
        self.answer_with(200, activity=address, revisions=listed)

    def _saves(self, address: str) -> Saves:
        history = follow_up.look_back_history if address.startswith("look_back.") else keeping.history
        return history(self.site.store, self.visit.person, _id_of(address))
