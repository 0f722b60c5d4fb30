"""Commands about what stands at the provider: templates, webhooks, and files that it fetches from us."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

templates = typer.Typer(help="Message templates at the provider; alone, list them with their status.")


@templates.callback(invoke_without_command=True)
def list_templates(context: typer.Context) -> None:
    """Message templates at the provider; alone, list them with their status and the reason of a refusal."""
    if context.invoked_subcommand is None:
        from engine.commands.templates import list_known

        raise typer.Exit(list_known())


@templates.command()
def push(file: Annotated[Path, typer.Argument(help="Templates as a YAML file.")]) -> None:
    """Check templates and submit for review what is new or changed. Ends with 1 when one could not be submitted, 2 when the file cannot be read."""
    from engine.commands.templates import push_file

    raise typer.Exit(push_file(file))


webhook = typer.Typer(help="Where the provider posts; alone, show it.")


@webhook.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """Where the provider posts; alone, show it. Ends with 1 when messages do not reach us."""
    if context.invoked_subcommand is None:
        from engine.commands.webhooks import show as show_webhooks

        raise typer.Exit(show_webhooks())


@webhook.command()
def register() -> None:
    """Let the provider post to PARCOURS_PUBLIC_URL, and repair a wrong address. May be run again."""
    from engine.commands.webhooks import register as register_webhooks

    raise typer.Exit(register_webhooks())


media = typer.Typer(help="Files of messages, served under PARCOURS_PUBLIC_URL; alone, list them.")


@media.callback(invoke_without_command=True)
def list_media(context: typer.Context) -> None:
    """Files of messages, served under PARCOURS_PUBLIC_URL; alone, list them."""
    if context.invoked_subcommand is None:
        from engine.commands.media import list_kept

        raise typer.Exit(list_kept())


@media.command()
def add(files: Annotated[list[Path], typer.Argument(help="Pictures, films or documents.")]) -> None:
    """Keep files and print the addresses to write into a journey. Ends with 1 when WhatsApp would not take one."""
    from engine.commands.media import add as add_files

    raise typer.Exit(add_files(files))


def add_to(app: typer.Typer) -> None:
    """Under the names `templates`, `webhook` and `media`."""
    app.add_typer(media, name="media")
    app.add_typer(templates, name="templates")
    app.add_typer(webhook, name="webhook")
