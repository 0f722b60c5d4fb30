"""`python -m tests.benchmarks.intake_server ours|raw [DATABASE]`: a server that tells its CPU time when it is asked.

Prints its port, then answers each line on standard input with the CPU seconds it has used.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

import uvicorn

from engine.app import build_api, build_parts
from engine.settings import Settings

from .measuring import cpu


async def raw(scope: Any, receive: Any, send: Any) -> None:
    """The least that answers 200."""
    if scope["type"] == "lifespan":
        while True:
            told = await receive()
            await send({"type": f"{told['type']}.complete"})
            if told["type"] == "lifespan.shutdown":
                return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def ours(database: str) -> Any:
    """API and webhooks alone; the worker, which interprets later, is another process."""
    settings = Settings(_env_file=None, database_url=database)  # pyright: ignore[reportCallIssue]
    return build_api(build_parts(settings), with_worker=False)


def main() -> None:
    application = ours(sys.argv[2]) if sys.argv[1] == "ours" else raw
    server = uvicorn.Server(
        uvicorn.Config(application, host="127.0.0.1", port=0, log_level="warning", access_log=False)
    )

    def answer() -> None:
        while not server.started:
            time.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)
        while sys.stdin.readline():
            print(cpu(), flush=True)
        server.should_exit = True

    threading.Thread(target=answer, daemon=True).start()
    server.run()


if __name__ == "__main__":
    main()
