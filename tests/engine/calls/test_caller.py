"""One question to another system: over TLS to a server of our own, and over a made-up network."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import ThreadedResolver

from engine.calls.addresses import PublicResolver
from engine.calls.caller import LARGEST, Answer, Caller, Question
from engine.providers.transport import WatchedTransport, open_client

HOST = "suivi.example"
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")


def question(url: str = f"https://{HOST}/parcel", **changes: Any) -> Question:
    given: dict[str, Any] = {"method": "GET", "headers": {}, "body": None, "wait": dt.timedelta(seconds=5), **changes}
    return Question(url=url, **given)


def ask(handler: Any, asked: Question | None = None, hosts: tuple[str, ...] = (HOST,)) -> Answer:
    """Over a network that `handler` plays."""
    caller = Caller(hosts, httpx.AsyncClient(transport=httpx.MockTransport(handler)))
    return asyncio.run(caller.ask(asked or question()))


# What comes back -----------------------------------------------------------------------------------------------


def test_a_good_answer_is_read() -> None:
    assert ask(lambda _: httpx.Response(200, json={"state": "sent"})) == Answer("", 200, {"state": "sent"})


def test_a_post_carries_its_body_as_json_and_its_headers() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    done = ask(answer, question(method="POST", body={"order": "C-1"}, headers={"X-Shop": "é"}))

    assert done == Answer("", 204)
    assert json.loads(seen[0].content) == {"order": "C-1"}
    assert dict(seen[0].headers.raw)[b"X-Shop"] == "é".encode()
    assert seen[0].headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (httpx.Response(404), "http_404"),
        (httpx.Response(503, json={}), "http_503"),
        (httpx.Response(302, headers={"location": "https://elsewhere.example/"}), "redirect"),
        (httpx.Response(307, headers={"location": f"https://{HOST}/other"}), "redirect"),
        (httpx.Response(200, text="<html>"), "not_json"),
        (httpx.Response(200, content=b'"' + b"x" * LARGEST + b'"'), "too_large"),
    ],
)
def test_an_answer_that_cannot_be_used_says_why(response: httpx.Response, reason: str) -> None:
    assert ask(lambda _: response).reason == reason


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"http://{HOST}/", "not_https"),
        ("http://127.0.0.1/", "not_https"),
        ("ftp://suivi.example/", "not_https"),
        ("https://other.example/", "not_listed"),
        (f"https://{HOST}:8443/", "not_listed"),
        (f"https://{HOST}.evil.example/", "not_listed"),
        (f"https://{HOST}@evil.example/", "not_listed"),
        (f"https://user@{HOST}/", "not_listed"),
        ("https:///", "not_listed"),
        ("https://[::1/", "not_listed"),
    ],
)
def test_what_is_not_listed_is_never_asked(url: str, reason: str) -> None:
    asked: list[Any] = []

    answer = ask(lambda request: asked.append(request) or httpx.Response(200), question(url))

    assert (answer.reason, answer.unsent, asked) == (reason, True, [])


def test_a_listed_address_inside_is_never_asked() -> None:
    asked: list[Any] = []

    for host in ("127.0.0.1", "169.254.169.254", "[::1]", "2130706433"):
        answer = ask(asked.append, question(f"https://{host}/"), hosts=(host,))
        assert (answer.reason, answer.unsent) == ("private_address", True)
    assert asked == []


def test_hosts_are_told_apart_by_port_and_not_by_case() -> None:
    good = lambda _: httpx.Response(200, json=1)  # noqa: E731

    assert ask(good, question("https://SUIVI.example/")).reason == ""
    assert ask(good, question(f"https://{HOST}:443/")).reason == ""
    assert ask(good, question(f"https://{HOST}:8443/"), hosts=(f"{HOST}:8443",)).reason == ""


# Over the wire -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of its own for suivi.example."""
    folder = tmp_path_factory.mktemp("tls")
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run(
        [*command, "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True,
        capture_output=True,
    )
    return folder


class Server(ThreadingHTTPServer):
    """An https server on loopback that counts who connects."""

    connections = 0

    def get_request(self) -> Any:
        self.connections += 1
        return super().get_request()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({"host": self.headers["Host"]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture
def server(certificate: Path) -> Iterator[Server]:
    found = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    found.socket = context.wrap_socket(found.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()


class Pointing(ThreadedResolver):
    """Every name is on this machine, as after a rebinding."""

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> Any:
        return await super().resolve("127.0.0.1", port, family)


async def over_the_wire(server: Server, certificate: Path, *, allows: Any = None) -> Answer:
    rules = {"allows": allows} if allows else {}
    transport = WatchedTransport(
        connections=2, keep_alive=dt.timedelta(seconds=1), resolver=PublicResolver(resolver=Pointing(), **rules)
    )
    transport.ssl_context = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    port = server.server_address[1]
    caller = Caller((f"{HOST}:{port}",), open_client(transport=transport), **rules)
    try:
        return await caller.ask(question(f"https://{HOST}:{port}/parcel"))
    finally:
        await caller.close()


@needs_openssl
def test_the_certificate_is_checked_against_the_name_and_the_answer_read(server: Server, certificate: Path) -> None:
    answer = asyncio.run(over_the_wire(server, certificate, allows=lambda _address: True))

    assert (answer.reason, answer.status) == ("", 200)
    assert answer.body == {"host": f"{HOST}:{server.server_address[1]}"}


@needs_openssl
def test_a_name_that_leads_inside_is_not_even_connected_to(server: Server, certificate: Path) -> None:
    answer = asyncio.run(over_the_wire(server, certificate))

    assert (answer.reason, answer.unsent) == ("private_address", True)
    assert server.connections == 0


def test_a_host_that_refuses_connections_was_surely_not_asked() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    async def asked() -> Answer:
        resolver = PublicResolver(resolver=Pointing(), allows=lambda _address: True)
        transport = WatchedTransport(connections=1, keep_alive=dt.timedelta(seconds=1), resolver=resolver)
        caller = Caller((f"{HOST}:{port}",), open_client(transport=transport), lambda _address: True)
        try:
            return await caller.ask(question(f"https://{HOST}:{port}/"))
        finally:
            await caller.close()

    assert asyncio.run(asked()) == Answer("unreachable", unsent=True)


def test_an_answer_that_does_not_come_in_time_is_no_answer() -> None:
    async def slow(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(5)
        return httpx.Response(200)

    assert ask(slow, question(wait=dt.timedelta(milliseconds=50))).reason == "timeout"
