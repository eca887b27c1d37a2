"""Play a rehearsal's participants: `python -m mentorcourse.rehearsal`, told by JSON on standard input whom and where.

It runs in a process of its own and knows the course's public addresses and its links, nothing of its database.
"""

from __future__ import annotations

import asyncio
import json
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient
from tornado.iostream import StreamClosedError
from tornado.simple_httpclient import HTTPStreamClosedError

from mentorcourse.content import read_course

from .acting import Participant, Stage
from .caller import Caller
from .cast import cast


def main() -> None:
    """Play until the process is ended, or everybody has left."""
    with suppress(KeyboardInterrupt):
        asyncio.run(play(json.load(sys.stdin)))


async def play(told: dict[str, Any]) -> None:
    """Let everybody act; `told` has the url, the notebooks' folder, the links in order, seed, speed and until."""
    AsyncHTTPClient.configure(None, max_clients=8)
    course = read_course(Path(told["notebooks"]))
    stage = Stage(course, told["seed"], told["speed"], told["until"], _say)
    roles = cast(len(told["links"]), told["seed"])
    actors = [
        Participant(stage, role, link, Caller(told["url"])) for role, link in zip(roles, told["links"], strict=True)
    ]
    await asyncio.gather(*(_act(one) for one in actors))


async def _act(participant: Participant) -> None:
    """Whoever stumbles leaves the others to it."""
    try:
        await participant.act()
    except (ConnectionError, StreamClosedError, HTTPStreamClosedError):
        pass  # the server has stopped
    except Exception:
        traceback.print_exc()


def _say(words: str) -> None:
    print(f"  {words}", flush=True)


if __name__ == "__main__":
    main()
