"""A cable between a desk and its hub, which a test pulls out and puts back."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from pathlib import Path

_PIECE = 65536


class Cable:
    """Carries what is sent to a port of this machine on to the server with these parts."""

    def __init__(self, parts: dict[str, str]) -> None:
        self._parts = parts
        self._ends: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._begin()

    def pull(self) -> None:
        """Pull it out, whatever is under way."""
        # One that is only closed would go on listening while somebody waits in it.
        for each in (self._listening, *self._ends):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._ends.clear()

    def put_back(self) -> None:
        """Put it in again."""
        self._listening = socket.create_server(("127.0.0.1", self.port))
        self._begin()

    def _begin(self) -> None:
        threading.Thread(target=self._take, args=(self._listening,), daemon=True).start()

    def _take(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listening.accept()
                far = self._server()
                self._ends += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=ends, daemon=True).start()

    def _server(self) -> socket.socket:
        host, port = self._parts.get("host", ""), self._parts.get("port") or "5432"
        if not host.startswith("/"):
            return socket.create_connection((host or "localhost", int(port)))
        found = socket.socket(socket.AF_UNIX)
        found.connect(str(Path(host) / f".s.PGSQL.{port}"))
        return found


def _carry(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_RDWR)
