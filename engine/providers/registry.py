"""Providers by name, made from the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx

from engine.clock import Clock
from engine.providers.base import Misconfigured, Provider
from engine.providers.sinch.client import Sinch
from engine.providers.sinch.settings import SinchSettings
from engine.providers.transport import open_client
from engine.sandbox.settings import SandboxSettings
from engine.settings import Settings


def open_provider(settings: Settings, clock: Clock, client: httpx.AsyncClient | None = None) -> Provider:
    """The provider that `settings.provider` names; it owns `client` and closes it with itself.

    Raises Misconfigured naming every missing setting.
    """
    build = PROVIDERS.get(settings.provider)
    if build is None:
        known = ", ".join(PROVIDERS)
        raise Misconfigured(f"PARCOURS_PROVIDER is “{settings.provider}”; this version knows {known}.")
    return Sinch(build(settings), client or open_client(), clock)


def build_sinch(settings: Settings) -> SinchSettings:
    """Everything that Sinch needs, or Misconfigured."""
    secret = settings.sinch_key_secret.get_secret_value() if settings.sinch_key_secret else ""
    given = {
        "PARCOURS_SINCH_PROJECT_ID": settings.sinch_project_id,
        "PARCOURS_SINCH_APP_ID": settings.sinch_app_id,
        "PARCOURS_SINCH_KEY_ID": settings.sinch_key_id,
        "PARCOURS_SINCH_KEY_SECRET": secret,
        "PARCOURS_SINCH_WEBHOOK_SECRET": "".join(settings.webhook_secrets()),
    }
    _require(given)
    _check_urls(settings)
    return SinchSettings(
        settings.sinch_project_id or "",
        settings.sinch_app_id or "",
        settings.sinch_key_id or "",
        secret,
        region=settings.sinch_region,
        api_url=settings.sinch_api_url,
        auth_url=settings.sinch_auth_url,
        webhook_secrets=settings.webhook_secrets(),
    )


def build_sandbox(settings: Settings) -> SinchSettings:
    """The same provider, pointed at the sandbox of this machine; what is not set has the sandbox's own
    values."""
    default = SandboxSettings()
    _check_urls(settings)
    secret = settings.sinch_key_secret.get_secret_value() if settings.sinch_key_secret else ""
    return SinchSettings(
        settings.sinch_project_id or default.project_id,
        settings.sinch_app_id or default.app_id,
        settings.sinch_key_id or default.key_id,
        secret or default.key_secret,
        api_url=settings.sinch_api_url or f"http://{settings.local_host()}:{settings.sandbox_port}",
        auth_url=settings.sinch_auth_url,
        webhook_secrets=settings.webhook_secrets() or (default.webhook_secret,),
        name="sandbox",
    )


def _require(given: Mapping[str, str | None]) -> None:
    missing = [name for name, value in given.items() if not value]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise Misconfigured(f"{', '.join(missing)} {verb} missing: Sinch's dashboard shows the values.")


def _check_urls(settings: Settings) -> None:
    given = {
        "PARCOURS_SINCH_API_URL": settings.sinch_api_url,
        "PARCOURS_SINCH_AUTH_URL": settings.sinch_auth_url,
    }
    for name, url in given.items():
        if url and not url.startswith(("http://", "https://")):
            raise Misconfigured(f"{name} is “{url}”; it must begin with https:// or http://.")


PROVIDERS: dict[str, Callable[[Settings], SinchSettings]] = {"sandbox": build_sandbox, "sinch": build_sinch}
