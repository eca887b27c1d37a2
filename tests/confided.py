"""Somebody who has confided something in every part of the course, under words that can be found again."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from mentorcourse import people
from mentorcourse.agreements import keeping, parties, reading
from mentorcourse.content import read_course
from mentorcourse.people import sign_ins
from mentorcourse.privacy import audit, consent
from mentorcourse.privacy.notice import read_notice
from mentorcourse.review.feedback import keep_feedback
from mentorcourse.review.reading import open_submission, release, save_draft
from mentorcourse.review.submissions import reply
from mentorcourse.store import Store, tables
from tests.agreement_pairs import DEVICE, ROWS, Pair
from tests.review_samples import KEYS, WORDS, Team, make_team

NAME, EMAIL = "Quillon Marker", "quillon.marker@example.org"
MARK = "zebrafinch"  # in each text that is theirs
THEIRS = ("Quillon", "quillon.marker", MARK)


@dataclass
class Confided:
    """A cohort in which one person has left something everywhere; `person` is their id."""

    team: Team
    person: str
    pairs: list[Pair] = field(default_factory=list)

    @property
    def store(self) -> Store:
        """The store of it all."""
        return self.team.store

    def leave_words(self) -> None:
        """Write, submit and be answered; sign in; be acted on."""
        store, cohort, person = self.store, self.team.cohort, self.person
        for place in ("s.journal", "s.sheet"):
            store.save(person, cohort, place, {"note": f"{MARK} in {place}"}, 0, lambda values: (1, 1))
            store.save(person, cohort, place, {"note": f"{MARK} again"}, 1, lambda values: (1, 1))
        people.accept_link(store, people.issue_link(store, person, cohort), "phone")
        sign_ins.start(store, person, cohort)
        people.set_passphrase(store, person, "four unrelated words here")
        consent.agree(store, person, read_notice(read_course()))
        audit.note(store, "link made", by=self.team.trainer, about=person, cohort=cohort)
        sent = self.team.submit(MARK, person)
        open_submission(store, cohort, self.team.trainer, sent.id)
        release(store, cohort, self.team.trainer, sent.id, {**WORDS, "overall": f"Dear {NAME}, {MARK} is frank."}, 0)
        open_submission(store, cohort, self.team.colleague, sent.id)
        save_draft(store, cohort, self.team.colleague, sent.id, {**WORDS, "overall": f"Unsaid {MARK}"}, 0)
        reply(store, cohort, person, sent.id, f"Thank you, {MARK}")
        keep_feedback(store, sent.id, f"<p>{NAME} {MARK}</p>")

    def agree_with(self, name: str, *, sign: bool) -> Pair:
        """Begin an agreement as its mentor, and have both write in it; sign it, or not."""
        agreement, secret = parties.begin(self.store, self.person, self.team.cohort, name, "", ROWS)
        entered = parties.enter(self.store, secret, DEVICE, None, name)
        assert entered.sign_in
        pair = Pair(self.store, agreement, self.person, entered.sign_in.person)
        pair.write("mentee", goals="The mentee's own goal", logistics="Tuesdays")
        pair.hand_over("mentee")
        pair.write("mentor", goals=f"{MARK} in the agreement", logistics="Agreed")
        pair.hand_over("mentor")
        keeping.comment(self.store, self.person, agreement, "goals", f"{MARK} beside it")
        if sign:
            pair.initial_all()
        self.pairs.append(pair)
        return pair

    def told(self, pair: Pair) -> reading.Seen:
        """An agreement as the mentee sees it."""
        return reading.see(self.store, pair.mentee, pair.id)


def confide(store: Store) -> Confided:
    """Fill an empty store."""
    team = make_team(store)
    person = people.add_person(store, team.cohort, NAME, EMAIL, ["participant"]).id
    made = Confided(team, person)
    made.leave_words()
    assert KEYS
    return made


def kept_text(store: Store, *but: str) -> str:
    """Everything that a database holds, as one text; for SQLite its files byte by byte too, unless tables are named."""
    with store.reading() as session:
        held = [
            repr(tuple(row))
            for table in tables.Table.metadata.sorted_tables
            if table.name not in but
            for row in session.execute(select(table))
        ]
    if store.url.get_backend_name() == "sqlite" and not but:
        base = Path(str(store.url.database))
        files = [path for path in base.parent.glob(f"{base.name}*") if path.is_file()]
        held += [path.read_bytes().decode("latin-1") for path in files]
    return "\n".join(held)
