"""Start the server, as `samskaping dashboard` does."""

from __future__ import annotations

import os
import socket

from agents.errors import InputError
from dashboard.quota import quota


def serve(host: str, port: int, open_browser: bool, workers: int | None = None) -> None:
    """Serve the dashboard until interrupted. Raises `InputError` for an address or a quota that cannot be used."""
    _free(host, port)
    quota()  # refuses a bad setting before anything heavy starts
    if workers is not None:
        os.environ["SAMSKAPING_DASHBOARD_WORKERS"] = str(workers)
    from solara.__main__ import cli

    arguments = ["run", "dashboard.app", "--host", host, "--port", str(port), "--production", "--no-check-version"]
    cli.main([*arguments, "--open" if open_browser else "--no-open"], prog_name="samskaping", standalone_mode=False)


def _free(host: str, port: int) -> None:
    """Refuse an address that something else has, before anything heavy starts."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise InputError(
            f"--host {host} --port {port} cannot be used ({error.strerror or error}); choose another port, such as "
            f"--port {port + 1 if port < 65535 else 8765}"
        ) from None
