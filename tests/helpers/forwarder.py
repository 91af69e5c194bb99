"""A stretch of network between a browser and the server, which a test can slow down, stall, cut and mend."""

from __future__ import annotations

import queue
import socket
import threading
import time
from urllib.parse import urlsplit


class Forwarder:
    """Passes on what comes to a port of its own, after `delay` seconds.

    While it is stalled, it takes everything and passes on nothing. While it is cut, connections are closed and new ones
    refused.
    """

    def __init__(self, address: str) -> None:
        self._target = ("127.0.0.1", urlsplit(address).port)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._port = 0
        self._flows = threading.Event()
        self._flows.set()
        self.delay = 0.0
        self.mend()

    @property
    def address(self) -> str:
        """Address of this end."""
        return f"http://127.0.0.1:{self._port}"

    def stall(self) -> None:
        """Pass on nothing until `flow`."""
        self._flows.clear()

    def flow(self) -> None:
        """Pass on what has come meanwhile, and what comes from now on."""
        self._flows.set()

    def mend(self) -> None:
        """Take connections, at the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """Close everything. What is under way is lost."""
        with self._lock:
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            for one in self._open:
                self._end(one)
            self._open.clear()
        self.flow()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(self._target)
            except OSError:  # no server
                near.close()
                continue
            with self._lock:
                self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                under_way: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
                threading.Thread(target=self._take, args=(one, under_way), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(one, other, under_way), daemon=True).start()

    def _take(self, one: socket.socket, under_way: queue.SimpleQueue[tuple[float, bytes]]) -> None:
        data = b"-"
        while data:
            try:
                data = one.recv(65536)
            except OSError:
                data = b""
            under_way.put((time.monotonic() + self.delay, data))

    def _pass_on(
        self, one: socket.socket, other: socket.socket, under_way: queue.SimpleQueue[tuple[float, bytes]]
    ) -> None:
        try:
            while True:
                due, data = under_way.get()
                time.sleep(max(0.0, due - time.monotonic()))
                self._flows.wait()
                if not data:
                    break
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
