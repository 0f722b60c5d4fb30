"""`python prepared_commands.py`: commands in forks of one process that has read the program already; reading it costs each command
a second otherwise. One order a line on standard input, its exit code a line on standard output."""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

import engine.commands.checking
import engine.commands.comparing
import engine.commands.doctor
import engine.commands.exchange
import engine.commands.exploring
import engine.commands.rehearsing
import engine.commands.starting  # noqa: F401
from engine.cli import main


def serve() -> None:
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            become(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def become(order: dict[str, Any]) -> None:
    """The command, in its folder, with its environment and outputs; never returns."""
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    for descriptor, name in ((0, os.devnull), (1, order["out"]), (2, order["err"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), descriptor)
    sys.argv = ["parcours", *order["arguments"]]
    code: Any = 1
    try:
        code = main()
    except SystemExit as ended:
        code = ended.code
        if isinstance(code, str):
            print(code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1 if code else 0)


if __name__ == "__main__":
    serve()
