"""The documentation builds to pages that hold together, and what it tells people to type exists."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from typer.main import get_command

from mentorcourse.cli import app

ROOT = Path(__file__).parent.parent
FILES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md", "deploy/README.md")),
    ROOT / "facilitator_guide/README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
PROSE = "\n".join(file.read_text(encoding="utf-8") for file in FILES)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

# A command line in backquotes or on a line of its own, and the rows of the commands table that name flags.
COMMAND_LINES = sorted(set(re.findall(r"\bmentorcourse ((?!-)[a-z]+\b[^`|\n]*)", PROSE)))
TABLE_ROWS = re.findall(r"^\| `mentorcourse (\w+).*?` \|(.*`--.*)\|$", PROSE, re.MULTILINE)
VARIABLES = sorted(set(re.findall(r"\bMENTORCOURSE_[A-Z_]*[A-Z]\b", PROSE)))
TARGETS = sorted(set(re.findall(r"(?:`|^)make ([a-z-]+)(?=`| [A-Z]+=| *#|$)", PROSE, re.MULTILINE)))

# What makes a browser load something, as against a link that somebody may follow.
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}


def command(words: list[str]) -> object:
    """The command that these words call, with the options it knows; KeyError when there is none."""
    found: object = get_command(app)
    for word in words:
        if not hasattr(found, "commands"):
            break
        found = found.commands[word]
    return found


def flags(found: object) -> set[str]:
    return {flag for option in found.params for flag in option.opts + option.secondary_opts}  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_a_documented_command_exists_with_its_flags(line: str) -> None:
    words = shlex.split(line, comments=True)
    found = command([word for word in words if not word.startswith("-")])
    assert {word for word in words if word.startswith("--")} <= flags(found)


@pytest.mark.parametrize(("name", "description"), TABLE_ROWS)
def test_the_flags_in_the_table_of_commands_exist(name: str, description: str) -> None:
    named = set(re.findall(r"`(--[a-z-]+)`", description))
    assert named <= flags(command([name]))


@pytest.mark.parametrize("target", TARGETS)
def test_a_documented_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@cache
def variables() -> set[str]:
    """The MENTORCOURSE_* variables that the program, or a configuration in deploy/, reads."""
    found = set()
    for file in [*(ROOT / "mentorcourse").rglob("*.py"), *filter(Path.is_file, (ROOT / "deploy").rglob("*"))]:
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r"MENTORCOURSE_[A-Z_]*[A-Z]\b", text))
        found |= {f"MENTORCOURSE_{name}" for name in re.findall(r'_option\([^)]*?"([A-Z_]+)"[,)]', text)}
        found |= {f"MENTORCOURSE_SMTP_{name}" for name in re.findall(r'_smtp\("(\w+)"\)', text)}
        found |= {f"MENTORCOURSE_KERNEL_{name}" for name in re.findall(r'_kernel_number\("(\w+)"', text)}
    return found


@pytest.mark.parametrize("name", VARIABLES)
def test_a_documented_variable_is_read_somewhere(name: str) -> None:
    assert name in variables()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_every_link_of_a_file_read_as_it_is_leads_somewhere(file: Path) -> None:
    text = re.sub(r"^```.*?^```", "", file.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = [urlsplit(link) for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    for link in [link for link in links if not link.scheme]:
        target = (file.parent / link.path).resolve() if link.path else file
        assert target.exists(), link.path
        if link.fragment and file.parent.name != "docs":  # what docs/ takes from elsewhere is there once it is built
            assert link.fragment in anchors(target)


def anchors(file: Path) -> set[str]:
    """The anchors of a Markdown file's headings, as its host and Sphinx make them."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_front_page_is_short_and_its_pictures_are_small_and_described() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 110
    pictures = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", text)
    assert len(pictures) == 2
    for described, name in pictures:
        assert len(described) > 15
        assert (ROOT / name).stat().st_size < 150_000


class Page(HTMLParser):
    """What one built page links to, loads and shows."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.ids.add(said.get("id", ""))
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        if tag in LOADS and LOADS[tag] in said:
            self.loaded.append(said[LOADS[tag]])
        if tag == "img":
            self.pictures.append((said["src"], said.get("alt", "")))

    def leads_to(self, link: str) -> tuple[Path, str]:
        """The file and the anchor that a link of this page leads to."""
        parts = urlsplit(link)
        return (self.file.parent / unquote(parts.path)).resolve() if parts.path else self.file, unquote(parts.fragment)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Page]:
    """Every page as `make docs` builds it, where a warning is an error."""
    folder = tmp_path_factory.mktemp("docs").resolve()
    build = ["-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", str(folder / "read"), "docs", str(folder)]
    built = subprocess.run([sys.executable, *build], cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return {file: Page(file) for file in folder.rglob("*.html")}


def test_every_file_of_the_documentation_is_a_page_that_somebody_can_reach(pages: dict[Path, Page]) -> None:
    linked = {page.leads_to(link)[0] for page in pages.values() for link in page.links if not urlsplit(link).scheme}
    wanted = {file.stem for file in (ROOT / "docs").glob("*.md")}
    assert wanted <= {file.stem for file in linked & set(pages)}


def test_every_link_within_the_documentation_leads_somewhere(pages: dict[Path, Page]) -> None:
    broken = []
    for page in pages.values():
        for link in page.links:
            if urlsplit(link).scheme:
                continue
            file, anchor = page.leads_to(link)
            if not file.is_file() or (anchor and file in pages and anchor not in pages[file].ids):
                broken.append(f"{page.file.name}: {link}")
    assert not broken


def test_every_picture_is_there_and_described(pages: dict[Path, Page]) -> None:
    for page in pages.values():
        for source, described in page.pictures:
            assert page.leads_to(source)[0].is_file(), f"{page.file.name}: {source}"
            assert len(described) > 15, f"{page.file.name}: {source} has no alternative text"


def test_the_pages_load_nothing_from_elsewhere(pages: dict[Path, Page]) -> None:
    outside = re.compile(r"(?:[a-z]+:)?//")
    for page in pages.values():
        assert not [address for address in page.loaded if outside.match(address)]
    [folder] = {page.file.parent for page in pages.values() if page.file.name == "index.html"}
    styles = [file.read_text(encoding="utf-8") for file in folder.rglob("*.css")]
    assert styles
    assert not [
        found for style in styles for found in re.findall(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//\S+)", style)
    ]
