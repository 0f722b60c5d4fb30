"""`parcours inbox …`: the commands for events that were put aside."""

from __future__ import annotations

from typing import Annotated

import typer

inbox = typer.Typer(no_args_is_help=True, help="Events that could not be handled: look at them, try them again.")


@inbox.command("list")
def list_() -> None:
    """List what was put aside, the newest first: number, when, source, reason. Ends with 1 when there is some."""
    from engine.commands.inbox import list_asides

    raise typer.Exit(list_asides())


@inbox.command()
def show(
    event: Annotated[int, typer.Argument(help="Its number, as `list` prints it.")],
    unmasked: Annotated[
        bool, typer.Option("--unmasked", help="With phone numbers, addresses and names as they came.")
    ] = False,
) -> None:
    """Print one event, what arrived and what was understood, with phone numbers and addresses masked."""
    from engine.commands.inbox import show

    raise typer.Exit(show(event, unmasked=unmasked))


@inbox.command()
def replay(
    events: Annotated[list[int] | None, typer.Argument(help="Their numbers.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that stands aside.")] = False,
) -> None:
    """Try events again, after the cause was mended. Ends with 2 when one of them cannot be tried."""
    from engine.commands.inbox import replay

    if bool(events) == everything:
        raise typer.BadParameter("name the events, or give --all")
    raise typer.Exit(replay(events or [], everything=everything))
