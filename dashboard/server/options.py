"""Options of the server: its path behind a proxy, its host names, and the sites that may use it.

Nothing here is read from a request. Solara is not imported, so that the command line can refuse a value at once.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from agents.errors import InputError, shown

ROOT_PATH = "SOLARA_ROOT_PATH"
ALLOW_HOST = "SAMSKAPING_ALLOW_HOST"
ALLOW_ORIGIN = "SAMSKAPING_ALLOW_ORIGIN"
ALLOW_FRAME = "SAMSKAPING_ALLOW_FRAME"

_SEGMENTS = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_HOST = re.compile(r"(?P<name>[A-Za-z0-9_](?:[A-Za-z0-9._-]*)|\[[0-9A-Fa-f:.]+\])(?::(?P<port>\d{1,5}))?")
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[^/\s]+)/?", re.IGNORECASE)
PORTS = {"http": 80, "https": 443}
_LONGEST = 255
"""Characters that a host may have, as in the domain name system; also the most that a path may have."""


@dataclass(frozen=True)
class Options:
    """The decisions, checked. Hosts are lower case and without a port, origins are `scheme://host[:port]`."""

    root_path: str = ""
    bound: str = "127.0.0.1"
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    frames: tuple[str, ...] = ()

    @property
    def local(self) -> bool:
        """Whether the server listens to this machine only."""
        return self.bound == "localhost" or _loopback(self.bound)

    def answers_to(self, host: str) -> bool:
        """Return whether a request for this host, without its port, is meant for this server.

        A site that points its own name at this machine (DNS rebinding) must not be taken for the dashboard. It can only
        do so with a name, so a server that others on the network may use answers to every number.
        """
        if host in self.hosts or host == "localhost" or host == self.bound or _loopback(host):
            return True
        return not self.local and (_is_number(host) or host in own_names())


def read(environment: Mapping[str, str], root_path: str | None = None) -> Options:
    """Return the options given in the environment; `root_path` overrides its variable. Raises `InputError`."""
    root = environment.get(ROOT_PATH, "") if root_path is None else root_path
    return Options(
        root_path=check_root_path(root),
        bound=environment.get("SERVER_NAME", "127.0.0.1").strip("[]").lower(),
        hosts=frozenset(check_host(one) for one in listed(environment.get(ALLOW_HOST, ""))),
        origins=frozenset(check_origin(one) for one in listed(environment.get(ALLOW_ORIGIN, ""))),
        frames=tuple(check_origin(one) for one in listed(environment.get(ALLOW_FRAME, ""))),
    )


def listed(text: str) -> list[str]:
    """Return the items in `text`, which commas or spaces separate."""
    return [one for one in re.split(r"[,\s]+", text) if one]


def check_root_path(text: str) -> str:
    """Return a path such as "/samskaping", or "" for the root of a host. Raises `InputError`."""
    path = text.strip().rstrip("/")
    if len(path) <= _LONGEST and _SEGMENTS.fullmatch(path):
        return path
    given = shown(text)
    raise InputError(
        "--root-path {given} ({variable}) is not a path; give letters, digits and - . _ ~ after each "
        "/, such as /samskaping",
        given=given,
        variable=ROOT_PATH,
    )


def check_host(text: str) -> str:
    """Return a host in lower case, without its port. Raises `InputError`."""
    parsed = parse_host(text)
    if parsed is not None:
        return parsed[0]
    given = shown(text)
    raise InputError(
        "--allow-host {given} ({variable}) is not the name of a host; give it without https:// and "
        "without a path, such as samskaping.example.no",
        given=given,
        variable=ALLOW_HOST,
    )


def check_origin(text: str) -> str:
    """Return an origin as `scheme://host[:port]`, without the scheme's usual port. Raises `InputError`."""
    parsed = parse_origin(text)
    if parsed is not None:
        return write_origin(parsed)
    given = shown(text)
    raise InputError(
        "{given} ({variables}) is not the address of a site; give http:// or https:// "
        "and a host, such as https://www.example.no",
        given=given,
        variables=f"{ALLOW_ORIGIN}, {ALLOW_FRAME}",
    )


def parse_host(text: str) -> tuple[str, int | None] | None:
    """Return host and port of a Host header, or None where it is none. The host is in lower case."""
    match = _HOST.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return None
    name, port = match["name"].strip("[]").rstrip(".").lower(), match["port"]
    return (name, None if port is None else int(port)) if name else None


def parse_origin(text: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port of an Origin header, or None where it names none ("null" does not)."""
    match = _ORIGIN.fullmatch(text) if len(text) <= 2 * _LONGEST else None
    host = parse_host(match["host"]) if match else None
    if match is None or host is None:
        return None
    scheme = match["scheme"].lower()
    return scheme, host[0], host[1] or PORTS[scheme]


def write_origin(origin: tuple[str, str, int]) -> str:
    """Return an origin as `scheme://host[:port]`, without the scheme's usual port."""
    scheme, host, port = origin
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" if port == PORTS[scheme] else f"{scheme}://{name}:{port}"


def own_names() -> frozenset[str]:
    """Return the names of this machine on its network, in lower case."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return frozenset({name, short, f"{short}.local"})


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _loopback(host: str) -> bool:
    return _is_number(host) and ipaddress.ip_address(host).is_loopback
