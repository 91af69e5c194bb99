"""Addresses: of the browser that asks, and of the room as phones must type it."""

from __future__ import annotations

import socket

from starlette.requests import Request

from dashboard.server.options import Options, parse_host


def address_of(request: Request) -> str:
    """Return the network address that a request comes from: the proxy's, unless that passes on the visitor's."""
    return request.client.host if request.client is not None else ""


def public(request: Request, options: Options) -> tuple[str, bool]:
    """Return the server's address as phones reach it, with its path, and whether they can reach it at all.

    A leader who opens the page on the server's own machine, as "localhost", gets the machine's number in the network.
    """
    given = request.headers.get("host", "")
    name, port = parse_host(given) or ("localhost", None)
    reachable = not _this_machine(name)
    if not reachable and not options.local and (number := own_number()):
        given, reachable = number if port is None else f"{number}:{port}", True
    return f"{request.url.scheme}://{given}{options.root_path}", reachable


def _this_machine(name: str) -> bool:
    return name in ("localhost", "::1") or name.startswith("127.")


def own_number() -> str:
    """Return this machine's number in its network, or "" where it has none. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address for documentation; a datagram socket only chooses a route
            number = str(probe.getsockname()[0])
        except OSError:
            return ""
    return "" if _this_machine(number) or number == "0.0.0.0" else number
