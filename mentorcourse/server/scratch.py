"""An empty folder that Jupyter takes for its own, so that nobody's configuration or files come into play."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from mentorcourse.settings import kernel_limits


def scratch_folder() -> Path:
    """Make it, and change the process's environment and working folder to it."""
    scratch = Path(tempfile.mkdtemp(prefix="mentorcourse-"))
    for name in ("config", "data", "runtime", "kernels", "temporary"):
        (scratch / name).mkdir(mode=0o700)
    if user := kernel_limits().user:  # who may go through the outer folder, and into none but their own
        scratch.chmod(0o711)
        shutil.chown(scratch / "kernels", user)
    os.environ.update(
        JUPYTER_NO_CONFIG="1",
        JUPYTER_CONFIG_DIR=str(scratch / "config"),
        JUPYTER_DATA_DIR=str(scratch / "data"),
        JUPYTER_RUNTIME_DIR=str(scratch / "runtime"),
    )
    _use_for_temporary_files(scratch / "temporary")  # Jupyter leaves an empty folder there for each of its processes
    os.chdir(scratch / "kernels")
    return scratch


def remove_scratch_folder(scratch: Path) -> None:
    """Delete it."""
    os.chdir(scratch.parent)
    _use_for_temporary_files(scratch.parent)
    shutil.rmtree(scratch, ignore_errors=True)


def _use_for_temporary_files(folder: Path) -> None:
    os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
