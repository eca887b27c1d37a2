"""What every save asks of the database, put together once: SQLAlchemy takes longer for that than the answer does."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, insert, select, update

from .tables import Answer, Revision


def latest_rows(condition: ColumnElement[bool]) -> Select[Revision]:
    """Return the query for the newest revision of each field in the answers that the condition names."""
    newest = select(Revision.answer_id, Revision.field, func.max(Revision.number).label("number"))
    last = newest.join(Answer).where(condition).group_by(Revision.answer_id, Revision.field).subquery()
    same = (Revision.answer_id == last.c.answer_id, Revision.field == last.c.field, Revision.number == last.c.number)
    return select(Revision).join(last, and_(*same)).join(Answer, Answer.id == Revision.answer_id)


_OF_PERSON = (Answer.person_id == bindparam("person"), Answer.cohort_id == bindparam("cohort"))
_OF_ACTIVITY = (*_OF_PERSON, Answer.activity == bindparam("activity"))

HEAD = select(*Answer.__table__.columns).where(*_OF_ACTIVITY)
LOCKED_HEAD = HEAD.with_for_update()
LAST_SAVE = select(func.max(Answer.saved_at)).where(*_OF_PERSON, Answer.revision > 0)
LATEST = latest_rows(Answer.id == bindparam("answer")).order_by(Revision.id)
_SHOWN = (Revision.number, Revision.saved_at, Revision.field, Revision.value)
HISTORY = select(*_SHOWN).join(Answer).where(*_OF_ACTIVITY).order_by(Revision.number.desc())
NEW_HEAD = update(Answer).where(Answer.id == bindparam("answer"))
NEW_REVISIONS = insert(Revision)
