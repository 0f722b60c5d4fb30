"""`parcours`: everything on one machine, or each part alone; journeys as files; what is configured."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine import cli_provider
from engine.cli_inbox import inbox
from engine.errors import explain

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
database = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(database, name="db")
cli_provider.add_to(app)
app.add_typer(inbox, name="inbox")

Files = Annotated[list[Path], typer.Argument(help="Journeys as YAML files.")]
FilesWithStories = Annotated[list[Path], typer.Argument(help="Journeys and their stories as YAML files.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print a list for programs.")]
HouseHours = Annotated[
    str | None, typer.Option(help="Quiet hours of the whole house, such as 21:00-08:00; none if left out.")
]
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
def check(
    files: Files,
    templates: Annotated[
        Path | None,
        typer.Option(
            help="Your library as JSON: name, language, category, status, components; rules about templates speak then."
        ),
    ] = None,
    audience: Annotated[
        Path | None,
        typer.Option(
            help="Who gets it, as CSV like that of forecast; rules about languages, countries and missing values speak then."
        ),
    ] = None,
    quiet_hours: HouseHours = None,
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Say what would go wrong for a customer. Ends with 1 when there is an error, 2 when a file cannot be read."""
    from engine.commands.checking import check_files

    raise typer.Exit(check_files(
        files, as_json=as_json, language=language, templates=templates, audience=audience, quiet_hours=quiet_hours
    ))  # fmt: skip


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
def forecast(
    file: Annotated[Path, typer.Argument(help="A journey as a YAML file.")],
    audience: Annotated[
        Path | None,
        typer.Option(help="People as CSV: whatsapp or phone, name, language, timezone, consent, event.…, attributes."),
    ] = None,
    people: Annotated[int | None, typer.Option(min=1, max=1_000_000, help="Or so many made-up people.")] = None,
    country: Annotated[str, typer.Option(help="Of made-up people, and of the one passage.")] = "FR",
    at: Annotated[
        str | None, typer.Option(help="When it starts, such as 2026-12-01T10:00; UTC without an offset.")
    ] = None,
    start: Annotated[str, typer.Option(help="By which start they enter: its id; the first one if left out.")] = "",
    over: Annotated[str, typer.Option(help="Over how long they enter, such as 8h; all at once if left out.")] = "0s",
    throughput: Annotated[float, typer.Option(min=0.01, max=10_000, help="Messages a second of the sender.")] = 20.0,
    daily_limit: Annotated[
        int | None, typer.Option(min=1, help="People a 24 hours outside their window: the portfolio's limit.")
    ] = None,
    replies: Annotated[
        list[str] | None,
        typer.Option(help="An assumption: answer.yes=40% or answer.yes=20%..40%..60%; may be repeated."),
    ] = None,
    templates: Annotated[
        Path | None, typer.Option(help="Templates as JSON: name, language, category, components.")
    ] = None,
    sms_price: Annotated[
        list[str] | None, typer.Option(help="Price of one part of an SMS: 0.05 or FR=0.05; may be repeated.")
    ] = None,
    free_sessions: Annotated[
        int | None, typer.Option(min=0, help="Free replies that still cost nothing this month; 1000 if left out.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed, the same forecast.")] = 1,
    quiet_hours: HouseHours = None,
    as_json: AsJson = False,
    language: Language = None,
) -> None:
    """Say what a journey costs and how long it takes: for one customer, and for an audience on a virtual clock. Ends with 2 when something given cannot be used."""
    from engine.commands.forecasting import Asked, forecast_file

    asked = Asked(
        audience, people, country, at, start, over, throughput, daily_limit, replies or (), templates, sms_price or (),
        free_sessions, seed, as_json, quiet_hours,
    )  # fmt: skip
    raise typer.Exit(forecast_file(file, asked, language=language))


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
def import_(files: FilesWithStories) -> None:
    """Take journeys in as drafts; a journey that is there gets a new draft. A story's file is kept with its journey. Ends with 1 when a file is faulty, 2 when one cannot be read."""
    from engine.commands.exchange import import_files

    raise typer.Exit(import_files(files))


@app.command()
def export(
    key: str,
    draft: Annotated[bool, typer.Option("--draft", help="The draft, not what is live.")] = False,
    to: Annotated[Path | None, typer.Option(help="Write it into this folder, with its stories beside it.")] = None,
) -> None:
    """Print a journey as a YAML file."""
    from engine.commands.exchange import export_journey

    raise typer.Exit(export_journey(key, draft=draft, to=to))


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
def doctor(as_json: AsJson = False) -> None:
    """Say what is configured, reachable, late and missing, with the remedy. Ends with 1 when something is broken."""
    from engine.commands.doctor import examine

    raise typer.Exit(examine(as_json=as_json))


@app.command()
def unconfirmed(
    resend: Annotated[str | None, typer.Option(help="Send this message again; it may arrive twice.")] = None,
    drop: Annotated[str | None, typer.Option(help="Give this message up; its journey goes on.")] = None,
) -> None:
    """List sends of which nobody knows what became, and why, or settle one. Ends with 1 when some are open."""
    from engine.commands.unconfirmed import list_open, settle

    if resend and drop:
        raise typer.BadParameter("--resend and --drop exclude each other")
    chosen = resend or drop
    raise typer.Exit(settle(chosen, resend=bool(resend)) if chosen else list_open())


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
