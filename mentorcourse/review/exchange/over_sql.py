"""The exchange over our tables, for whoever may open the database; knows nothing of nbgrader."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

from sqlalchemy import select

from mentorcourse.content import notebooks_folder, read_course
from mentorcourse.content.fields import BadValue
from mentorcourse.language import Sentence
from mentorcourse.people import cohorts
from mentorcourse.review.assignments import Assignments, read_assignments
from mentorcourse.review.due import due_days, is_late
from mentorcourse.review.feedback import feedback_page, keep_feedback
from mentorcourse.review.pouring import notebook_text, poured, taken_out
from mentorcourse.review.refused import Refused, Unknown
from mentorcourse.review.submissions import submit, versions
from mentorcourse.review.tables import Release, Submission
from mentorcourse.settings import database_address
from mentorcourse.store import NewerSchema, OldSchema, StorageUnavailable, Store, open_store
from mentorcourse.store.tables import Cohort, Membership

from .store import ExchangeStore, Held

MOST_CHARACTERS = 400_000
NO_STUDENT = Sentence("There is no such student: --student takes the id of a participant of this cohort.")


@contextmanager
def sql_exchanges(database: str, courses: Sequence[str] = ()) -> Iterator[list[ExchangeStore]]:
    """The exchanges of the courses named, or of all, in this database or the installation's own; raises Refused."""
    try:
        assignments = read_assignments(read_course(notebooks_folder()))
        with closing(open_store(database or database_address(), create=False)) as store:
            named = courses or sorted(one.id for one in cohorts(store))
            yield [SQLExchange(store, course, assignments) for course in named]
    except (StorageUnavailable, OldSchema, NewerSchema) as unusable:
        raise Refused(str(unusable)) from unusable


class SQLExchange:
    """The exchange of one cohort over our tables; `course` is the cohort's id."""

    def __init__(self, store: Store, course: str, assignments: Assignments) -> None:
        self._store, self._cohort, self._assignments = store, course, assignments
        self.course = course
        with store.reading() as session:
            if session.get(Cohort, course) is None:
                raise Unknown(Sentence("There is no such course: --course takes the id of a cohort."))

    def student(self, named: str) -> str:
        """Must be named: nobody is taken for the account that runs the command."""
        if not named:
            raise Refused("Say whose it is: --student=ID")
        return named

    def release(self, assignment: str, notebook: str) -> None:
        """Keep the notebook in place of the one before."""
        self._known(assignment)
        with self._store.writing() as session:
            now = self._store.now()
            key = {"cohort_id": self._cohort, "assignment": assignment}
            self._store.insert_if_absent(session, Release, **key, notebook=notebook, released_at=now)
            row = session.get_one(Release, (self._cohort, assignment))
            row.notebook, row.released_at = notebook, now

    def released(self) -> dict[str, datetime]:
        """By name."""
        query = select(Release.assignment, Release.released_at).filter_by(cohort_id=self._cohort)
        with self._store.reading() as session:
            return {row.assignment: row.released_at for row in session.execute(query.order_by(Release.assignment))}

    def notebook(self, assignment: str) -> str:
        """As it was released last."""
        self._known(assignment)
        with self._store.reading() as session:
            row = session.get(Release, (self._cohort, assignment))
            if row is None:
                raise Unknown(Sentence("{assignment} has not been released yet.", assignment=assignment))
            return row.notebook

    def submit(self, student: str, assignment: str, notebook: str) -> datetime:
        """Only the text of the answer cells is kept: no code, no output, no metadata of theirs."""
        asked = self._assignments.by_section[self._known(assignment)].asked()
        self._participant(student)
        if len(notebook) > MOST_CHARACTERS:
            raise Refused(Sentence("This notebook is too large to be a reflection."))
        try:
            read = json.loads(notebook)
            answers = taken_out(read, {question["key"]: question["label"] for question in asked})
        except (ValueError, AttributeError, TypeError, RecursionError) as broken:
            raise Refused(Sentence("This is not a notebook that can be read.")) from broken
        fields = dict(self._assignments.activity(assignment).list_fields())
        try:
            kept = {key: fields[key].clean(text) for key, text in answers.items()}
        except BadValue as wrong:
            raise Refused(wrong.args[0]) from wrong
        due = due_days(self._store, self._cohort, self._assignments).get(assignment)
        late = is_late(due, self._store.now())
        return submit(self._store, self._cohort, student, assignment, asked, kept, late).submitted_at

    def submissions(self, assignment: str = "", student: str = "") -> list[Held]:
        """Never withdrawn ones."""
        query = select(Submission).filter_by(cohort_id=self._cohort).where(Submission.state != "withdrawn")
        query = query.where(Submission.section == assignment) if assignment else query
        query = query.where(Submission.person_id == student) if student else query
        with self._store.reading() as session:
            rows = session.scalars(query.order_by(Submission.section, Submission.person_id, Submission.number)).all()
        newest = {(row.section, row.person_id): row for row in rows}
        return [
            Held(row.person_id, row.section, row.submitted_at, feedback_page(self._store, row.id) is not None)
            for row in newest.values()
        ]

    def submitted(self, student: str, assignment: str) -> str:
        """The answers, poured as text into the released notebook."""
        return notebook_text(poured(json.loads(self.notebook(assignment)), self._newest(student, assignment)[1]))

    def release_feedback(self, student: str, assignment: str, page: str) -> None:
        """For the newest submission, in place of an earlier page."""
        keep_feedback(self._store, self._newest(student, assignment)[0], page)

    def feedback(self, student: str, assignment: str) -> str | None:
        """None until it was released."""
        return feedback_page(self._store, self._newest(student, assignment)[0])

    def _known(self, assignment: str) -> str:
        if assignment not in self._assignments.by_section:
            raise Unknown(Sentence("The course has no assignment “{assignment}”.", assignment=assignment[:80]))
        return assignment

    def _participant(self, student: str) -> None:
        place = {"person_id": student, "cohort_id": self._cohort, "role": "participant"}
        with self._store.reading() as session:
            if session.scalar(select(Membership.id).filter_by(**place)) is None:
                raise Unknown(NO_STUDENT)

    def _newest(self, student: str, assignment: str) -> tuple[str, dict[str, str]]:
        found = versions(self._store, self._cohort, student, self._known(assignment))
        alive = [version for version in found if version.state != "withdrawn"]
        if not alive:
            raise Unknown(Sentence("This student has submitted nothing for {assignment}.", assignment=assignment))
        return alive[0].id, alive[0].answers
