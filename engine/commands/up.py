"""`parcours up`: everything on one machine, watched together, stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import types
from dataclasses import dataclass

import httpx

from engine.app import SANDBOX_TOKEN
from engine.commands.opening import opened_database
from engine.commands.starting import prepare_house
from engine.commands.words import say
from engine.settings import Settings, load_settings
from storage.database import open_database
from storage.upgrade import upgrade

READY_WITHIN = 90.0


@dataclass(slots=True)
class Part:
    """One process and the page that says it is ready."""

    name: str
    arguments: list[str]
    port: int
    ready_at: str
    process: subprocess.Popen[bytes] | None = None


def run_all() -> int:
    """Start, wait until all is ready, print the addresses, and stay until interrupted or a part ends."""
    settings = load_settings()
    parts = _parts(settings)
    if taken := [part for part in parts if _is_taken(settings.host, part.port)]:
        for part in taken:
            print(say(
                f"Le port {part.port} est déjà pris ({part.name}). Arrêtez l'autre programme ou changez {_variable(part)}.",
                f"Port {part.port} is taken ({part.name}). Stop the other program or change {_variable(part)}.",
            ), file=sys.stderr)  # fmt: skip
        return 1
    engine = open_database(settings.database_url)
    upgrade(engine)
    engine.dispose()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _run(parts, settings)
    except KeyboardInterrupt:
        print(say("\nArrêt…", "\nStopping…"))
        return 0
    finally:
        _stop(parts)


def _run(parts: list[Part], settings: Settings) -> int:
    """One after the other: the engine asks the provider at its start, the designer shows what the house holds."""
    for part in parts:
        if part.name == "designer":
            with opened_database() as engine:
                prepare_house(engine, settings)
        _start(part)
        if not _wait_until_ready(part):
            return 1
    _print_addresses(settings)
    return _watch(parts)


def _parts(settings: Settings) -> list[Part]:
    host = settings.local_host()
    command = [sys.executable, "-m", "engine.cli"]
    parts = [
        Part("api", [*command, "api", "--with-worker"], settings.api_port, f"http://{host}:{settings.api_port}/readyz"),
        Part("designer", [*command, "designer"], settings.designer_port,
             f"http://{host}:{settings.designer_port}/_stcore/health"),
    ]  # fmt: skip
    if settings.provider == "sandbox":
        sandbox = Part("sandbox", [*command, "sandbox"], settings.sandbox_port,
                       f"http://{host}:{settings.sandbox_port}/healthz")  # fmt: skip
        parts.insert(0, sandbox)
    return parts


def _start(part: Part) -> None:
    part.process = subprocess.Popen(part.arguments, start_new_session=True)  # noqa: S603 — our own command


def _wait_until_ready(part: Part) -> bool:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        if part.process is not None and part.process.poll() is not None:
            break
        try:
            if httpx.get(part.ready_at, timeout=2, trust_env=False).status_code == 200:
                return True
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    print(say(f"« {part.name} » ne démarre pas ; voir les lignes ci-dessus.",
              f"“{part.name}” does not start; see the lines above."), file=sys.stderr)  # fmt: skip
    return False


def _watch(parts: list[Part]) -> int:
    """A part that ends alone ends all: half a product is worse than none."""
    while True:
        for part in parts:
            if part.process is not None and part.process.poll() is not None:
                print(say(f"« {part.name} » s'est arrêté.", f"“{part.name}” has ended."), file=sys.stderr)
                return 1
        time.sleep(0.5)


def _stop(parts: list[Part]) -> None:
    running = [part.process for part in parts if part.process is not None and part.process.poll() is None]
    for process in running:
        _signal(process, signal.SIGTERM)
    deadline = time.monotonic() + 12
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def _print_addresses(settings: Settings) -> None:
    host = settings.local_host()
    print(say("\nOuvrez cette page :", "\nOpen this page:"), f"http://{host}:{settings.designer_port}")
    if settings.provider == "sandbox":
        print(
            say("Téléphone du bac à sable :", "Sandbox phone:"),
            f"http://{host}:{settings.sandbox_port}/?to=33600000001",
        )
    print(say("API et webhooks :", "API and webhooks:"), f"http://{host}:{settings.api_port}/api/docs")
    if settings.api_token is None and settings.provider == "sandbox":
        print(say("Jeton de l'API (bac à sable) :", "API token (sandbox):"), SANDBOX_TOKEN)
    print(say("Ctrl+C arrête tout.\n", "Ctrl+C stops everything.\n"), flush=True)


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _variable(part: Part) -> str:
    return f"PARCOURS_{part.name.upper()}_PORT"


def _interrupt(_number: int, _frame: types.FrameType | None) -> None:
    raise KeyboardInterrupt
