"""The doctor at the provider: are our credentials accepted, does it know our webhook, are its templates the ones we hold."""

from __future__ import annotations

import asyncio

from sqlalchemy import Engine

from engine.clock import Clock
from engine.commands.finding import Finding
from engine.commands.webhooks import our_address
from engine.commands.words import say
from engine.masking import masked
from engine.providers.abilities import RegistersWebhooks
from engine.providers.base import Provider, ProviderError, ProviderTemplate
from engine.providers.registry import open_provider
from engine.settings import Settings
from storage import templates
from storage.database import reading


def provider_findings(settings: Settings, engine: Engine | None, clock: Clock) -> list[Finding]:
    """What it answers; one line where it answers nothing. Its own words may name numbers, so they are masked."""
    try:
        return asyncio.run(_ask(settings, engine, clock))
    except ProviderError as problem:
        return [Finding("provider", _name(), "broken", f"{settings.provider}: {masked(str(problem))}")]


async def _ask(settings: Settings, engine: Engine | None, clock: Clock) -> list[Finding]:
    provider = open_provider(settings, clock)
    try:
        found = [Finding("provider", _name(), "ok", f"{settings.provider}: {await provider.check()}")]
        if isinstance(provider, RegistersWebhooks):
            found.append(await _webhook(provider, settings))
        if engine is not None:
            found.append(await _templates(provider, engine))
        return found
    finally:
        await provider.close()


async def _webhook(provider: RegistersWebhooks, settings: Settings) -> Finding:
    """Whether one that brings us messages is registered, and tells what we need."""
    name, mend = say("Webhook", "Webhook"), say("lancez `parcours webhook register`", "run `parcours webhook register`")
    try:
        address = our_address(settings)
        ours = [
            it for it in await provider.list_webhooks(address) if it.news == "messages" and it.address in ("", address)
        ]
    except ProviderError as problem:
        return Finding("webhook", name, "look", masked(str(problem)))
    if not ours:
        return Finding("webhook", name, "broken", say(f"aucun ne mène à {address}", f"none leads to {address}"), mend)
    if all(it.lacks for it in ours):
        lacks = ours[0].lacks
        return Finding("webhook", name, "broken", say(f"il lui manque : {lacks}", f"it lacks: {lacks}"), mend)
    return Finding("webhook", name, "ok", next(it.address for it in ours if not it.lacks) or address)


async def _templates(provider: Provider, engine: Engine) -> Finding:
    """Compared by name, language, status and category: what the engine asks before a template leaves."""
    name = say("Modèles", "Templates")
    listed = {(it.name, it.language): _facts(it) for it in await provider.list_templates()}
    with reading(engine) as connection:
        known = {(it.name, it.language): (it.status, it.category) for it in templates.list_templates(connection)}
    gone = {key for key, (status, _) in known.items() if status == "DISABLED"} - listed.keys()
    differ = [key for key in listed.keys() | (known.keys() - gone) if listed.get(key) != known.get(key)]
    if not listed:
        return Finding("templates", name, "look", say("aucun chez le fournisseur", "none at the provider"),
                       say("hors de la fenêtre de 24 h, rien ne peut partir", "outside the 24 hours nothing can leave"))  # fmt: skip
    if differ:
        return Finding("templates", name, "look", say(f"{len(differ)} ne sont pas à jour", f"{len(differ)} are not up to date"),
                       say("un worker les relit toutes les dix minutes", "a worker reads them every ten minutes"))  # fmt: skip
    return Finding("templates", name, "ok", say(f"{len(listed)}, à jour", f"{len(listed)}, up to date"))


def _facts(template: ProviderTemplate) -> tuple[str, str]:
    return template.status, template.category


def _name() -> str:
    return say("Fournisseur", "Provider")
