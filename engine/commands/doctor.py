"""`parcours doctor`: what is configured, reachable and missing, in words."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from sqlalchemy import make_url

from engine.app import api_token
from engine.clock import system_clock
from engine.commands.opening import shown_url
from engine.commands.words import say
from engine.errors import explain
from engine.providers.base import ProviderError
from engine.providers.registry import open_provider
from engine.settings import Settings, load_settings
from storage import journeys, templates
from storage.database import journal_mode, open_database, reading
from storage.senders import list_senders
from storage.upgrade import current, is_current


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what, whether it is well, and the sentence."""

    name: str
    well: bool
    sentence: str


def examine() -> int:
    """Print one line a finding; 1 when something is missing."""
    findings = list(_findings(load_settings()))
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        print(f"{'✓' if finding.well else '✗'} {finding.name:<{width}}  {finding.sentence}")
    return 0 if all(finding.well for finding in findings) else 1


def _findings(settings: Settings) -> Iterator[Finding]:
    yield from _database(settings)
    yield _provider(settings)
    yield _token(settings)
    yield _api(settings)
    yield _public_url(settings)


def _database(settings: Settings) -> Iterator[Finding]:
    name = say("Base de données", "Database")
    try:
        where, engine = shown_url(settings.database_url), open_database(settings.database_url)
        revision, up_to_date = current(engine), is_current(engine)
    except Exception as problem:
        yield Finding(name, False, " ".join(explain(problem) or [str(problem)]))
        return
    if revision is None:
        yield Finding(
            name,
            False,
            say(f"{where} est vide : lancez « parcours db upgrade ».", f"{where} is empty: run “parcours db upgrade”."),
        )
        return
    mode = (
        f", journal {journal_mode(sqlite3.sqlite_version_info)}"
        if make_url(settings.database_url).get_backend_name() == "sqlite"
        else ""
    )
    yield Finding(name, up_to_date, f"{where}, schema {revision}{mode}" + ("" if up_to_date else say(
        " : lancez « parcours db upgrade »", ": run “parcours db upgrade”")))  # fmt: skip
    if up_to_date:
        with reading(engine) as connection:
            senders, known = list_senders(connection), templates.list_templates(connection)
            live = [it for it in journeys.list_journeys(connection) if it.journey.state == "live"]
        yield Finding(say("Numéros", "Senders"), bool(senders), ", ".join(f"{row['key']} ({row['provider']})" for row in senders)
                      or say("aucun : « parcours up » crée le premier", "none: “parcours up” makes the first"))  # fmt: skip
        yield Finding(say("Modèles", "Templates"), bool(known), say(f"{len(known)} connus", f"{len(known)} known"))
        yield Finding(say("Parcours", "Journeys"), True, say(f"{len(live)} en ligne", f"{len(live)} live"))
    engine.dispose()


def _provider(settings: Settings) -> Finding:
    name = say("Fournisseur", "Provider")

    async def ask() -> str:
        provider = open_provider(settings, system_clock)
        try:
            return await provider.check()
        finally:
            await provider.close()

    try:
        return Finding(name, True, f"{settings.provider}: {asyncio.run(ask())}")
    except ProviderError as problem:
        return Finding(name, False, f"{settings.provider}: {problem}")


def _token(settings: Settings) -> Finding:
    name = say("Jeton de l'API", "API token")
    try:
        api_token(settings)
    except ProviderError as problem:
        return Finding(name, False, str(problem))
    own = settings.api_token is not None
    return Finding(
        name, True, say("configuré" if own else "celui du bac à sable", "configured" if own else "the sandbox's")
    )


def _api(settings: Settings) -> Finding:
    url = f"http://{settings.local_host()}:{settings.api_port}/readyz"
    try:
        answer = httpx.get(url, timeout=3, trust_env=False)
    except httpx.HTTPError:
        return Finding("API", False, say(f"rien ne répond à {url} : lancez « parcours up » ou « parcours api »",
                                         f"nothing answers at {url}: run “parcours up” or “parcours api”"))  # fmt: skip
    reason = answer.json().get("reason")
    return Finding("API", answer.status_code == 200, reason or say(f"répond à {url}", f"answers at {url}"))


def _public_url(settings: Settings) -> Finding:
    name = say("Adresse publique", "Public address")
    if settings.public_url:
        return Finding(name, settings.public_url.startswith("https://"), settings.webhook_address())
    needed = settings.provider != "sandbox"
    if not needed:
        return Finding(name, True, say("aucune, le bac à sable n'en a pas besoin", "none, the sandbox needs none"))
    who, path = "WhatsApp" if settings.provider == "whatsapp_cloud" else "Sinch", settings.webhook_path()
    return Finding(name, False, say(f"aucune ; {who} doit pouvoir joindre {path} (PARCOURS_PUBLIC_URL)",
                                    f"none; {who} must reach {path} (PARCOURS_PUBLIC_URL)"))  # fmt: skip
