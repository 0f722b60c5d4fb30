"""`python -m tests.crash.engine_process`: imports everything once, then forks an engine or a sandbox for each order.

Orders come as JSON lines on standard input; each is answered by the process id of a real process that may be killed.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

import psycopg  # noqa: F401 — so that no child imports it again
import uvicorn
import uvicorn.lifespan.on
import uvicorn.protocols.http.httptools_impl
from pydantic import SecretStr

from engine.app import Parts, build_api, build_parts, running_worker
from engine.calls import work
from engine.commands.starting import SAMPLES
from engine.runner import start_runs
from engine.runner.unknowns import Patience
from engine.runner.worker import Worker
from engine.sandbox.app import create_app
from engine.sandbox.settings import ReceiptDelays, SandboxSettings
from engine.settings import Settings
from tests.scale.sown import SOWN

from .boundaries import Aim, Boundaries, watch_answers, watch_commits, watch_requests
from .elsewhere import beside, caller_of
from .mutants import MUTANTS

TOKEN, SECRET = "crash-token", "sandbox-webhook-secret"


def milliseconds(number: int) -> dt.timedelta:
    return dt.timedelta(milliseconds=number)


def run_engine(order: dict[str, Any]) -> None:
    """API and worker in one process, impatient, to be killed where `order` aims."""
    boundaries = Boundaries(Aim(order["number"], order["within"]), Path(order["trace"]))
    watch_commits(boundaries)
    watch_requests(boundaries)
    # A look-up is believed only when the sandbox had time to take in what was on the wire, on a busy machine too.
    impatient = Patience(ask_every=milliseconds(100), believe_absence_after=milliseconds(1000))
    work.CLAIM, start_runs.CHUNK = milliseconds(2000), 2  # so that a start of a few people takes several chunks
    if order["mutant"]:
        MUTANTS[order["mutant"]].sow()
    settings = Settings(
        _env_file=None, database_url=order["database"], sinch_api_url=order["sandbox"], api_token=SecretStr(TOKEN)
    )  # pyright: ignore[reportCallIssue]
    parts = build_parts(settings, sweep_every=0.2, dead_after=milliseconds(2000))
    parts.worker.patience = impatient
    parts.worker.caller = caller_of(order["sandbox"])
    serve(watch_answers(build_api(parts, with_worker=True), boundaries), order["port"])


def run_part(order: dict[str, Any]) -> None:
    """`api`, `worker` or `both`, as one of several processes; `trace` gets a line for each job that it runs."""
    if order["mutant"]:
        SOWN[order["mutant"]][0]()
    settings = Settings(
        _env_file=None, database_url=order["database"], sinch_api_url=order["sandbox"], api_token=SecretStr(TOKEN)
    )  # pyright: ignore[reportCallIssue]
    parts = build_parts(settings, dead_after=milliseconds(order["dead_after"]))
    parts.worker.patience = Patience(milliseconds(100), believe_absence_after=milliseconds(order["believe_after"]))
    trace_jobs(parts.worker, Path(order["trace"]))
    if order["part"] == "worker":
        asyncio.run(work_for_ever(parts))
    else:
        serve(build_api(parts, with_worker=order["part"] == "both"), order["port"])


def trace_jobs(worker: Worker, path: Path) -> None:
    """Its first line names the worker as the lanes know it."""
    run, trace = worker._run, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(trace, f"owner:{worker.leasing.owner if worker.leasing else ''}\n".encode())

    async def traced(name: str) -> None:
        os.write(trace, f"{name}\n".encode())
        await run(name)

    worker.queue._run = traced  # pyright: ignore[reportAttributeAccessIssue]


async def work_for_ever(parts: Parts) -> None:
    async with running_worker(parts):
        await asyncio.Event().wait()


def run_sandbox(order: dict[str, Any]) -> None:
    """The provider, and another system: they outlive the engine, and write what they accept to ledgers of their own, on disk."""
    provider = create_app(
        SandboxSettings(
            webhook_url=order["webhook"], webhook_secret=SECRET, retention=order["retention"],
            receipt_delays=ReceiptDelays(*(order["slowness"] * milliseconds(it) for it in (5, 10, 20, 30))),
            templates_path=SAMPLES / "templates.json", ledger_path=Path(order["ledger"]),
            callback_first_retry=milliseconds(20),
        )
    )  # fmt: skip
    serve(beside(provider, Path(order["elsewhere"])), order["port"])


def serve(application: Any, port: int) -> None:
    # asyncio's own loop: it hands bytes to the kernel at once, so that “written” means that they have left.
    uvicorn.run(application, host="127.0.0.1", port=port, log_level="error", access_log=False, loop="asyncio")


def become(order: dict[str, Any]) -> None:
    """The rest of this child's life."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        {"engine": run_engine, "part": run_part, "sandbox": run_sandbox}[order["play"]](order)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(1)


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel buries the children
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            become(json.loads(line))
        print(child, flush=True)
    os.killpg(0, signal.SIGKILL)  # whoever gave the orders has gone: nobody stays behind


if __name__ == "__main__":
    main()
