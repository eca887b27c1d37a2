"""Make the tables of agreements between two people, and the role of a mentee who takes no part in the course."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

from mentorcourse.store.migrations.columns import moment, reference, serial

revision = "0004"
down_revision = "0003"

_ROLES = "role IN ('participant', 'trainer', 'facilitator', 'mentee')"


def upgrade() -> None:
    """Admit the role, then make every table, the agreements first."""
    _admit_mentees()
    _make_agreements()
    _make_words()
    _make_signatures()
    _make_follow_up()


def _admit_mentees() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # SQLite changes a constraint only by making the table anew; what is copied has no check constraint yet.
        with op.batch_alter_table("memberships", recreate="always") as batch:
            batch.create_check_constraint(op.f("ck_memberships_role"), _ROLES)
        return
    op.drop_constraint(op.f("ck_memberships_role"), "memberships", type_="check")
    op.create_check_constraint(op.f("ck_memberships_role"), "memberships", _ROLES)


def _make_agreements() -> None:
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(), nullable=False),
        *reference("agreements", "cohort_id", "cohorts"),
        *reference("agreements", "mentor_id", "people"),
        *reference("agreements", "mentee_id", "people", nullable=True),
        sa.Column("mentee_name", sa.String(), nullable=False),
        sa.Column("mentee_email", sa.String()),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String()),
        moment("started_at"),
        moment("changed_at"),
        *(moment(name, nullable=True) for name in ("sent_at", "returned_at", "finalised_at", "ended_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.CheckConstraint(
            "stage IN ('mentee', 'mentor', 'together', 'final', 'ended')", name=op.f("ck_agreements_stage")
        ),
    )
    for column in ("cohort_id", "mentor_id", "mentee_id", "mentee_email"):
        op.create_index(op.f(f"ix_agreements_{column}"), "agreements", [column])
    op.create_table(
        "agreement_links",
        *_of_agreement("agreement_links"),
        sa.Column("secret_hash", sa.String(), nullable=False),
        moment("created_at"),
        moment("expires_at"),
        moment("revoked_at", nullable=True),
        moment("bound_at", nullable=True),
        sa.Column("device_hash", sa.String()),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_agreement_links_secret_hash")),
    )
    _index("agreement_links")


def _make_words() -> None:
    op.create_table(
        "agreement_revisions",
        *_of_agreement("agreement_revisions"),
        _side("agreement_revisions"),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("base_number", sa.Integer(), nullable=False),
        moment("saved_at"),
        sa.UniqueConstraint(
            "agreement_id", "side", "row", "number", name=op.f("uq_agreement_revisions_agreement_id_side_row_number")
        ),
    )
    op.create_table(
        "agreement_comments",
        *_of_agreement("agreement_comments"),
        _side("agreement_comments"),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        moment("written_at"),
    )
    _index("agreement_comments")


def _make_signatures() -> None:
    op.create_table(
        "agreement_initials",
        *_of_agreement("agreement_initials"),
        _side("agreement_initials"),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("row", sa.String(), nullable=False),
        sa.Column("letters", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        moment("given_at"),
        moment("void_at", nullable=True),
    )
    _index("agreement_initials")
    op.create_table(
        "agreement_versions",
        *reference("agreement_versions", "agreement_id", "agreements"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        moment("signed_at"),
        sa.PrimaryKeyConstraint("agreement_id", "number", name=op.f("pk_agreement_versions")),
    )
    op.create_table(
        "agreement_events",
        *_of_agreement("agreement_events"),
        _side("agreement_events"),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row", sa.String()),
        moment("at"),
    )
    _index("agreement_events")


def _make_follow_up() -> None:
    op.create_table(
        "agreement_check_ins",
        *reference("agreement_check_ins", "agreement_id", "agreements"),
        _side("agreement_check_ins"),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        moment("changed_at"),
        sa.PrimaryKeyConstraint("agreement_id", name=op.f("pk_agreement_check_ins")),
    )
    op.create_table(
        "agreement_look_backs",
        *_of_agreement("agreement_look_backs"),
        _side("agreement_look_backs"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        moment("saved_at"),
        sa.UniqueConstraint(
            "agreement_id", "version", "side", "number",
            name=op.f("uq_agreement_look_backs_agreement_id_version_side_number"),
        ),
    )  # fmt: skip


def _of_agreement(table: str) -> list[SchemaItem]:
    """A number of its own, and the agreement that a row belongs to."""
    number = serial()
    key = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
    return [number, *reference(table, "agreement_id", "agreements"), key]


def _side(table: str) -> SchemaItem:
    return sa.CheckConstraint("side IN ('mentee', 'mentor')", name=op.f(f"ck_{table}_side"))


def _index(table: str) -> None:
    op.create_index(op.f(f"ix_{table}_agreement_id"), table, ["agreement_id"])
