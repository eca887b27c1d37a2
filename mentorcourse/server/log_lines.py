"""Write the log as JSON lines, one event each, with what programs look for and nothing personal."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from .rules import NAMES


def route_of(path: str) -> str:
    """What the log calls a rule's path: never whose answers or link it was."""
    for pattern, name in NAMES.items():
        path = path.replace(pattern, name)
    return re.sub(r"\[A-Za-z0-9_-\]\{1,200\}", "{secret}", path).replace("\\", "")


class JsonLines(logging.Formatter):
    """A record as one line of JSON: time, level, event, and for a request its method, route, status and milliseconds.

    Of an exception it has the type and where it was raised; its message could hold what somebody wrote.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        fields: dict[str, Any] = {**getattr(record, "fields", {})}
        if "route" in fields:
            fields["route"] = route_of(fields["route"])
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": fields.get("event") or record.getMessage(),
            **{name: value for name, value in fields.items() if name != "event"},
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def write_json_lines() -> None:
    """Let all loggers of this process write JSON lines to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("mentorcourse").setLevel(logging.INFO)


# For a ServerApp, which has a logger and a handler of its own.
CONFIG: dict[str, Any] = {"formatters": {"console": {"class": "mentorcourse.server.log_lines.JsonLines"}}}
