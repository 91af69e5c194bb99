"""Start the server, as `samskaping dashboard` does."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterable

from agents.errors import InputError
from dashboard.server import assets, options
from dashboard.workers.quota import quota
from experiments.errors import why
from samskaping.command import USUAL
from samskaping.language import SOURCE, Language, Message, Translatable


def serve(
    host: str,
    port: int,
    open_browser: bool,
    workers: int | None = None,
    *,
    root_path: str | None = None,
    hosts: Iterable[str] = (),
    origins: Iterable[str] = (),
    frames: Iterable[str] = (),
    language: Language = SOURCE,
) -> None:
    """Serve the dashboard until interrupted; say in a language where it is, and how to end it.

    `root_path` is the server's path behind a proxy; `hosts`, `origins` and `frames` are allowed beside the server's own
    (see `dashboard.server.options`). Raises `InputError` for a value or an address that cannot be used.
    """
    given = {
        options.ROOT_PATH: root_path or "",
        options.ALLOW_HOST: ",".join(hosts),
        options.ALLOW_ORIGIN: ",".join(origins),
        options.ALLOW_FRAME: ",".join(frames),
    }
    given = {name: value for name, value in given.items() if value}
    gc.set_threshold(*USUAL)
    chosen = options.read({**os.environ, **given})
    _free(host, port)
    quota()  # refuses a bad setting before anything heavy starts
    os.environ.update(given)
    os.environ[options.ROOT_PATH] = chosen.root_path
    if workers is not None:
        os.environ["SAMSKAPING_DASHBOARD_WORKERS"] = str(workers)
    from solara.__main__ import cli

    print(started(host, port).text(language), flush=True)
    arguments = ["run", "dashboard.app", "--host", host, "--port", str(port), "--production", "--no-check-version"]
    _end_on_signals()
    try:
        cli.main([*arguments, "--open" if open_browser else "--no-open"], prog_name="samskaping", standalone_mode=False)
    finally:
        assets.remove()


def started(host: str, port: int) -> Message:
    """Return where a browser finds the dashboard, and how to end it."""
    if host in ("0.0.0.0", "::", ""):
        return Message(
            "The dashboard starts at http://localhost:{port}. Others on the network write this machine's name or "
            "address in place of localhost. Ctrl-C ends it.",
            port=str(port),
        )
    address = f"[{host}]" if ":" in host else host
    return Message("The dashboard starts at http://{address}:{port}. Ctrl-C ends it.", address=address, port=str(port))


def _end_on_signals() -> None:
    """Let a signal that ends the server end it as an exception, so that it tidies up. Only the main thread may ask."""
    if threading.current_thread() is not threading.main_thread():
        return

    def end(number: int, _: object) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    if hasattr(signal, "SIGHUP"):  # the terminal was closed; the server ends as on SIGTERM, in order
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


_REFUSED = {
    errno.EADDRINUSE: Message("another program uses that port"),
    errno.EADDRNOTAVAIL: Message("this machine does not have that address"),
    errno.EACCES: Message("you have no permission to use that port"),
}


def _why_not(error: OSError) -> Translatable | str:
    """Return why the system refused an address; a rare reason in the system's own words."""
    if isinstance(error, socket.gaierror):
        return Message("no machine with that name is known")
    return _REFUSED.get(error.errno or 0) or why(error)


def _free(host: str, port: int) -> None:
    """Refuse an address that something else has, before anything heavy starts."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            raise InputError(
                "--host {host} --port {port} cannot be used ({reason}); choose another host, such as --host 127.0.0.1",
                host=host,
                port=str(port),
                reason=_why_not(error),
            ) from None
        other = port + 1 if port < 65535 else 8765
        raise InputError(
            "--host {host} --port {port} cannot be used ({reason}); choose another port, such as --port {other}",
            host=host,
            port=str(port),
            reason=_why_not(error),
            other=str(other),
        ) from None
