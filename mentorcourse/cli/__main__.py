"""`python -m mentorcourse.cli`, for where the `mentorcourse` command is not on the path."""

from . import app

app()
