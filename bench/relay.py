"""A network between people and the server that can be cut: a relay of TCP connections."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress


class Relay:
    """Listens on a free port and passes everything on to another one, until it is cut."""

    def __init__(self, port: int) -> None:
        self._target, self._is_cut, self._is_closed = port, False, False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port: int = self._listener.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def cut(self, seconds: float) -> None:
        """Reset every connection, and take no new one for a while."""
        self._is_cut = True
        self._reset()
        time.sleep(seconds)
        self._is_cut = False

    def close(self) -> None:
        """Stop for good."""
        self._is_closed = True
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._reset()
        self._accepting.join()

    def _reset(self) -> None:
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near:
            if self._is_cut:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target), timeout=10)
            except OSError:
                return
            far.settimeout(None)
            with far:
                self._pass_both_ways(near, far)

    def _pass_both_ways(self, near: socket.socket, far: socket.socket) -> None:
        with self._lock:
            self._open |= {near, far}
        back = threading.Thread(target=_pass_on, args=(far, near), daemon=True)
        back.start()
        _pass_on(near, far)
        back.join()
        with self._lock:
            self._open -= {near, far}


def _pass_on(giver: socket.socket, taker: socket.socket) -> None:
    with suppress(OSError):
        while data := giver.recv(65536):
            taker.sendall(data)
    for one in (giver, taker):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
