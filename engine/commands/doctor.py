"""`parcours doctor`: what is configured, reachable, late and missing, each with its remedy. It prints no secret."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import httpx
import orjson

from engine.app import api_token
from engine.clock import system_clock
from engine.commands.doctor_database import database_findings
from engine.commands.doctor_provider import provider_findings
from engine.commands.doctor_work import work_findings
from engine.commands.finding import SIGNS, Finding
from engine.commands.words import say
from engine.masking import masked
from engine.providers.base import ProviderError
from engine.settings import Settings, load_settings

SHORT = 16
"""A token of fewer characters can be guessed."""


def examine(*, as_json: bool = False) -> int:
    """Print one line a finding, or a list for programs; 1 when something is broken."""
    findings = list(_findings(load_settings()))
    print(orjson.dumps([asdict(it) for it in findings]).decode() if as_json else "\n".join(_lines(findings)))
    return 1 if any(finding.level == "broken" for finding in findings) else 0


def _lines(findings: Sequence[Finding]) -> Iterator[str]:
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        yield f"{SIGNS[finding.level]} {finding.name:<{width}}  {finding.sentence}"
        if finding.remedy:
            yield f"  {'':<{width}}  → {finding.remedy}"


def _findings(settings: Settings) -> Iterator[Finding]:
    engine, found = database_findings(settings, system_clock)
    yield from found
    yield from provider_findings(settings, engine, system_clock)
    if engine is not None:
        yield from work_findings(engine, settings.provider, system_clock())
        engine.dispose()
    yield _token(settings)
    yield _webhook_secrets(settings)
    yield _api(settings)
    yield _public_url(settings)


def _token(settings: Settings) -> Finding:
    name = say("Jeton de l'API", "API token")
    try:
        token = api_token(settings)
    except ProviderError as problem:
        return Finding("api_token", name, "broken", str(problem))
    if settings.api_token is None:
        return Finding("api_token", name, "ok", say("celui du bac à sable", "the sandbox's"))
    if settings.provider != "sandbox" and len(token) < SHORT:
        return Finding("api_token", name, "look", say("configuré, mais court", "configured, but short"),
                       say("prenez au moins 16 caractères au hasard", "take at least 16 random characters"))  # fmt: skip
    return Finding("api_token", name, "ok", say("configuré", "configured"))


def _webhook_secrets(settings: Settings) -> Finding:
    name, count = say("Secrets du webhook", "Webhook secrets"), len(settings.webhook_secrets())
    setting = (
        "PARCOURS_WHATSAPP_APP_SECRET" if settings.provider == "whatsapp_cloud" else "PARCOURS_SINCH_WEBHOOK_SECRET"
    )
    if count == 1:
        return Finding("webhook_secrets", name, "ok", say("un", "one"))
    if count > 1:
        return Finding("webhook_secrets", name, "look", say(f"{count} valent en même temps", f"{count} count at once"), say(
            f"après le changement chez le fournisseur, retirez l'ancien de {setting}",
            f"once it is changed at the provider, remove the old one from {setting}",
        ))  # fmt: skip
    if settings.provider == "sandbox":
        return Finding("webhook_secrets", name, "ok", say("celui du bac à sable", "the sandbox's"))
    return Finding("webhook_secrets", name, "broken", say("aucun : chaque webhook est refusé", "none: every webhook is refused"),
                   say(f"réglez {setting}", f"set {setting}"))  # fmt: skip


def _api(settings: Settings) -> Finding:
    url = f"http://{settings.local_host()}:{settings.api_port}/readyz"
    try:
        answer = httpx.get(url, timeout=8, trust_env=False)
        reason = answer.json().get("reason")
    except (httpx.HTTPError, ValueError):
        return Finding("api", "API", "broken", say(f"rien ne répond à {url}", f"nothing answers at {url}"),
                       say("lancez « parcours up » ou « parcours api »", "run “parcours up” or “parcours api”"))  # fmt: skip
    if answer.status_code == 200:
        return Finding("api", "API", "ok", say(f"répond à {url}", f"answers at {url}"))
    return Finding("api", "API", "broken", masked(str(reason)))


def _public_url(settings: Settings) -> Finding:
    name, real = say("Adresse publique", "Public address"), settings.provider != "sandbox"
    if settings.public_url and (settings.public_url.startswith("https://") or not real):
        return Finding("public_url", name, "ok", settings.webhook_address())
    if settings.public_url:
        return Finding("public_url", name, "broken", settings.webhook_address(), say(
            "elle doit commencer par https:// (PARCOURS_PUBLIC_URL)", "it must begin with https:// (PARCOURS_PUBLIC_URL)"
        ))  # fmt: skip
    if not real:
        return Finding(
            "public_url", name, "ok", say("aucune, le bac à sable n'en a pas besoin", "none, the sandbox needs none")
        )
    who, path = "WhatsApp" if settings.provider == "whatsapp_cloud" else "Sinch", settings.webhook_path()
    return Finding("public_url", name, "broken", say(f"aucune ; {who} doit pouvoir joindre {path}", f"none; {who} must reach {path}"),
                   say("réglez PARCOURS_PUBLIC_URL", "set PARCOURS_PUBLIC_URL"))  # fmt: skip
