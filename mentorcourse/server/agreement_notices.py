"""Notice what looks identifying before the other person sees it, and let its writer share it all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mentorcourse.agreements.moves import Refused
from mentorcourse.agreements.reading import Seen
from mentorcourse.agreements.wording import NO_SUCH_ROW
from mentorcourse.identifying import Notice, notices
from mentorcourse.language import Sentence

from .agreement_site import AgreementSite

NOTICED = Sentence(
    "Before it is handed over: some of it looks as if a patient or somebody else could be known by it. If so, leave it "
    "out, or say it more generally."
)
# The page offers to share it where a message ends so.
ANYWAY = Sentence("If it may be read as it is, share it anyway.")


def noticed(seen: Seen) -> list[tuple[str, Notice]]:
    """What in one's own column looks as if it identified somebody else than the two: (row, what)."""
    found = [(row["key"], seen.state.rows[row["key"]].text(seen.side)) for row in seen.wording]
    return [(key, notice) for key, text in found for notice in _of_others(seen, text)]


def noticed_now(site: AgreementSite, seen: Seen, values: Mapping[str, str]) -> dict[str, Sentence]:
    """By row, what is new in these words and looks identifying, once the other sees each word as it is saved."""
    if not all(seen.shared.values()):
        return {}
    errors = {}
    for key, text in values.items():
        before = {one.found for one in notices(seen.state.rows[key].text(seen.side))}
        allowed = before | site.allowed(seen, key)
        new = [one for one in _of_others(seen, text) if one.found not in allowed]
        if new:
            errors[key] = Sentence(
                "Not shared yet: “{found}”. {what} {anyway}", found=new[0].found, what=new[0].explanation, anyway=ANYWAY
            )
    return errors


def allow(site: AgreementSite, seen: Seen, key: str, text: str) -> None:
    """The writer wants to share what was noticed in these words; raises Refused for a row that there is not."""
    if key not in seen.state.rows:
        raise Refused(NO_SUCH_ROW)
    site.allow(seen, key, (one.found for one in notices(text)))


def _of_others(seen: Seen, text: str) -> Iterable[Notice]:
    own = {word.casefold() for name in seen.names.values() for word in name.split()}
    return [one for one in notices(text) if not {word.casefold() for word in one.found.split()} <= own]
