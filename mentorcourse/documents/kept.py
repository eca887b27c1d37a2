"""One person's answers as they stand, each with the moment it was last changed, and every revision behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from mentorcourse.content.fields import is_answered
from mentorcourse.store import Revision, Store


@dataclass(frozen=True)
class Kept:
    """One person's answer to one activity: all its revisions, newest first, never none."""

    activity: str
    revisions: list[Revision]

    @property
    def revision(self) -> int:
        """The number of the newest revision."""
        return self.revisions[0].number

    @property
    def saved_at(self) -> datetime:
        """When the newest revision was saved (UTC)."""
        return self.revisions[0].saved_at

    @cached_property
    def _newest(self) -> dict[str, Revision]:
        return {field: revision for revision in reversed(self.revisions) for field in revision.values}

    @cached_property
    def values(self) -> dict[str, Any]:
        """The current value of every field that was ever saved, an emptied one included."""
        return {field: revision.values[field] for field, revision in self._newest.items()}

    def has(self, field: str) -> bool:
        """Whether the field has an answer now."""
        return is_answered(self.values.get(field))

    def changed_at(self, field: str) -> datetime:
        """When the field's value was last changed (UTC); KeyError when it never was saved."""
        return self._newest[field].saved_at

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it is answered now."""
        return not any(map(self.has, self.values))


def read_kept(store: Store, person: str, cohort: str) -> dict[str, Kept]:
    """Everything that `person` has answered in `cohort`, by the activity's address (blocking: reads the store)."""
    begun = [row.activity for row in store.progress(cohort, person)]
    histories = {activity: store.history(person, cohort, activity) for activity in begun}
    return {activity: Kept(activity, revisions) for activity, revisions in histories.items() if revisions}
