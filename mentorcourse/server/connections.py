"""A bound on open connections, of one address and of all: who opens thousands takes no place from the others."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import Any
from weakref import WeakSet

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream

if sys.platform != "win32":
    import resource

KEPT_BACK = 200  # files that are open besides connections: the database's, the kernels', the course's
MOST_IN_ALL = 10_000
# A whole university may sit behind one address; a page takes up to eight connections.
MOST_OF_ONE_ADDRESS = 2_000


class Bounds:
    """Stands before a server's new connections: those beyond the bounds are closed at once."""

    def __init__(self, server: HTTPServer, trust_proxy: bool) -> None:
        self._most = most_in_all()
        # All that comes through a proxy comes from its address.
        self._most_of_one = self._most if trust_proxy else min(MOST_OF_ONE_ADDRESS, self._most * 3 // 4)
        self._open: defaultdict[str, WeakSet[IOStream]] = defaultdict(WeakSet)
        self._handle = server.handle_stream
        server.handle_stream = self.handle_stream  # type: ignore[method-assign]

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """What tornado calls for every new connection."""
        host = str(address[0]) if address else ""
        own = self._open[host]
        if len(own) >= self._most_of_one or sum(map(len, self._open.values())) >= self._most:
            self._forget_closed()
        if len(own) >= self._most_of_one or sum(map(len, self._open.values())) >= self._most:
            stream.close()
            return
        self._open[host].add(stream)
        self._handle(stream, address)

    def _forget_closed(self) -> None:
        for host, streams in list(self._open.items()):
            for stream in [one for one in streams if one.closed()]:
                streams.discard(stream)
            if not streams:
                del self._open[host]


def most_in_all() -> int:
    """How many connections this process can have open: as many files as the system lets it open, less some."""
    if sys.platform == "win32":
        return MOST_IN_ALL
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_IN_ALL + KEPT_BACK
    if soft < wanted and (hard == resource.RLIM_INFINITY or hard > soft):
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(1, min(MOST_IN_ALL, soft - KEPT_BACK))
