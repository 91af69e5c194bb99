"""The protection of the dashboard: its options, which origins it allows, and that no server starts without it."""

import asyncio

import pytest

pytest.importorskip("solara", reason="the dashboard's packages are not installed")

from solara.server import settings
from starlette.applications import Starlette
from starlette.datastructures import Headers

from dashboard.server import guard, install, options, policy


def test_a_server_that_cannot_be_protected_does_not_start(monkeypatch):
    """As if another version of Starlette kept what it calls somewhere else."""

    class Changed(Starlette):
        async def __call__(self, scope, receive, send):
            await self.build_middleware_stack()(scope, receive, send)

    monkeypatch.setattr("solara.server.starlette.app", Changed())
    with pytest.raises(RuntimeError, match="cannot be protected"):
        install.install()


def test_options_that_cannot_be_used_are_refused():
    for name, values in (
        (options.ROOT_PATH, ("x", "//a.invalid", "/a//b", "/a/../b", '/"><script>', "/a b", "/a?b", "/" + "a" * 300)),
        (options.ALLOW_HOST, ("http://a", "a/b", "<b>", "*", "a:b")),
        (options.ALLOW_ORIGIN, ("a", "null", "*", "ftp://a", "https://a/b", "https://")),
        (options.ALLOW_FRAME, ("a", "https://a;script-src")),
    ):  # fmt: skip
        for value in values:
            with pytest.raises(options.InputError) as error:
                options.read({name: value})
            assert name in str(error.value) and error.value.text("nb") != str(error.value), value
    good = options.read(
        {options.ROOT_PATH: " /a/b-c/ ", options.ALLOW_HOST: "A.example.no:443, [::1]", "SERVER_NAME": "0.0.0.0"}
    )
    assert good.root_path == "/a/b-c" and good.hosts == {"a.example.no", "::1"}


def test_a_server_for_others_answers_to_its_numbers_and_names():
    mine, everybody = options.read({}), options.read({"SERVER_NAME": "0.0.0.0"})
    name = sorted(options.own_names())[0]
    assert everybody.answers_to("192.0.2.1") and everybody.answers_to("2001:db8::1") and everybody.answers_to(name)
    assert not everybody.answers_to("elsewhere.invalid")
    assert not mine.answers_to("192.0.2.1")
    assert options.read({options.ALLOW_HOST: "a.example.no"}).answers_to("a.example.no")


def test_origins_are_compared_with_the_host_as_browsers_write_both():
    async def nothing(scope, receive, send):
        raise AssertionError

    guarding = guard.Guard(nothing, options.read({options.ALLOW_ORIGIN: "https://www.example.no"}), str)
    for scheme, host, origin, allowed in (
        ("ws", "a.no", "http://a.no", True), ("ws", "a.no:80", "http://a.no", True),
        ("wss", "a.no", "https://A.no", True), ("wss", "a.no:443", "https://a.no", True),
        ("ws", "a.no", "https://a.no", True), ("wss", "a.no", "http://a.no", False),
        ("ws", "a.no", "http://a.no:8", False), ("ws", "a.no:8", "http://a.no", False),
        ("ws", "[::1]:8", "http://[::1]:8", True), ("ws", "a.no", "http://b.a.no", False), ("ws", "a.no", "", False),
        ("wss", "inside:8765", "https://www.example.no", True), ("ws", "inside:8765", "http://www.example.no", False),
        ("wss", "inside:8765", "https://www.example.no:444", False),
    ):  # fmt: skip
        headers = Headers({"host": host, "origin": origin})
        assert guarding._allows_origin({"scheme": scheme}, headers) is allowed, (scheme, host, origin)


@pytest.mark.parametrize(("mode", "rendered"), [("production", 1), ("development", 3)])
def test_the_page_is_rendered_once_to_hash_its_scripts(monkeypatch, mode, rendered):
    """Except while scripts are being written."""
    pages, sent = [], []

    def page():
        pages.append(f"<script>let version = {len(pages)}</script>")
        return pages[-1]

    async def inside(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(dict(message["headers"])[b"content-security-policy"].decode())

    monkeypatch.setattr(settings.main, "mode", mode)
    guarding = guard.Guard(inside, options.read({}), page)
    request = {
        "type": "http", "method": "GET", "scheme": "http", "path": "/", "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }  # fmt: skip
    for _ in range(3):
        asyncio.run(guarding(request, None, send))
    assert len(pages) == rendered and len(sent) == 3
    assert all(policy.script_hashes(html)[0] in answer for html, answer in zip(pages, sent))
    assert len(set(sent)) == rendered
