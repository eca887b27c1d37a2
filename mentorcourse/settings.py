"""An installation's settings: MENTORCOURSE_* variables, with defaults that just work."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args

from platformdirs import user_data_path

Security = Literal["starttls", "tls", "none"]
DATABASES = ("postgresql://", "postgresql+psycopg://", "postgres://", "sqlite:///")
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}


class BadSetting(ValueError):
    """A MENTORCOURSE_* variable that cannot be meant; the message names it and the mend."""


def data_folder(named: Path | None = None) -> Path:
    """The folder for everything that is kept: `named`, else MENTORCOURSE_DATA, else this user's own data folder."""
    if named:
        return named
    setting = os.environ.get("MENTORCOURSE_DATA")
    return Path(setting) if setting else user_data_path("mentorcourse", appauthor=False)


def database_address(named: Path | None = None) -> str | Path:
    """The database: MENTORCOURSE_DATABASE (an SQLAlchemy URL), else the file course.db in the data folder.

    Raises BadSetting for what is no such address: it would be taken for a file's name, in whatever folder one is in.
    """
    address = os.environ.get("MENTORCOURSE_DATABASE")
    if address and not address.startswith(DATABASES):
        raise BadSetting(
            "MENTORCOURSE_DATABASE is an address such as postgresql://course@db.example.edu/course. Leave it unset to "
            "keep everything in the data folder."
        )
    return address or data_folder(named) / "course.db"


def course_language() -> str:
    """The course's language (a BCP 47 tag) by MENTORCOURSE_LANGUAGE; "" leaves it to course.yaml."""
    return os.environ.get("MENTORCOURSE_LANGUAGE", "").strip()


@dataclass(frozen=True)
class Smtp:
    """The mail server that letters go through, and the address that they come from."""

    host: str
    port: int
    security: Security
    user: str
    password: str = field(repr=False)
    sender: str


def smtp() -> Smtp | None:
    """The mail server by MENTORCOURSE_SMTP_*; None where no host is set, and then nothing is ever sent.

    Raises BadSetting.
    """
    host = _smtp("HOST")
    if not host:
        if _smtp("SENDER"):
            raise BadSetting("Set MENTORCOURSE_SMTP_HOST beside MENTORCOURSE_SMTP_SENDER, or no mail is ever sent.")
        return None
    security = _smtp("SECURITY") or "starttls"
    if security not in get_args(Security):
        raise BadSetting("MENTORCOURSE_SMTP_SECURITY is starttls, tls or none.")
    port = _smtp("PORT") or str(PORTS[cast("Security", security)])
    if not (port.isdecimal() and 0 < int(port) < 65536):
        raise BadSetting("MENTORCOURSE_SMTP_PORT is a number from 1 to 65535.")
    sender, user, password = _smtp("SENDER"), _smtp("USER"), _smtp_password()
    if not sender:
        raise BadSetting(
            "Set MENTORCOURSE_SMTP_SENDER, the address that mail comes from, beside MENTORCOURSE_SMTP_HOST."
        )
    if bool(user) != bool(password):
        raise BadSetting("MENTORCOURSE_SMTP_USER and its password go together: set both, or neither.")
    if password and security == "none":
        raise BadSetting("A password needs MENTORCOURSE_SMTP_SECURITY to be starttls or tls.")
    return Smtp(host, int(port), cast("Security", security), user, password, sender)


def _smtp(name: str) -> str:
    return os.environ.get(f"MENTORCOURSE_SMTP_{name}", "").strip()


def _smtp_password() -> str:
    """The password itself, or the first line of the file that MENTORCOURSE_SMTP_PASSWORD_FILE names."""
    file = _smtp("PASSWORD_FILE")
    if not file:
        return os.environ.get("MENTORCOURSE_SMTP_PASSWORD", "")
    try:
        return Path(file).read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeError) as unread:
        raise BadSetting("The file that MENTORCOURSE_SMTP_PASSWORD_FILE names cannot be read.") from unread


@dataclass(frozen=True)
class KernelLimits:
    """The account that kernels run as ("" for the server's own), and how much each may take."""

    user: str
    memory_mb: int
    seconds: int  # of processor time, at once and again in each minute


def kernel_limits() -> KernelLimits:
    """The limits by MENTORCOURSE_KERNEL_*; raises BadSetting."""
    user = os.environ.get("MENTORCOURSE_KERNEL_USER", "").strip()
    return KernelLimits(user, _kernel_number("MEMORY", 512), _kernel_number("SECONDS", 30))


def _kernel_number(name: str, default: int) -> int:
    said = os.environ.get(f"MENTORCOURSE_KERNEL_{name}", "").strip() or str(default)
    if not (said.isdecimal() and 0 < int(said) < 1_000_000):
        unit = "megabytes" if name == "MEMORY" else "seconds"
        raise BadSetting(f"MENTORCOURSE_KERNEL_{name} is a number of {unit}, such as {default}.")
    return int(said)
