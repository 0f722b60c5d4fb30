"""`parcours webhook`: where the provider posts, and letting it post to us."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from engine.clock import system_clock
from engine.commands.words import say
from engine.providers.abilities import RegisteredWebhook, RegistersWebhooks, Registration
from engine.providers.base import Misconfigured
from engine.providers.registry import open_provider
from engine.settings import Settings, load_settings

Answer = TypeVar("Answer")
NEWS = {
    "messages": ("messages", "messages"),
    "templates": ("modèles et numéro", "templates and number"),
}
ACTS = {
    "kept": ("déjà en place", "in place already"),
    "added": ("ajouté", "added"),
    "repaired": ("réparé", "repaired"),
    "failed": ("pas fait", "not done"),
}


def show() -> int:
    """One line a webhook. 1 when none brings messages to us, or one of ours lacks something."""
    settings = load_settings()
    address = our_address(settings)
    found = asyncio.run(_ask(settings, lambda provider: provider.list_webhooks(address)))
    print("\n".join(_line(hook, address) for hook in found) or say("Aucun webhook.", "No webhook."))
    is_heard = any(hook.news == "messages" and hook.address in ("", address) for hook in found)
    return 0 if is_heard and not any(hook.lacks for hook in found) else 1


def register() -> int:
    """Register what is missing, repair what is wrong. 1 when something could not be done."""
    settings = load_settings()
    address = our_address(settings)
    done = asyncio.run(_ask(settings, lambda provider: provider.register_webhooks(address)))
    print("\n".join(line for one in done for line in _told(one)))
    return 1 if any(one.act == "failed" for one in done) else 0


def our_address(settings: Settings) -> str:
    """Where a provider reaches our webhook; the sandbox, which runs on this machine, also without a public address. Raises
    Misconfigured."""
    if settings.webhook_address():
        return settings.webhook_address()
    if settings.provider == "sandbox":
        return f"http://{settings.local_host()}:{settings.api_port}{settings.webhook_path()}"
    raise Misconfigured(say(
        "PARCOURS_PUBLIC_URL manque : donnez l'adresse https par laquelle le fournisseur joint cette machine.",
        "PARCOURS_PUBLIC_URL is missing: give the https address by which the provider reaches this machine.",
    ))  # fmt: skip


async def _ask(settings: Settings, ask: Callable[[RegistersWebhooks], Awaitable[Answer]]) -> Answer:
    provider = open_provider(settings, system_clock)
    try:
        if not isinstance(provider, RegistersWebhooks):
            raise Misconfigured(f"{settings.provider} is told in its own console where to post.")
        return await ask(provider)
    finally:
        await provider.close()


def _line(hook: RegisteredWebhook, address: str) -> str:
    own = say("adresse de l'application, dans sa console", "the app's own address, in its console")
    shown = f"{say(*NEWS[hook.news])}: {hook.address or own}"
    if hook.lacks:
        return f"{shown}  {say('à réparer', 'to repair')}: {hook.lacks}"
    return shown if hook.address in ("", address) else f"{shown}  {say('à quelqu’un d’autre', 'somebody else’s')}"


def _told(done: Registration) -> list[str]:
    before = f" ({say('avant', 'before')}: {done.before})" if done.before else ""
    address = f" {done.address}" if done.address else ""
    line = f"{say(*NEWS[done.news])}: {say(*ACTS[done.act])}{address}{before}"
    return [line, *([done.note] if done.note else [])]
