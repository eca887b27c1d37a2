"""Whether kernels can run as the account that MENTORCOURSE_KERNEL_USER names."""

from __future__ import annotations

import os
import subprocess
import sys

from mentorcourse.settings import BadSetting

if sys.platform != "win32":
    import pwd

READ_ALL = "import ipykernel.kernelapp; from mentorcourse.content import *; read_course(notebooks_folder())"
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "MENTORCOURSE_NOTEBOOKS")


def require_kernel_user(user: str) -> None:
    """Raise BadSetting, with the mend, unless this process may become `user`, who may read Python and the course."""
    if sys.platform == "win32" or os.geteuid() != 0:
        raise BadSetting("Only a course started as root can use MENTORCOURSE_KERNEL_USER: unset it, or start it so.")
    try:
        account = pwd.getpwnam(user)
    except KeyError as unknown:
        raise BadSetting(f"MENTORCOURSE_KERNEL_USER: there is no account {user} on this computer.") from unknown
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        subprocess.run(  # noqa: S603  (our own words)
            [sys.executable, "-c", READ_ALL], user=account.pw_uid, group=account.pw_gid, extra_groups=[], cwd="/",
            env=kept, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as refused:
        told = refused.stderr if isinstance(refused, subprocess.CalledProcessError) else ""
        python = os.path.realpath(sys.executable)
        raise BadSetting(
            f"MENTORCOURSE_KERNEL_USER: {user} cannot read Python ({python}) and the course. Install both where "
            "every account may read, such as under /opt; the data folder is none of these, and stays closed. "
            f"(Its own words: {told.strip().rpartition(chr(10))[2] or refused})"
        ) from refused
