"""A stretch of network between a browser and the server, which a test can cut and mend."""

from __future__ import annotations

import socket
import threading
from urllib.parse import urlsplit


class Forwarder:
    """Passes on what comes to a port of its own. While it is cut, connections are closed and new ones refused."""

    def __init__(self, address: str) -> None:
        self._target = ("127.0.0.1", urlsplit(address).port)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._port = 0
        self.mend()

    @property
    def address(self) -> str:
        """Address of this end."""
        return f"http://127.0.0.1:{self._port}"

    def mend(self) -> None:
        """Take connections, at the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Close everything."""
        with self._lock:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            for one in self._open:
                self._end(one)
            self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
                far = socket.create_connection(self._target)
            except OSError:
                return
            with self._lock:
                self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
        except OSError:
            pass
        for end in (one, other):
            self._end(end)

    @staticmethod
    def _end(one: socket.socket) -> None:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        one.close()
