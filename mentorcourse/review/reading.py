"""Read, claim, draft and release: a trainer's side of reflections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from mentorcourse.language import Sentence
from mentorcourse.store import Store
from mentorcourse.store.tables import Membership, Person

from .readers import Refused, Unknown, readable
from .rule import refuse_unchecked
from .submissions import Version, version_of, with_events
from .tables import Check, Claim, Opening, Reply, Review, Submission

Words = Mapping[str, Any]
NOTHING: Words = {"levels": {}, "comments": {}, "overall": ""}
PRESENT = timedelta(minutes=2)
_GONE = Sentence("This reflection is not on your list. It may have been withdrawn.")
_AT_A_CHECK = Sentence("Your review is with somebody who checks it. Take it back first if you want to change it.")


@dataclass(frozen=True)
class Draft:
    """A trainer's own review of one submission; version 0 when there is none yet."""

    words: Words
    version: int
    saved_at: datetime | None
    released_at: datetime | None


@dataclass(frozen=True)
class Holder:
    """The trainer who has claimed a submission; `present` while there are signs of them."""

    trainer: str
    name: str
    claimed_at: datetime
    present: bool


@dataclass(frozen=True)
class Opened:
    """Everything a trainer needs for one submission: `versions` are the author's on this section, newest first."""

    version: Version
    versions: list[Version]
    name: str
    holder: Holder | None
    own: Draft


class Elsewhere(Exception):
    """Nothing was saved: this trainer has changed the same review in another window; `own` is as it is now."""

    def __init__(self, own: Draft) -> None:
        super().__init__("changed in another window")
        self.own = own


class ReleasedBefore(Refused):
    """Another trainer has released feedback meanwhile; one's own review was kept as a draft, `own`."""

    def __init__(self, name: str, at: datetime, own: Draft) -> None:
        super().__init__(Sentence("{name} has released feedback on this version before you. "
                                  "Your review is kept as a draft.", name=name))  # fmt: skip
        self.name, self.at, self.own = name, at, own


def open_submission(store: Store, cohort: str, trainer: str, submission: str) -> Opened:
    """Open a submission to read it: it can no longer be withdrawn, and is claimed unless somebody has claimed it.

    Whoever has claimed it opens it again as a sign that they are still there.
    """
    with store.writing() as session:
        row = locked(session, cohort, trainer, submission)
        now = store.now()
        if row.state == "submitted":
            row.state, row.changed_at = "in review", now
        key = {"submission_id": submission, "trainer_id": trainer}
        store.insert_if_absent(session, Opening, **key, opened_at=now)
        if row.state == "in review" and not _is_asked(session, submission, trainer):
            store.insert_if_absent(session, Claim, **key, claimed_at=now, seen_at=now)
        session.execute(update(Claim).filter_by(**key).values(seen_at=now))
        return _opened(store, session, trainer, row)


def find(store: Store, cohort: str, trainer: str, submission: str) -> Version:
    """The version, when the trainer may read it; that they have opened it is not noted."""
    with store.reading() as session:
        row = session.scalar(readable(select(Submission).where(Submission.id == submission), cohort, trainer))
        if row is None:
            raise Unknown(_GONE)
        return version_of(row)


def claim(store: Store, cohort: str, trainer: str, submission: str, to: str | None) -> Opened:
    """Give a submission to a trainer (oneself, or a colleague who may read it), or with None put it back."""
    with store.writing() as session:
        row = locked(session, cohort, trainer, submission)
        session.execute(delete(Claim).filter_by(submission_id=submission))
        if to is not None:
            _may_read(session, cohort, to, submission)
            session.add(given(store, submission, to, there=to == trainer))
        session.flush()
        return _opened(store, session, trainer, row)


def save_draft(store: Store, cohort: str, trainer: str, submission: str, words: Words, base: int) -> Draft:
    """Keep a trainer's own review as a draft; `base` is the version they were looking at. Raises Elsewhere."""
    with store.writing() as session:
        locked(session, cohort, trainer, submission)
        review = saved(store, session, trainer, submission, words, base)
        return draft_of(review)


def release(
    store: Store, cohort: str, trainer: str, submission: str, words: Words, base: int, beside: bool = False
) -> Draft:
    """Save the review and give it to the participant.

    Raises ReleasedBefore, with the review kept as a draft, when another trainer was first, unless it shall stand
    `beside` theirs; Elsewhere with nothing saved; Refused when this trainer has released their review already,
    or the cohort asks for a check of it first.
    """
    with store.writing() as session:
        row = locked(session, cohort, trainer, submission)
        review = saved(store, session, trainer, submission, words, base)
        first = _first_release(session, submission)
        if not first or beside:
            refuse_unchecked(session, row, trainer, review.version)
            now = store.now()
            review.released, review.released_at = dict(words), now
            row.state, row.changed_at = "released", now
            session.execute(delete(Claim).filter_by(submission_id=submission))
        own = draft_of(review)
    if first and not beside:
        raise ReleasedBefore(*first, own)
    return own


def answer(store: Store, cohort: str, trainer: str, submission: str, text: str) -> None:
    """Write below feedback that was released, where the participant reads it."""
    with store.writing() as session:
        row = locked(session, cohort, trainer, submission)
        if row.state != "released":
            raise Refused(Sentence("There is no feedback to write below yet. Release your review first."))
        session.add(Reply(submission_id=submission, author_id=trainer, text=text, written_at=store.now()))


def draft_of(review: Review | None) -> Draft:
    """A review's row as its trainer sees it."""
    if review is None:
        return Draft(NOTHING, 0, None, None)
    return Draft(review.draft, review.version, review.saved_at, review.released_at)


def given(store: Store, submission: str, trainer: str, *, there: bool) -> Claim:
    """A submission claimed for a trainer; unless they are `there`, they have yet to show a sign of themselves."""
    now = store.now()
    return Claim(submission_id=submission, trainer_id=trainer, claimed_at=now, seen_at=now if there else now - PRESENT)


def holder_of(claimed: Claim | None, name: str, now: datetime) -> Holder | None:
    """A claim's row as trainers see it."""
    if claimed is None:
        return None
    return Holder(claimed.trainer_id, name, claimed.claimed_at, now - claimed.seen_at < PRESENT)


def locked(session: Session, cohort: str, trainer: str, submission: str) -> Submission:
    """The submission, when the trainer may read it, held until the transaction ends; raises Unknown."""
    query = readable(select(Submission).where(Submission.id == submission), cohort, trainer)
    row: Submission | None = session.scalar(query.with_for_update(of=Submission))
    if row is None:
        raise Unknown(_GONE)
    return row


def _may_read(session: Session, cohort: str, trainer: str, submission: str) -> None:
    is_trainer = session.scalar(select(Membership.id).filter_by(person_id=trainer, cohort_id=cohort, role="trainer"))
    query = readable(select(Submission.id).where(Submission.id == submission), cohort, trainer)
    if not is_trainer or session.scalar(query) is None:
        raise Refused(Sentence("This trainer does not read reflections of this person. Choose another."))


def saved(store: Store, session: Session, trainer: str, submission: str, words: Words, base: int) -> Review:
    """The trainer's review with these words in it; raises Elsewhere, or Refused when it no longer changes."""
    key = {"submission_id": submission, "trainer_id": trainer}
    now = store.now()
    review = session.scalar(select(Review).filter_by(**key))
    if (review.version if review else 0) != base and not (review and review.draft == words):
        raise Elsewhere(draft_of(review))
    if review and review.released_at:
        raise Refused(Sentence("You have released this review. Write below it what you want to add."))
    if (review is None or review.draft != words) and _is_asked(session, submission, trainer):
        raise Refused(_AT_A_CHECK)
    if review is None:
        review = Review(**key, draft=dict(words), version=1, saved_at=now)
        session.add(review)
    elif review.draft != words:
        review.draft, review.version, review.saved_at = dict(words), review.version + 1, now
    claimed = session.get(Claim, submission)
    if claimed and claimed.trainer_id == trainer:
        claimed.seen_at = now
    session.flush()
    return review


def _is_asked(session: Session, submission: str, trainer: str) -> bool:
    check = session.get(Check, (submission, trainer))
    return check is not None and check.state == "asked"


def _first_release(session: Session, submission: str) -> tuple[str, datetime] | None:
    query = select(Person.name, Review.released_at).join(Person, Person.id == Review.trainer_id)
    query = query.where(Review.submission_id == submission, Review.released_at.is_not(None))
    found = session.execute(query.order_by(Review.released_at)).first()
    return (found[0], found[1]) if found and found[1] else None


def _opened(store: Store, session: Session, trainer: str, row: Submission) -> Opened:
    place = {"person_id": row.person_id, "cohort_id": row.cohort_id, "section": row.section}
    query = select(Submission).filter_by(**place).where(Submission.state != "withdrawn")
    versions = with_events(session, session.scalars(query.order_by(Submission.number.desc())))
    own = session.scalar(select(Review).filter_by(submission_id=row.id, trainer_id=trainer))
    claimed = session.get(Claim, row.id, populate_existing=True)
    name = session.get_one(Person, claimed.trainer_id).name if claimed else ""
    return Opened(
        next(version for version in versions if version.id == row.id),
        versions,
        session.get_one(Person, row.person_id).name,
        holder_of(claimed, name, store.now()),
        draft_of(own),
    )
