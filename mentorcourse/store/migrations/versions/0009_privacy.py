"""Make the tables of consent to the privacy notice, of the record of who did what about whom, and of erasures."""

import sqlalchemy as sa
from alembic import op

from mentorcourse.store.migrations.columns import moment, reference, serial

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make them; whoever took part before reads the notice at their next visit."""
    op.create_table(
        "consents",
        serial(),
        *reference("consents", "person_id", "people"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("notice", "language", "digest")),
        sa.Column("version", sa.Integer(), nullable=False),
        moment("given_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.CheckConstraint("notice IN ('members', 'guests')", name=op.f("ck_consents_notice")),
    )
    op.create_index(op.f("ix_consents_person_id"), "consents", ["person_id"])
    op.create_table(
        "audit_acts",
        serial(),
        moment("at"),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "actor", "detail")),
        *reference("audit_acts", "actor_id", "people", nullable=True),
        *reference("audit_acts", "about_id", "people", nullable=True),
        *reference("audit_acts", "cohort_id", "cohorts", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_acts")),
        sa.CheckConstraint("actor IN ('person', 'administrator', 'course')", name=op.f("ck_audit_acts_actor")),
    )
    for column in ("at", "actor_id", "about_id"):
        op.create_index(op.f(f"ix_audit_acts_{column}"), "audit_acts", [column])
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(), nullable=False),
        *reference("erasures", "person_id", "people"),
        *reference("erasures", "asked_by", "people", nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        moment("asked_at"),
        *(moment(name, nullable=True) for name in ("due_at", "ended_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.CheckConstraint("state IN ('asked', 'confirmed', 'undone', 'done')", name=op.f("ck_erasures_state")),
    )
    op.create_index(op.f("ix_erasures_person_id"), "erasures", ["person_id"])
