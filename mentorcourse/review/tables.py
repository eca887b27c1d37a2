"""Declare the tables of reflections: submitted versions, reviews of them, and who reads whose."""

from datetime import date, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from mentorcourse.store.tables import CohortId, Id, PersonId, Serial, Table

STATES = ("submitted", "in review", "released", "withdrawn")
SubmissionId = Annotated[str, mapped_column(sa.ForeignKey("submissions.id"))]
TrainerId = Annotated[str, mapped_column(sa.ForeignKey("people.id"))]


class Submission(Table):
    """One version of one person's reflection on a section, as it was submitted; only its state changes later."""

    __tablename__ = "submissions"
    id: Mapped[Id]
    person_id: Mapped[PersonId]
    cohort_id: Mapped[CohortId]
    section: Mapped[str]
    number: Mapped[int]
    questions: Mapped[Any] = mapped_column(sa.JSON)
    answers: Mapped[Any] = mapped_column(sa.JSON)
    late: Mapped[bool]
    state: Mapped[str]
    submitted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    __table_args__ = (
        sa.UniqueConstraint("person_id", "cohort_id", "section", "number"),
        sa.Index(None, "cohort_id", "state"),
        sa.CheckConstraint("state IN ('submitted', 'in review', 'released', 'withdrawn')", name="state"),
    )


class Opening(Table):
    """A trainer has opened a submission; the participant sees who, and when first."""

    __tablename__ = "openings"
    submission_id: Mapped[str] = mapped_column(sa.ForeignKey("submissions.id"), primary_key=True)
    trainer_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    opened_at: Mapped[datetime]


class Claim(Table):
    """The one trainer who is at a submission; `seen_at` is the last sign of them."""

    __tablename__ = "claims"
    submission_id: Mapped[str] = mapped_column(sa.ForeignKey("submissions.id"), primary_key=True)
    trainer_id: Mapped[TrainerId]
    claimed_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Review(Table):
    """One trainer's review of one submission: what they draft, and apart from it what they have released."""

    __tablename__ = "reviews"
    id: Mapped[Serial]
    submission_id: Mapped[SubmissionId]
    trainer_id: Mapped[TrainerId]
    draft: Mapped[Any] = mapped_column(sa.JSON)
    version: Mapped[int]
    saved_at: Mapped[datetime]
    released: Mapped[Any | None] = mapped_column(sa.JSON(none_as_null=True))
    released_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    __table_args__ = (sa.UniqueConstraint("submission_id", "trainer_id"),)


class Reply(Table):
    """What the participant, or a trainer, answers below released feedback."""

    __tablename__ = "replies"
    id: Mapped[Serial]
    submission_id: Mapped[SubmissionId] = mapped_column(index=True)
    author_id: Mapped[TrainerId]
    text: Mapped[str]
    written_at: Mapped[datetime]


class ReviewRule(Table):
    """Who checks a review of this cohort before it is released; a cohort without a rule has nobody do it."""

    __tablename__ = "review_rules"
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)
    checked_by: Mapped[str]
    lead_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    changed_at: Mapped[datetime]
    __table_args__ = (sa.CheckConstraint("checked_by IN ('nobody', 'second reader', 'lead')", name="checked_by"),)


class Check(Table):
    """A trainer has asked for a check of their review as it was in `version`; `levels` are as they rated by themselves.

    `checker_id` is who sent it back, done or returned with a note.
    """

    __tablename__ = "checks"
    submission_id: Mapped[str] = mapped_column(sa.ForeignKey("submissions.id"), primary_key=True)
    trainer_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    version: Mapped[int]
    levels: Mapped[Any] = mapped_column(sa.JSON)
    asked_at: Mapped[datetime]
    checker_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    note: Mapped[str]
    __table_args__ = (
        sa.CheckConstraint("kind IN ('second reader', 'lead')", name="kind"),
        sa.CheckConstraint("state IN ('asked', 'done', 'returned')", name="state"),
    )


class SecondReading(Table):
    """How a second reader rated a submission before they saw the review of the trainer who had asked."""

    __tablename__ = "second_readings"
    submission_id: Mapped[str] = mapped_column(sa.ForeignKey("submissions.id"), primary_key=True)
    trainer_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    reader_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    levels: Mapped[Any] = mapped_column(sa.JSON)
    rated_at: Mapped[datetime]


class DueDay(Table):
    """The day by which a cohort is asked for its reflections on a section; null where none shall be named."""

    __tablename__ = "due_days"
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    due: Mapped[date | None]
    changed_at: Mapped[datetime]


class Exclusion(Table):
    """A participant does not want this trainer to read their reflections."""

    __tablename__ = "exclusions"
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)
    trainer_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    added_at: Mapped[datetime]


class Recusal(Table):
    """A trainer does not review this participant, and says which relation stands in the way."""

    __tablename__ = "recusals"
    trainer_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    reason: Mapped[str]
    added_at: Mapped[datetime]
    __table_args__ = (sa.CheckConstraint("reason IN ('mentee', 'report', 'supervisor', 'other')", name="reason"),)


class BankComment(Table):
    """A sentence that a trainer uses again, for themselves or shared with the cohort's trainers."""

    __tablename__ = "bank_comments"
    id: Mapped[Serial]
    cohort_id: Mapped[CohortId] = mapped_column(index=True)
    trainer_id: Mapped[TrainerId]
    text: Mapped[str]
    shared: Mapped[bool]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class Calibration(Table):
    """How one trainer rated one of the example reflections."""

    __tablename__ = "calibrations"
    trainer_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)
    example: Mapped[str] = mapped_column(primary_key=True)
    levels: Mapped[Any] = mapped_column(sa.JSON)
    rated_at: Mapped[datetime]


class Release(Table):
    """An assignment as nbgrader has released it to a cohort: the notebook's text."""

    __tablename__ = "exchange_releases"
    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id"), primary_key=True)
    assignment: Mapped[str] = mapped_column(primary_key=True)
    notebook: Mapped[str]
    released_at: Mapped[datetime]


class Feedback(Table):
    """The page of feedback that nbgrader made for a submission, sanitised."""

    __tablename__ = "exchange_feedback"
    submission_id: Mapped[str] = mapped_column(sa.ForeignKey("submissions.id"), primary_key=True)
    page: Mapped[str]
    made_at: Mapped[datetime]
