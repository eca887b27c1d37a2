"""Keep with each answer the time between saves that led to it, so that a report need not read every revision."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

LONGEST_GAP_SECONDS = 20 * 60
_answers = sa.table("answers", *map(sa.column, ("id", "person_id", "cohort_id", "seconds")))
_revisions = sa.table("revisions", sa.column("answer_id"), sa.column("saved_at", sa.DateTime(timezone=True)))


def upgrade() -> None:
    """Add it, and work it out once from the revisions that are there."""
    op.add_column("answers", sa.Column("seconds", sa.Float(), nullable=False, server_default="0"))
    work_out(op.get_bind())


def work_out(connection: sa.Connection) -> None:
    """Give each answer the seconds from its writer's save before, wherever that is not a pause."""
    head, row = _answers.c, _revisions.c
    saves = sa.select(head.person_id, head.cohort_id, head.id, row.saved_at).join(_revisions, row.answer_id == head.id)
    saved = saves.distinct().subquery()
    writer = [saved.c.person_id, saved.c.cohort_id]
    before = sa.func.lag(saved.c.saved_at).over(partition_by=writer, order_by=saved.c.saved_at)
    gaps = sa.select(saved.c.id, saved.c.saved_at, before.label("before")).subquery()
    gap = sa.extract("epoch", gaps.c.saved_at) - sa.extract("epoch", gaps.c.before)
    counted = sa.func.sum(sa.case((gap <= LONGEST_GAP_SECONDS, gap), else_=0))
    found = connection.execute(sa.select(gaps.c.id, counted).group_by(gaps.c.id)).all()
    if found:
        change = sa.update(_answers).where(head.id == sa.bindparam("answer")).values(seconds=sa.bindparam("worked"))
        connection.execute(change, [{"answer": answer, "worked": float(seconds)} for answer, seconds in found])
