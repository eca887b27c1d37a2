"""The `mentorcourse` command."""

from __future__ import annotations

import typer

from .backup import backup, restore
from .copy_out import copy
from .course import check, tidy, upgrade
from .formgrader import formgrader
from .guide import guide
from .pack import pack
from .people import cohort_app, people_app
from .privacy import erase, export, purge, show_audit
from .reflections import reflections_app
from .rehearse import rehearse
from .workshop import workshop

app = typer.Typer(help="Run the mentor course and look after its cohorts.", no_args_is_help=True, add_completion=False)
app.command()(workshop)
app.command()(rehearse)
app.command()(formgrader)
app.add_typer(cohort_app, name="cohort")
app.add_typer(people_app, name="people")
app.add_typer(reflections_app, name="reflections")
app.command()(check)
app.command()(tidy)
app.command()(copy)
app.command()(guide)
app.command()(pack)
app.command()(upgrade)
app.command()(backup)
app.command()(restore)
app.command("audit")(show_audit)
app.command()(export)
app.command()(erase)
app.command()(purge)
