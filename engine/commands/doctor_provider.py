"""The doctor at the provider: are our credentials accepted, does it know our webhook, are its templates the ones we hold."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy import Engine

from engine.clock import Clock
from engine.commands.finding import Finding
from engine.commands.words import say
from engine.masking import masked
from engine.providers.abilities import ListsWebhooks, RegisteredWebhook
from engine.providers.base import Provider, ProviderError, ProviderTemplate
from engine.providers.registry import open_provider
from engine.settings import Settings
from storage import templates
from storage.database import reading

NEEDED = frozenset({"MESSAGE_INBOUND", "MESSAGE_DELIVERY", "MESSAGE_SUBMIT", "OPT_IN", "OPT_OUT"})


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
        if isinstance(provider, ListsWebhooks):
            found.append(await _webhook(provider, settings))
        if engine is not None:
            found.append(await _templates(provider, engine))
        return found
    finally:
        await provider.close()


async def _webhook(provider: ListsWebhooks, settings: Settings) -> Finding:
    """Whether one that is registered leads to us and tells what we need."""
    name, address = say("Webhook", "Webhook"), settings.webhook_address() or settings.webhook_path()
    try:
        ours = [it for it in await provider.list_webhooks() if it.target.endswith(address)]
    except ProviderError as problem:
        return Finding("webhook", name, "look", masked(str(problem)))
    missing = NEEDED - {trigger for webhook in ours for trigger in _told_by(webhook)}
    if not missing:
        return Finding("webhook", name, "ok", ours[0].target)
    if not ours:
        return Finding("webhook", name, "broken", say(f"aucun ne mène à {address}", f"none leads to {address}"),
                       say("enregistrez-le chez le fournisseur", "register it at the provider"))  # fmt: skip
    what = ", ".join(sorted(missing))
    return Finding("webhook", name, "broken", say(f"il ne dit pas {what}", f"it does not tell {what}"), say(
        "choisissez ces déclencheurs et le type HTTP", "choose these triggers and the target type HTTP"
    ))  # fmt: skip


def _told_by(webhook: RegisteredWebhook) -> Sequence[str]:
    return webhook.triggers if webhook.is_posted else ()


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
