"""Make the table of whose account at a JupyterHub is whose."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"


def upgrade() -> None:
    """Make it; without a Hub it stays empty."""
    op.create_table(
        "hub_accounts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_hub_accounts_person_id")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_hub_accounts")),
        sa.UniqueConstraint("person_id", name=op.f("uq_hub_accounts_person_id")),
    )
