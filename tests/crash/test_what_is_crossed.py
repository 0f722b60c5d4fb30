"""That the harness looks everywhere: each table the engine writes, each step, and each way out to another machine."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import aiohttp
import httpx
import pytest
from aiohttp.http import StreamWriter
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 — so that every table is known
from engine.journey.steps import STEP_TYPES
from engine.providers.transport import open_client, post_once

from .boundaries import Aim, Boundaries, tables_written, watch_requests
from .conftest import SCENES, Workshop

NOT_CROSSED = {
    "approved_template": "written when a journey goes live, and when a person lets a changed template go on",
    "audit_entry": "what people do at the designer; a running engine takes over nothing of it",
    "counted_link": "written in the transaction of a claim, where a public address is set; the scenes have none",
    "draft_edit": "written by the designer alone",
    "house_setting": "written by the designer, and by the commands",
    "journey": "written by the designer, and by the commands",
    "journey_version": "written by the designer, and by the commands",
    "media_file": "written by the commands",
    "media_piece": "written by the commands",
    "person": "written by the designer, and by the commands",
    "portfolio": "written when a number is added or its limit is told, before anything leaves",
    "segment": "a copy for the designer, written when a journey is published",
    "story": "written by the designer alone",
}
"""Tables that no scene crosses, and why."""


def test_every_table_is_crossed_by_a_scene_or_stands_in_the_list(workshop: Workshop) -> None:
    names = {name for scene in SCENES for name in workshop.run_undisturbed(scene, "sqlite").crossed}

    crossed = {
        table for name in names if name.startswith("commit ") for table in name[7:].rpartition(",")[0].split("+")
    }

    assert crossed | NOT_CROSSED.keys() == set(SQLModel.metadata.tables)
    assert crossed & NOT_CROSSED.keys() == set()


def test_every_type_of_step_is_taken_in_a_scene(workshop: Workshop) -> None:
    taken = set[str]()
    for scene in SCENES:
        steps = {
            (journey["key"], name): step["type"]
            for journey in scene.journeys
            for name, step in journey["steps"].items()
        }
        rows = workshop.run_undisturbed(scene, "sqlite").rows
        journey_of = {row["id"]: row["journey"] for row in rows["enrollment"]}
        taken |= {steps[journey_of[row["enrollment_id"]], row["step_id"]] for row in rows["step_event"]}

    assert taken == set(STEP_TYPES)


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        ("SELECT * FROM message FOR UPDATE", set[str]()),
        ("SELECT id FROM message WHERE text = 'UPDATE shard'", set[str]()),
        ("  insert into message (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET id = excluded.id", {"message"}),
        ('INSERT INTO "message" (id) SELECT id FROM shard', {"message"}),
        ("INSERT OR REPLACE INTO message VALUES (1)", {"message"}),
        ("REPLACE INTO message VALUES (1)", {"message"}),
        ("UPDATE public.message SET id = 1", {"message"}),
        ("UPDATE ONLY message SET id = 1", {"message"}),
        ("UPDATE OR IGNORE message SET id = 1", {"message"}),
        ('DELETE FROM "public"."message"', {"message"}),
        ("MERGE INTO message USING shard ON true WHEN MATCHED THEN DELETE", {"message"}),
        ("WITH due AS (SELECT id FROM shard FOR UPDATE SKIP LOCKED) UPDATE message SET id = 1 FROM due", {"message"}),
        ("WITH gone AS (DELETE FROM shard RETURNING *) INSERT INTO message SELECT * FROM gone", {"shard", "message"}),
        ("WITH due AS (SELECT 1) SELECT * FROM due", set[str]()),
    ],
)
def test_a_statement_that_writes_is_recognised(statement: str, tables: set[str]) -> None:
    assert tables_written(statement) == tables


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/way"
    server.shutdown()
    server.server_close()


async def by_our_client(url: str) -> None:
    async with open_client() as client:
        await post_once(client, url, content=b"x", headers={})


async def by_httpx(url: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        await client.post(url, content=b"x")


async def by_httpx_alone(url: str) -> None:
    with httpx.Client(trust_env=False) as client:
        client.post(url, content=b"x")


async def by_aiohttp(url: str) -> None:
    async with aiohttp.ClientSession() as session, session.post(url, data=b"x"):
        pass


@pytest.mark.parametrize("way", [by_our_client, by_httpx, by_httpx_alone, by_aiohttp])
def test_every_way_out_is_crossed_once(way: object, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for owner, name in (
        (httpx.HTTPTransport, "handle_request"), (httpx.AsyncHTTPTransport, "handle_async_request"),
        (aiohttp.ClientSession, "_request"), (StreamWriter, "write_eof"),
    ):  # fmt: skip
        monkeypatch.setattr(owner, name, getattr(owner, name))
    watch_requests(Boundaries(Aim(), tmp_path / "trace"))

    asyncio.run(way(url))  # pyright: ignore[reportCallIssue]

    crossed = Counter((tmp_path / "trace").read_text().splitlines())
    written = {"request POST way, written": 1} if way in (by_our_client, by_aiohttp) else {}
    assert crossed == {"request POST way, before": 1, **written, "request POST way, answered": 1}
