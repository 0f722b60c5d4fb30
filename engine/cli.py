"""`parcours`: everything on one machine, or each part alone; journeys as files; what is configured."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.errors import explain

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
database = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(database, name="db")

Files = Annotated[list[Path], typer.Argument(help="Journeys as YAML files.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print a list for programs.")]
Language = Annotated[str | None, typer.Option(help="fr or en; PARCOURS_LANGUAGE if left out.")]


@app.command()
def up() -> None:
    """Start everything on this machine: database, sandbox or provider, engine, designer, sample journeys."""
    from engine.commands.up import run_all

    raise typer.Exit(run_all())


@app.command()
def designer() -> None:
    """Start the designer alone."""
    from engine.commands.serve import run_designer

    raise typer.Exit(run_designer())


@app.command()
def api(
    with_worker: Annotated[bool, typer.Option("--with-worker", help="Advance and send in the same process.")] = False,
) -> None:
    """Start the API and the webhooks alone."""
    from engine.commands.serve import run_api

    raise typer.Exit(run_api(with_worker=with_worker))


@app.command()
def worker() -> None:
    """Start a worker alone: it advances journeys and sends messages."""
    from engine.commands.serve import run_worker

    raise typer.Exit(run_worker())


@app.command()
def sandbox() -> None:
    """Start the provider simulator alone. Its phone page is at /."""
    from engine.commands.serve import run_sandbox

    raise typer.Exit(run_sandbox())


@app.command()
def check(files: Files, as_json: AsJson = False, language: Language = None) -> None:
    """Say what would go wrong for a customer. Ends with 1 when there is an error, 2 when a file cannot be read."""
    from engine.commands.checking import check_files

    raise typer.Exit(check_files(files, as_json=as_json, language=language))


@app.command()
def rehearse(
    files: Annotated[list[Path], typer.Argument(help="Stories as YAML files.")],
    language: Language = None,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Also print the steps and ways that no story takes.")
    ] = False,
) -> None:
    """Play stories without sending anything. Ends with 1 when an expectation fails, 2 when a file cannot be read."""
    from engine.commands.rehearsing import rehearse_files

    raise typer.Exit(rehearse_files(files, language=language, coverage=coverage))


@app.command()
def explore(
    file: Annotated[Path, typer.Argument(help="A journey as a YAML file.")],
    seed: Annotated[int, typer.Option(help="The same seed, the same customers.")] = 1,
    customers: Annotated[int, typer.Option(min=1, max=100_000, help="How many try.")] = 400,
    promise: Annotated[str | None, typer.Option(help="Try this promise alone, such as inside_window.")] = None,
    language: Language = None,
) -> None:
    """Let generated customers try to break a journey; print the shortest conversation that does. Ends with 1 when one does."""
    from engine.commands.exploring import explore_file

    raise typer.Exit(explore_file(file, seed=seed, customers=customers, promise=promise, language=language))


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="The journey as it was.")],
    after: Annotated[Path, typer.Argument(help="The journey as it is now.")],
    story: Annotated[list[Path] | None, typer.Option(help="A story to play in both; may be repeated.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed, the same customers.")] = 1,
    customers: Annotated[int, typer.Option(min=0, max=100_000, help="How many meet both.")] = 200,
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Say what changes from one version to another: by step, and as conversations that go otherwise."""
    from engine.commands.comparing import diff_files

    raise typer.Exit(diff_files(
        before, after, stories=story or [], seed=seed, customers=customers, as_json=as_json, language=language
    ))  # fmt: skip


@app.command(name="import")
def import_(files: Files) -> None:
    """Take journeys in as drafts; a journey that is there gets a new draft. Ends with 1 when a file is faulty, 2 when one cannot be read."""
    from engine.commands.exchange import import_files

    raise typer.Exit(import_files(files))


@app.command()
def export(
    key: str, draft: Annotated[bool, typer.Option("--draft", help="The draft, not what is live.")] = False
) -> None:
    """Print a journey as a YAML file."""
    from engine.commands.exchange import export_journey

    raise typer.Exit(export_journey(key, draft=draft))


@app.command()
def publish(key: str) -> None:
    """Check a draft and put it live."""
    from engine.commands.exchange import publish_journey

    raise typer.Exit(publish_journey(key))


@app.command()
def schema() -> None:
    """Print the JSON Schema of journey files, format 1."""
    from engine.commands.exchange import print_schema

    raise typer.Exit(print_schema())


@app.command()
def doctor() -> None:
    """Say what is configured, reachable and missing. Ends with 1 when something is missing."""
    from engine.commands.doctor import examine

    raise typer.Exit(examine())


@database.command()
def upgrade(
    prepare: Annotated[
        bool, typer.Option("--prepare", help="Also add the first sender and, in an empty sandbox, the sample journeys.")
    ] = False,
) -> None:
    """Bring the database to the schema of this version."""
    from engine.commands.serve import upgrade_database

    raise typer.Exit(upgrade_database(prepare=prepare))


def main() -> None:
    """Run a command; a known problem is a sentence, never a stack of lines."""
    try:
        app()
    except Exception as problem:
        sentences = explain(problem)
        if sentences is None:
            raise
        for sentence in sentences:
            print(sentence, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
