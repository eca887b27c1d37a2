"""Kernels run as little as possible: what one takes too much of ends it alone, and the server and others go on."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentorcourse.content import notebooks_folder
from mentorcourse.server.confinement import ProcessorTime
from mentorcourse.server.kernel_account import require_kernel_user
from mentorcourse.settings import BadSetting, KernelLimits, kernel_limits
from tests.caller import Caller, Sockets, converse
from tests.test_forked import WITHOUT_FORKS, eventually
from tests.test_kernels import STEM, change, connected, ended, open_page, process_of, write_cells
from tests.workshop import Workshop, running_workshop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are held within all these bounds on Linux")

# A page with one text: what is typed there is run, as no page of the course would.
OBEDIENT = [
    "import os, socket, tempfile, ipywidgets; asked = ipywidgets.Text(); told = ipywidgets.Label()",
    """def obey(change):
    try: told.value = str(eval(change.new))
    except BaseException as error: told.value = repr(error)""",
    "asked.observe(obey, 'value'); ipywidgets.VBox([asked, told])",
]
SMALL = {"MENTORCOURSE_KERNEL_MEMORY": "100", "MENTORCOURSE_KERNEL_SECONDS": "1"}
FORKED = ("-m", "mentorcourse.cli")


@pytest.fixture(scope="module", params=[FORKED, WITHOUT_FORKS], ids=["forked", "ordinary"])
def obedient(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Workshop]:
    """A workshop with that home page, whose kernels may take little."""
    folder = tmp_path_factory.mktemp("obedient")
    course = shutil.copytree(notebooks_folder(), folder / "course")
    write_cells(course / f"{STEM}.ipynb", OBEDIENT)
    with running_workshop(folder / "data", course, program=request.param, settings=SMALL) as workshop:
        yield workshop


async def obeyed(sockets: Sockets, caller: Caller, kernel: str, code: str) -> str:
    """What the page's kernel says of `code`."""
    page = await connected(sockets, caller, kernel, "v1")
    control = {"comm_id": "c0", "target_name": "jupyter.widget.control", "data": {}}
    await page.send("comm_open", control, version="1.0.0")
    wanted = await page.send("comm_msg", {"comm_id": "c0", "data": {"method": "request_states"}})
    states = (await page.heard_until("comm_msg", wanted))[-1]["content"]["data"]["states"]
    text = next(comm for comm, one in states.items() if one["state"]["_model_name"] == "TextModel")
    said = await change(page, text, value=code)
    return str([m["content"]["data"]["state"]["value"] for m in said if m["header"]["msg_type"] == "comm_msg"][-1])


def obey(caller: Caller, kernel: str, code: str) -> str:
    return converse(lambda sockets: obeyed(sockets, caller, kernel, code))


def test_a_kernel_that_takes_too_much_memory_gets_none_and_goes_on(obedient: Workshop) -> None:
    person = obedient.member("Greedy")
    kernel = open_page(person)
    much = 2000 if obedient._program == WITHOUT_FORKS else 150
    assert "MemoryError" in obey(person, kernel, f"len(bytearray({much} * 1024 * 1024))")
    assert obey(person, kernel, "len(bytearray(20 * 1024 * 1024))") == str(20 * 1024 * 1024)


def test_a_kernel_that_calculates_without_end_is_ended_and_only_its_own_page_hears_it(obedient: Workshop) -> None:
    person, other = obedient.member("Endless"), obedient.member("Modest")

    async def calculate(sockets: Sockets) -> None:
        live, elsewhere = await sockets.open(person, "/course/api/live"), open_page(other)
        kernel = open_page(person)
        page = await connected(sockets, person, kernel, "v1")
        comms = (await page.ask("comm_info_request", {"target_name": "jupyter.widget"}))["comms"]
        data = {"method": "update", "state": {"value": "any(iter(int, 1))"}, "buffer_paths": []}
        for comm in comms:
            await page.send("comm_msg", {"comm_id": comm, "data": data})
        assert await obeyed(sockets, other, elsewhere, "6 * 7") == "42"
        assert other.ask("/course/health").status == 200
        assert await ended(live) == kernel
        assert await obeyed(sockets, other, elsewhere, "6 * 8") == "48"

    converse(calculate)
    assert obey(person, open_page(person), "7 * 7") == "49"


def test_a_kernel_has_a_folder_of_its_own_that_goes_with_it(obedient: Workshop) -> None:
    one, two = obedient.member("Tidy"), obedient.member("Neat")
    kernels = {person: open_page(person) for person in (one, two)}
    folders = [Path(obey(person, kernel, "os.getcwd()")) for person, kernel in kernels.items()]
    written = "open(tempfile.mkstemp()[1], 'w').name"
    assert Path(obey(one, kernels[one], written)).parent == folders[0] != folders[1]
    assert folders[0].stat().st_mode & 0o777 == 0o700
    assert one.ask(f"/voila/api/shutdown/{kernels[one]}", "POST", form={}).status == 204
    eventually(lambda: not folders[0].exists(), "the folder is left over")
    assert folders[1].exists()


REFUSED = {
    "a dump of its memory": ("__import__('resource').getrlimit(4)", r"\(0, 0\)"),
    "a huge file": ("open('large', 'wb').truncate(2**30)", "OSError|File too large"),
    "many open files": ("len([socket.socketpair() for _ in range(500)])", "Too many open files"),
    "more rights": ("open('/proc/self/status').read()", r"NoNewPrivs:\s+1"),
    "being served first": ("os.nice(0)", r"^5$"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_kernel_does_without(obedient: Workshop, what: str) -> None:
    code, said = REFUSED[what]
    person = obedient.member(f"Wanting {what}")
    assert re.search(said, obey(person, open_page(person), code))


def has_networks() -> bool:
    """Whether this machine gives a process a network of its own."""
    return subprocess.run(["unshare", "--net", "true"]).returncode == 0 or (
        subprocess.run(["unshare", "--user", "--net", "true"]).returncode == 0
    )


def test_a_kernel_reaches_no_network_where_the_machine_gives_it_one_of_its_own(obedient: Workshop) -> None:
    if not has_networks():
        pytest.skip("this machine lets no process have a network of its own")
    person = obedient.member("Calling out")
    code = f"socket.create_connection(('127.0.0.1', {obedient.port}), timeout=5)"
    assert re.search("unreachable|refused", obey(person, open_page(person), code))


def public_python(folder: Path) -> Path:
    """A Python with this one's libraries that every account may run; skips where there is none of this version."""
    found = shutil.which(f"python3.{sys.version_info.minor}", path="/usr/bin:/usr/local/bin:/opt/bin")
    if os.geteuid() != 0 or not found:
        pytest.skip("only root may start kernels as somebody else, with a Python that they may read")
    folder.chmod(0o755)
    (folder / "bin").mkdir(mode=0o755)
    (folder / "bin" / "python").symlink_to(found)
    (folder / "pyvenv.cfg").write_text(f"home = {Path(found).parent}\nversion = {sys.version.split()[0]}\n")
    packages = folder / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    packages.mkdir(parents=True)
    own = next(path for path in map(Path, sys.path) if path.name == "site-packages")
    (packages / "ours.pth").write_text(f"import site; site.addsitedir({str(own)!r})\n")
    return folder / "bin" / "python"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other accounts may look into."""
    folder = Path(tempfile.mkdtemp(prefix="mentorcourse-test-"))
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("program", [FORKED, WITHOUT_FORKS], ids=["forked", "ordinary"])
def test_kernels_run_as_the_account_that_is_set_for_them(
    open_folder: Path, program: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    python = public_python(open_folder)
    course = shutil.copytree(notebooks_folder(), open_folder / "course")
    write_cells(course / f"{STEM}.ipynb", OBEDIENT)
    monkeypatch.setattr(sys, "executable", str(python))
    settings = {"MENTORCOURSE_KERNEL_USER": "nobody"}
    secret = f"open({str(open_folder / 'data' / 'course.db')!r}, 'rb')"
    with running_workshop(open_folder / "data", course, program=program, settings=settings) as workshop:
        person = workshop.member("Served by nobody")
        kernel = open_page(person)
        assert obey(person, kernel, "os.getresuid()") == str((pwd.getpwnam("nobody").pw_uid,) * 3)
        assert "PermissionError" in obey(person, kernel, secret)
        assert "PermissionError" in obey(person, kernel, f"os.kill({workshop.pid}, 0)")
        assert obey(person, kernel, "open(tempfile.mkstemp()[1], 'w').closed") == "False"
        assert process_of(workshop, kernel)


ORDINARY = """
import os, pwd
account = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(account.pw_gid); os.setuid(account.pw_uid)
from mentorcourse.cli import app
app(prog_name="mentorcourse")
"""
DENIED = {
    "os.fork()": "BlockingIOError",
    "__import__('threading').Thread(target=print).start()": "can't start new thread",
    "open('/proc/self/status').read()": r"CapPrm:\s+0+\nCapEff:\s+0+\n",
}


def test_where_the_server_is_not_root_s_its_kernels_start_nothing_and_have_no_rights(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = public_python(open_folder)
    course = shutil.copytree(notebooks_folder(), open_folder / "course")
    write_cells(course / f"{STEM}.ipynb", OBEDIENT)
    data = open_folder / "data"
    data.mkdir()
    shutil.chown(data, "nobody")
    monkeypatch.setattr(sys, "executable", str(python))
    with running_workshop(data, course, program=("-c", ORDINARY), settings={"HOME": str(data)}) as workshop:
        person = workshop.member("Somebody at nobody's")
        kernel = open_page(person)
        for code, said in DENIED.items():
            assert re.search(said, obey(person, kernel, code)), code


def test_an_account_for_kernels_that_cannot_be_used_is_refused_before_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() != 0:
        with pytest.raises(BadSetting, match="started as root"):
            require_kernel_user("nobody")
        return
    with pytest.raises(BadSetting, match="no account not-there"):
        require_kernel_user("not-there")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    (locked / "python").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(locked / "python"))
    with pytest.raises(BadSetting, match=r"nobody cannot read Python .*Permission denied"):
        require_kernel_user("nobody")


class Clock:
    """A wall clock and a processor's, as a test sets them."""

    def __init__(self) -> None:
        self.now = self.used = 0.0

    def pass_by(self, seconds: float, used: float) -> None:
        self.now, self.used = self.now + seconds, self.used + used


def test_processor_time_comes_back_by_the_minute_and_never_to_more_than_there_was() -> None:
    clock = Clock()
    time = ProcessorTime(30, lambda: clock.now, lambda: clock.used)
    assert time.ends_at() == 30
    clock.pass_by(20, used=20)
    assert time.ends_at() == 20 + 10 + 10
    clock.pass_by(600, used=0)
    assert time.ends_at() == 20 + 30
    clock.pass_by(30, used=30)
    assert time.ends_at() == 50 + 15
    clock.pass_by(0, used=15)
    assert time.ends_at() == 65 + 1  # one second to answer in, always


def test_the_limits_of_kernels_are_settings_and_nonsense_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("USER", "MEMORY", "SECONDS"):
        monkeypatch.delenv(f"MENTORCOURSE_KERNEL_{name}", raising=False)
    assert kernel_limits() == KernelLimits("", 512, 30)
    monkeypatch.setenv("MENTORCOURSE_KERNEL_MEMORY", "1024")
    assert kernel_limits().memory_mb == 1024
    monkeypatch.setenv("MENTORCOURSE_KERNEL_SECONDS", "for ever")
    with pytest.raises(BadSetting, match="MENTORCOURSE_KERNEL_SECONDS is a number of seconds"):
        kernel_limits()
