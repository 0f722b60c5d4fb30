"""`parcours media`: files of messages, served under the public address."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from engine.clock import system_clock
from engine.commands.opening import opened_database
from engine.commands.words import say
from engine.ids import new_token
from engine.media.keeping import address_of, keep
from engine.media.kinds import NotMedia
from engine.providers.base import Misconfigured
from engine.settings import load_settings
from storage import media
from storage.database import reading, writing


def add(files: Sequence[Path]) -> int:
    """Keep each file and print the address to write into a journey. 1 when WhatsApp would not take one."""
    address, code = _public_url(), 0
    with opened_database() as engine:
        for path in files:
            with writing(engine) as connection:
                kept = keep(
                    connection, name=path.name, content=path.read_bytes(), new_token=new_token, at=system_clock()
                )
            if isinstance(kept, NotMedia):
                print(say(kept.french, kept.english), file=sys.stderr)
                code = 1
            else:
                print(f"{path}: {address_of(kept, address)}")
    return code


def list_kept() -> int:
    """One line a file, the newest first."""
    address = load_settings().public_url or ""
    with opened_database() as engine, reading(engine) as connection:
        kept = media.list_files(connection)
    lines = [f"{file.name}  {file.kind}  {file.size} B  {address_of(file, address)}" for file in kept]
    print("\n".join(lines) or say("Aucun fichier.", "No file."))
    return 0


def _public_url() -> str:
    """Raises Misconfigured."""
    public_url = load_settings().public_url
    if public_url:
        return public_url
    raise Misconfigured(say(
        "PARCOURS_PUBLIC_URL manque : sans adresse publique, WhatsApp ne peut pas chercher le fichier.",
        "PARCOURS_PUBLIC_URL is missing: without a public address WhatsApp cannot fetch the file.",
    ))  # fmt: skip
