"""The locks, the conda environment and the wheel agree with pyproject.toml; no file is tied to a machine."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from typer.testing import CliRunner

from mentorcourse.cli import app
from tests import audit

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = PROJECT["dependencies"]
BUILD = PROJECT["optional-dependencies"]["build"]
TEST = PROJECT["optional-dependencies"]["test"]
HUB = PROJECT["optional-dependencies"]["hub"]
LOCKS = {"requirements.lock": RUNTIME + BUILD, "requirements-test.lock": RUNTIME + BUILD + TEST}

# Widgets; Voilà's preview; nbgrader's panels, and the classic notebook's that it needs; nbconvert's colors.
LAB_EXTENSIONS = {
    "@jupyter-widgets/jupyterlab-manager", "anywidget", "@voila-dashboards/jupyterlab-preview", "@jupyter/nbgrader",
    "@jupyter-notebook/lab-extension", "jupyterlab_pygments",
}  # fmt: skip

# Where conda-forge calls a package otherwise.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "typst": "typst-py"}
NOT_IN_CONDA = {canonicalize_name("quickjs-ng")}

# A pin of the lock: name, version, perhaps a marker, then its hashes and what it is needed by.
PIN = re.compile(r"^([\w.-]+)(?:\[.*\])?==(\S+)(?: ; [^\n\\]+)? \\\n((?:    .*\n)+)", re.MULTILINE)

TIED_TO_A_MACHINE = {
    "an index address": r"pypi\.org|pythonhosted\.org|registry\.npmjs|--(extra-)?index-url|--find-links",
    "a file: path": r"\bfile:/",
    "somebody's home folder": r"(?<![\w.])(/home/|/Users/|/root/|C:\\Users\\)\w",
}


def names(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


@cache
def committed_files() -> list[Path]:
    """Every file that is, or would be, committed; relative to the root."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listing.returncode:
        pytest.skip("this is not a git checkout, so there is no telling what is committed")
    files = (Path(name) for name in listing.stdout.split("\0") if name)
    return [file for file in files if (ROOT / file).is_file()]


@cache
def pins(lock: str) -> dict[str, list[tuple[str, str]]]:
    """For each package of a lock its (version, the indented lines below it), one for each marker."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, version, below in PIN.findall((ROOT / lock).read_text(encoding="utf-8")):
        found[canonicalize_name(name)].append((version, below))
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_each_direct_dependency_is_locked_within_its_bounds(lock: str) -> None:
    for requirement in map(Requirement, LOCKS[lock]):
        locked = pins(lock)[canonicalize_name(requirement.name)]
        assert locked, f"{requirement.name} is missing from {lock}: run `make lock`"
        for version, _ in locked:
            assert requirement.specifier.contains(version), f"{lock} has {version} of {requirement}: run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_nothing_for_a_dependency_that_is_gone(lock: str) -> None:
    direct = {name for name, found in pins(lock).items() if "mentorcourse (pyproject.toml)" in found[0][1]}
    assert direct == names(LOCKS[lock]), "run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_its_hashes(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    starts = [line for line in lines if line and line[0] not in "# "]
    assert len(starts) == sum(map(len, pins(lock).values())) > 100
    assert all("--hash=sha256:" in below for found in pins(lock).values() for _, below in found)


def test_what_audits_the_libraries_is_locked_with_hashes_and_apart_from_them() -> None:
    lock = "requirements-audit.lock"
    starts = [line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if line and line[0] not in "# "]
    assert len(starts) == sum(map(len, pins(lock).values()))
    assert all("--hash=sha256:" in below for found in pins(lock).values() for _, below in found)
    assert "pip-audit" in pins(lock)
    assert "pip-audit" not in pins("requirements-test.lock")
    dry = subprocess.run(["make", "--dry-run", "audit"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "tests/audit.py requirements.lock" in dry


def test_the_peers_of_the_measurements_are_locked_with_hashes_and_apart_from_the_course() -> None:
    lock = "bench/requirements-peers.lock"
    starts = [line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if line and line[0] not in "# "]
    assert len(starts) == sum(map(len, pins(lock).values()))
    assert all("--hash=sha256:" in below for found in pins(lock).values() for _, below in found)
    assert "solara-server" in pins(lock)
    assert "solara-server" not in pins("requirements-test.lock")
    for shared in ("voila", "ipywidgets", "ipykernel", "jupyter-server", "tornado"):
        assert [version for version, _ in pins(lock)[shared]] == [v for v, _ in pins("requirements.lock")[shared]]


def test_an_audit_names_each_weakness_and_what_mends_it() -> None:
    found = {"id": "CVE-2030-1", "fix_versions": ["2.1"], "aliases": ["GHSA-x"], "description": ""}
    sound, weak = ({"name": name, "version": "2.0", "vulns": vulns} for name, vulns in (("a", []), ("b", [found])))
    assert audit.told([sound]) == (0, "No known weakness in 1 libraries.")
    code, words = audit.told([sound, weak])
    assert code == 1
    assert words.startswith("b 2.0: CVE-2030-1, GHSA-x; mended in 2.1\n")


def test_an_audit_that_reaches_nobody_says_that_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreached(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, stdout="", stderr="Traceback:\nConnectionError: no such host")

    monkeypatch.setattr(subprocess, "run", unreached)
    code, words = audit.ask("requirements.lock")
    assert code == 2
    assert words.startswith("ConnectionError: no such host")
    assert "Nothing is known either way" in words


def test_tests_run_with_the_versions_that_the_workshop_runs_with() -> None:
    tested = {name: [version for version, _ in found] for name, found in pins("requirements-test.lock").items()}
    shipped = {name: [version for version, _ in found] for name, found in pins("requirements.lock").items()}
    assert shipped == {name: tested.get(name) for name in shipped}


def test_the_conda_environment_lists_the_same_dependencies_with_the_same_bounds() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = [item for item in environment["dependencies"] if isinstance(item, str) and item != "pip"]
    conda = {canonicalize_name(item.name): item.specifier for item in map(Requirement, listed)}
    wanted = {
        canonicalize_name(CONDA_NAMES.get(item.name, item.name)): item.specifier
        for item in map(Requirement, [*RUNTIME, f"python{PROJECT['requires-python']}"])
    }
    pip = {name: wanted.pop(name) for name in NOT_IN_CONDA}
    assert conda == wanted
    *listed, last = environment["dependencies"][-1]["pip"]
    assert {item.name: item.specifier for item in map(Requirement, listed)} == pip
    assert last == "-e ."


def test_binder_s_environment_is_conda_s_with_a_python_that_it_knows_and_the_course_left_to_post_build() -> None:
    """repo2docker takes a Python only from `python=`, and would look for `-e .` in .binder/."""
    conda = (ROOT / "environment.yml").read_text(encoding="utf-8").replace("- python>=", "- python=")
    binder = (ROOT / ".binder/environment.yml").read_text(encoding="utf-8")
    assert binder == conda.partition("  - pip:\n")[0], "run `make lock`"
    build = ROOT / ".binder/postBuild"
    assert os.access(build, os.X_OK)
    (rest,) = re.findall(r'pip install --no-deps "([^"]+)" --editable \.', build.read_text(encoding="utf-8"))
    wanted = {item.name: item.specifier for item in map(Requirement, RUNTIME) if item.name in NOT_IN_CONDA}
    assert {Requirement(rest).name: Requirement(rest).specifier} == wanted


def test_binder_switches_off_what_nbgrader_adds_to_jupyterlab_and_nothing_else() -> None:
    build = (ROOT / ".binder/postBuild").read_text(encoding="utf-8")
    settings = Path(sys.prefix, "etc/jupyter/jupyter_server_config.d/nbgrader.json")
    added = json.loads(settings.read_text(encoding="utf-8"))["ServerApp"]["jpserver_extensions"]
    [named] = re.findall(r"for extension in ([\w ]+); do", build)
    assert {f"nbgrader.server_extensions.{name}" for name in named.split()} == set(added)


def test_jupyterlab_has_the_extensions_that_the_course_s_libraries_bring_and_each_is_in_order() -> None:
    command = [sys.executable, "-m", "jupyterlab.labextensions", "list"]
    environment = {**os.environ, "NO_COLOR": "1", "JUPYTER_NO_CONFIG": "1"}
    listed = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    told = re.sub(r"\x1b\[\d*m", "", listed.stdout + listed.stderr)
    rows = re.findall(r"^ +(\S+) v\S+ (.*)$", told, re.MULTILINE)
    assert {name for name, _ in rows} == LAB_EXTENSIONS
    assert all(state.startswith("enabled OK") for _, state in rows), told
    assert not re.search(r"error|warn|incompatible|not found", told, re.IGNORECASE), told


@pytest.mark.parametrize(
    ("folder", "requirements"), [("mentorcourse", RUNTIME + HUB), ("tests", RUNTIME + BUILD + TEST)]
)
def test_every_imported_library_is_declared(folder: str, requirements: list[str]) -> None:
    distributions = packages_distributions()
    declared = names(requirements)
    undeclared = {
        f"{file.relative_to(ROOT)}: {module}"
        for file in (ROOT / folder).rglob("*.py")
        for module in imported_modules(file) - sys.stdlib_module_names - {"mentorcourse", "tests", "bench"}
        if declared.isdisjoint(map(canonicalize_name, distributions.get(module, [])))
    }
    assert not undeclared


def imported_modules(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("what", TIED_TO_A_MACHINE)
def test_no_committed_file_names(what: str) -> None:
    pattern = re.compile(TIED_TO_A_MACHINE[what])
    found = [
        f"{file}:{number}"
        for file in committed_files()
        if file != Path(__file__).relative_to(ROOT)
        for number, line in enumerate((ROOT / file).read_text(encoding="utf-8", errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]
    assert not found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True)
    [built] = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_carries_the_notebooks_and_everything_the_package_reads(wheel: zipfile.ZipFile) -> None:
    beside = ("notebooks", "facilitator_guide", "exercises")
    inside = {"mentorcourse": "", **dict.fromkeys(beside, "mentorcourse/")}
    expected = {inside[file.parts[0]] + file.as_posix() for file in committed_files() if file.parts[0] in inside}
    assert "mentorcourse/notebooks/course.yaml" in expected
    assert expected <= set(wheel.namelist())


def test_installing_the_wheel_enables_the_server_extension(wheel: zipfile.ZipFile) -> None:
    settings = "mentorcourse-{version}.data/data/etc/jupyter/jupyter_server_config.d/mentorcourse.json"
    enabled = json.loads(wheel.read(settings.format(**PROJECT)))
    assert enabled == {"ServerApp": {"jpserver_extensions": {"mentorcourse.server": True}}}


@pytest.fixture(scope="module")
def installed(wheel: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the wheel is what Python finds, and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    wheel.extractall(folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORCOURSE_")}
    return {**kept, "PYTHONPATH": str(folder)}


def test_the_wheel_finds_its_own_notebooks(installed: dict[str, str], tmp_path: Path) -> None:
    ask = "from mentorcourse.content.read import notebooks_folder; print(notebooks_folder())"
    command = [sys.executable, "-c", ask]
    answer = subprocess.run(command, cwd=tmp_path, env=installed, capture_output=True, text=True, check=True)
    assert Path(answer.stdout.strip()) == Path(installed["PYTHONPATH"], "mentorcourse", "notebooks")


def test_what_the_wheel_brings_along_has_no_mistakes(installed: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mentorcourse.cli", "check"]
    answer = subprocess.run(command, cwd=tmp_path, env=installed, capture_output=True, text=True)
    assert (answer.returncode, answer.stdout) == (0, "No mistakes found.\n"), answer.stderr


@pytest.mark.long
def test_the_course_runs_from_the_wheel_in_an_empty_folder(installed: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mentorcourse.cli", "workshop", "--check"]
    answer = subprocess.run(command, cwd=tmp_path, env=installed, capture_output=True, text=True)
    assert "The workshop runs on this machine." in answer.stdout, answer.stderr
    assert not list(tmp_path.iterdir())


def test_installing_without_a_suitable_python_says_what_is_needed(tmp_path: Path) -> None:
    (tmp_path / "python3").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (tmp_path / "python3").chmod(0o755)
    finished = subprocess.run(
        ["/bin/sh", ROOT / "tests" / "environment.sh", "requirements.lock"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 1
    assert "Python 3.11 or newer" in finished.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_words_are_copied_out_of_an_installation_and_the_course_is_whole_there(tmp_path: Path) -> None:
    mine, run = tmp_path / "mine", CliRunner()
    assert run.invoke(app, ["copy", str(mine)]).exit_code == 0
    assert run.invoke(app, ["check", "--notebooks", str(mine / "notebooks")]).output == "No mistakes found.\n"
    again = run.invoke(app, ["copy", str(mine)])
    assert (again.exit_code, again.output) == (1, f"{mine} holds something already. Name a new folder.\n")
