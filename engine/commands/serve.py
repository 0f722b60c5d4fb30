"""Each part alone: API and webhooks, worker, sandbox, designer, migrations."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from engine.app import Parts, build_api, build_parts, health_of, is_shared, keep_memory_quiet, running_worker
from engine.commands.opening import opened_database, shown_url, sole_worker
from engine.commands.starting import prepare_house
from engine.commands.words import say
from engine.logs import configure_libraries
from engine.settings import Settings, load_settings
from storage.database import open_database
from storage.upgrade import upgrade

SAMPLES = Path(__file__).parents[1] / "samples"


def run_api(*, with_worker: bool) -> int:
    """Serve until interrupted. The database must have the schema of this version."""
    settings = load_settings()
    configure_libraries()
    with opened_database():
        pass
    with sole_worker(settings.database_url) if with_worker else nullcontext():
        parts = build_parts(settings)
        keep_memory_quiet()
        _serve(build_api(parts, with_worker=with_worker), settings.host, settings.api_port)
    return 0


def run_worker() -> int:
    """Work until interrupted. On SQLite no other process can wake it up, so it sweeps more often."""
    settings = load_settings()
    configure_libraries()
    with opened_database():
        pass
    with sole_worker(settings.database_url):
        parts = build_parts(settings, sweep_every=1.0 if is_shared(settings.database_url) else 0.2)
        keep_memory_quiet()
        asyncio.run(_work_until_stopped(parts))
    return 0


async def _work_until_stopped(parts: Parts) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with running_worker(parts), _watched(parts):
        await stopped.wait()
    await parts.close()


@asynccontextmanager
async def _watched(parts: Parts) -> AsyncGenerator[None]:
    """Where PARCOURS_WORKER_PORT names a port: whether the worker lives, is ready, and what it counts."""
    settings = parts.settings
    if settings.worker_port is None:
        yield
        return
    pages = Starlette(routes=health_of(parts, with_tables=False).routes())
    server = _QuietServer(uvicorn.Config(
        pages, host=settings.host, port=settings.worker_port, log_config=None, log_level="warning", access_log=False, lifespan="off",
        timeout_graceful_shutdown=2,
    ))  # fmt: skip
    serving = asyncio.create_task(server.serve(), name="health")
    yield
    server.should_exit = True
    await serving


class _QuietServer(uvicorn.Server):
    """Leaves the signals to the worker."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def run_sandbox() -> int:
    """Serve the simulator until interrupted; its webhooks go to the API of this machine."""
    from engine.sandbox.app import create_app

    settings = load_settings()
    _serve(create_app(sandbox_settings(settings)), settings.host, settings.sandbox_port)
    return 0


def sandbox_settings(settings: Settings):
    """The simulator's side of the same credentials; it keeps messages, so that a look-up finds them."""
    from engine.sandbox.settings import SandboxSettings

    default = SandboxSettings()
    ledger = os.environ.get("PARCOURS_SANDBOX_LEDGER")
    return SandboxSettings(
        project_id=settings.sinch_project_id or default.project_id,
        app_id=settings.sinch_app_id or default.app_id,
        key_id=settings.sinch_key_id or default.key_id,
        key_secret=settings.sinch_key_secret.get_secret_value() if settings.sinch_key_secret else default.key_secret,
        webhook_url=os.environ.get("PARCOURS_SANDBOX_WEBHOOK_URL")
        or f"http://{settings.local_host()}:{settings.api_port}/webhooks/sinch",
        webhook_secret=(settings.webhook_secrets() or (default.webhook_secret,))[0],
        sender_number=settings.sinch_sender or default.sender_number,
        sender_name=settings.business_name,
        host=settings.host,
        port=settings.sandbox_port,
        templates_path=SAMPLES / "templates.json",
        ledger_path=Path(ledger) if ledger else None,
        retention="conversation",
    )


def run_designer() -> int:
    """Serve the designer until interrupted; it needs the packages of the extra `designer`."""
    with opened_database():
        pass
    return subprocess.call([sys.executable, "-m", "designer"])


def upgrade_database(*, prepare: bool = False) -> int:
    """Apply the migrations that are missing; `prepare`: add what `parcours up` adds to a new house."""
    settings = load_settings()
    engine = open_database(settings.database_url)
    applied = upgrade(engine)
    if prepare:
        prepare_house(engine, settings)
    engine.dispose()
    where = shown_url(settings.database_url)
    if applied:
        print(say(f"{where} : {len(applied)} migration(s) appliquée(s) : {', '.join(applied)}.",
                  f"{where}: {len(applied)} migration(s) applied: {', '.join(applied)}."))  # fmt: skip
    else:
        print(say(f"{where} : déjà à jour.", f"{where}: up to date."))
    return 0


def _serve(application: ASGIApp, host: str, port: int) -> None:
    uvicorn.run(
        application,
        host=host,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
    )
