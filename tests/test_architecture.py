"""The house keeps its plan: who may import whom, and how large a room, a module and a function may grow."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "mentorcourse"

# From the ground up: a module imports only from the rooms before its own. Rooms on one line do not import each other.
ROOMS = [
    ["settings"],
    ["language"],
    ["content"],
    ["schedule"],
    ["store"],
    ["people"],
    ["identifying", "mail"],
    ["forms"],
    ["figures"],
    ["documents"],
    ["reports"],
    ["review"],
    ["agreements"],
    ["sessions"],
    ["pairs"],
    ["sharing"],
    ["programme"],
    ["privacy"],
    ["backups"],
    ["rehearsal"],
    ["institutions", "translations", "statement", "tidy"],
    ["counts_view"],
    ["notebook", "staff", "console", "check"],
    ["server"],
    ["cli"],
]
FLOORS = {room: floor for floor, rooms in enumerate(ROOMS) for room in rooms}
CORE = ("content", "store", "forms")

MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
SCRIPTS = sorted(PACKAGE.rglob("*.js"))


def name_of(path: Path) -> str:
    """A file's place within the package, for the report."""
    return str(path.relative_to(PACKAGE))


@cache
def tree_of(path: Path) -> ast.Module:
    """What a module says, taken apart once for all that ask."""
    return ast.parse(path.read_text(encoding="utf-8"))


def lines_of(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def room_of(path: Path) -> str:
    """The room a module lies in; "" for the package's own front door."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py").replace("__init__", "")


def imported(path: Path, *, at_once: bool = False) -> Iterator[str]:
    """Full names of what a module imports; `at_once` leaves out what is imported inside functions or for types."""
    package = ["mentorcourse", *path.relative_to(PACKAGE).parts[:-1]]
    for node in _executed(tree_of(path)) if at_once else ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{whole}.{alias.name}" for alias in node.names)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        is_for_types = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        if not is_for_types and not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from _executed(child)


def code_lines(path: Path) -> int:
    """How many lines hold code: neither blank, nor only a comment, nor part of a docstring."""
    source = path.read_text(encoding="utf-8")
    documented: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and ast.get_docstring(node, clean=False) is not None:
                documented |= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    held = {line for one in tokens if one.type not in layout for line in range(one.start[0], one.end[0] + 1)}
    return len(held - documented)


def test_lines_of_code_are_counted_without_comments_and_docstrings(tmp_path: Path):
    module = tmp_path / "module.py"
    module.write_text('"""One.\n\nTwo.\n"""\n\n# why\nx = (\n    1,  # here\n\n)\n\n\ndef f():\n    """Do."""\n')
    assert code_lines(module) == 4
    module.write_text('X = """three\nlines of\ntext"""\n')
    assert code_lines(module) == 3


def test_the_core_stays_under_a_thousand_lines_of_code():
    core = [path for path in MODULES if room_of(path) in CORE and "migrations" not in path.parts]
    counted = {name_of(path): code_lines(path) for path in core}
    assert len(counted) > 8
    assert sum(counted.values()) < 1000, f"the core holds {sum(counted.values())} lines of code: {counted}"


def test_every_room_has_its_place():
    assert {room_of(path) for path in MODULES} - {""} <= set(FLOORS)
    rooms = {"content", "store", "people", "forms", "figures", "reports", "review", "server", "cli"}
    assert rooms <= set(map(room_of, MODULES))


def test_the_table_of_rooms_for_those_who_contribute_has_every_room_below_those_it_may_import_from():
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.split("| room | its one job |")[1].split("\n\n")[0]
    shown = [re.findall(r"`(\w+)`", row.split("|")[1]) for row in table.splitlines()[2:]]
    assert sorted(room for row in shown for room in row) == sorted(FLOORS)
    floors = [FLOORS[room] for row in shown for room in row]
    assert floors == sorted(floors)


def from_later_rooms(path: Path) -> list[str]:
    """The rooms that a module takes from though they are not before its own; for the front door, any."""
    room = room_of(path)
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("mentorcourse.")} & set(FLOORS)
    return sorted(one for one in rooms - {room} if not room or FLOORS[one] >= FLOORS[room])


def test_a_module_imports_only_from_the_rooms_before_its_own():
    assert {name_of(path): wrong for path in MODULES if (wrong := from_later_rooms(path))} == {}


def test_the_front_door_opens_the_rooms_by_name_when_they_are_first_used():
    assert from_later_rooms(PACKAGE / "__init__.py") == []


WIDGETS = {"anywidget", "ipywidgets", "traitlets", "IPython", "ipykernel"}
SERVERS = {"tornado", "jupyter_server", "voila", "jupyterhub", "nbgrader", "starlette"}
SQL = {"sqlalchemy", "alembic", "psycopg", "sqlite3"}
FORBIDDEN = {
    "content": WIDGETS | SERVERS | SQL | {"pandas", "matplotlib"},
    "schedule": WIDGETS | SERVERS | SQL | {"pandas", "matplotlib"},
    "store": WIDGETS | SERVERS | {"matplotlib"},
    "people": WIDGETS | SERVERS,
    "agreements": WIDGETS | SERVERS | {"pandas", "matplotlib"},
    "sessions": WIDGETS | SERVERS | {"pandas", "matplotlib"},
    "sharing": WIDGETS | SERVERS | {"pandas", "matplotlib"},
    "privacy": WIDGETS | SERVERS | {"pandas", "matplotlib"},
    "forms": SQL | SERVERS | {"mentorcourse.store", "mentorcourse.people"},
    "figures": SQL | SERVERS | {"nbgrader", "mentorcourse.store", "mentorcourse.people"},
    "reports": WIDGETS | SERVERS | SQL,
    "identifying": WIDGETS | SERVERS | SQL | {"mentorcourse.store", "mentorcourse.people"},
    "mail": WIDGETS | SERVERS | SQL | {"mentorcourse.store", "mentorcourse.people"},
    "rehearsal": WIDGETS | SQL | (SERVERS - {"tornado"}) | {"pandas", "matplotlib"},
    "notebook": SQL | SERVERS | {"mentorcourse.store", "mentorcourse.people"},
    "console": SQL | SERVERS | {"mentorcourse.store", "mentorcourse.people"},
    "counts_view": SQL | SERVERS | {"mentorcourse.store", "mentorcourse.people"},
    "staff": SQL | SERVERS | {"mentorcourse.store", "mentorcourse.people"},
    "language": WIDGETS | SERVERS | SQL | {"pandas", "matplotlib"},
    "institutions": WIDGETS | SERVERS | SQL,
    "translations": WIDGETS | SERVERS | SQL,
    "check": WIDGETS | SERVERS | SQL,
    "tidy": WIDGETS | SERVERS | SQL,
    "settings": WIDGETS | SERVERS | SQL,
    "server": {"nbgrader", "sqlalchemy", "alembic", "pandas", "matplotlib"},
    "cli": {"nbgrader", "sqlalchemy", "alembic", "tornado"},
}


def not_its_own(path: Path) -> list[str]:
    """What a module imports though it is another room's to use."""
    forbidden = FORBIDDEN.get(room_of(path), set())
    return sorted({name for name in imported(path) if any(f"{name}.".startswith(f"{one}.") for one in forbidden)})


def test_a_module_leaves_to_other_rooms_what_is_theirs():
    assert {name_of(path): found for path in MODULES if (found := not_its_own(path))} == {}


def test_the_course_is_served_without_nbgrader():
    served = [path for path in MODULES if room_of(path) != "review"]
    assert not [name_of(path) for path in served if "nbgrader" in {name.split(".")[0] for name in imported(path)}]


@pytest.mark.parametrize("path", sorted((PACKAGE / "cli").glob("*.py")), ids=name_of)
def test_a_command_refuses_before_it_loads_the_server(path: Path):
    assert not [name for name in imported(path, at_once=True) if name.startswith("mentorcourse.server")]


LOADED = """
import sys
import {room}
heavy = {heavy!r}
print(*sorted({{name.split(".")[0] for name in sys.modules}} & set(heavy)))
"""


@pytest.mark.parametrize(
    ("room", "heavy"),
    [
        ("mentorcourse", [*WIDGETS, *SERVERS, *SQL, "pandas", "matplotlib", "pydantic", "typer"]),
        ("mentorcourse.content", [*WIDGETS, *SERVERS, *SQL, "pandas", "matplotlib", "typer"]),
        ("mentorcourse.schedule", [*WIDGETS, *SERVERS, *SQL, "pandas", "matplotlib", "typer", "typst"]),
        ("mentorcourse.store", [*WIDGETS, *SERVERS, "pandas", "matplotlib", "typer", "pydantic"]),
        ("mentorcourse.forms", [*SERVERS, *SQL, "pandas", "matplotlib", "typer"]),
        ("mentorcourse.people", [*WIDGETS, *SERVERS, "pandas", "matplotlib", "typer"]),
        ("mentorcourse.notebook", ["jupyter_server", "voila", "nbgrader", "jupyterhub", *SQL, "pandas", "typer"]),
        ("mentorcourse.review", ["tornado", "jupyter_server", "voila", "nbgrader", *WIDGETS, "pandas", "matplotlib"]),
        ("mentorcourse.server.app", ["nbgrader"]),
        ("mentorcourse.cli", ["jupyter_server", "voila", "nbgrader", "jupyterhub", "pandas", "matplotlib"]),
    ],
)
def test_importing_a_room_loads_nothing_that_it_does_not_need(room: str, heavy: list[str]):
    run = [sys.executable, "-W", "error", "-c", LOADED.format(room=room, heavy=heavy)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


def opening_of(path: Path) -> str:
    """A module's first paragraph, in one line; "" where it does not say what it is for."""
    return (ast.get_docstring(tree_of(path)) or "").split("\n\n")[0].replace("\n", " ")


def test_a_module_opens_with_one_sentence():
    openings = {name_of(path): opening_of(path) for path in MODULES}
    assert {name: said for name, said in openings.items() if not said.endswith(".")} == {}
    assert {name: said for name, said in openings.items() if re.search(r"[.?!] [A-Z“]", said)} == {}


def test_a_module_stays_within_two_hundred_and_fifty_lines():
    assert {name_of(path): lines for path in MODULES if (lines := lines_of(path)) > 250} == {}


def test_a_function_stays_within_sixty_lines():
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    functions = [(path, one) for path in MODULES for one in ast.walk(tree_of(path)) if isinstance(one, kinds)]
    lines = {f"{name_of(path)}: {one.name}": (one.end_lineno or 0) - one.lineno + 1 for path, one in functions}
    assert {name: count for name, count in lines.items() if count > 60} == {}


def test_a_script_stays_under_four_hundred_lines():
    assert {name_of(path): lines for path in SCRIPTS if (lines := lines_of(path)) >= 400} == {}


def test_no_module_is_named_for_being_useful():
    vague = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common)(_|$)")
    assert not [name_of(path) for path in MODULES + SCRIPTS if any(map(vague.search, [path.stem, *path.parts[-3:-1]]))]
