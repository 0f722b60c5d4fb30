"""Providers by name, made from the settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx

from engine.clock import Clock
from engine.providers.base import Misconfigured, Provider
from engine.providers.sinch.client import Sinch
from engine.providers.sinch.numbers import SinchAccount
from engine.providers.sinch.settings import SinchSettings
from engine.providers.sinch.sms import SENDER as SMS_SENDER
from engine.providers.transport import open_client
from engine.providers.whatsapp_cloud.client import WhatsAppCloud
from engine.providers.whatsapp_cloud.settings import CloudSettings
from engine.sandbox.settings import SandboxSettings
from engine.settings import Settings, revealed

Open = Callable[[Settings, Clock, httpx.AsyncClient | None], Provider]


def open_provider(settings: Settings, clock: Clock, client: httpx.AsyncClient | None = None) -> Provider:
    """The provider that `settings.provider` names; it owns `client` and closes it with itself.

    Raises Misconfigured naming every missing setting.
    """
    build = PROVIDERS.get(settings.provider)
    if build is None:
        known = ", ".join(PROVIDERS)
        raise Misconfigured(f"PARCOURS_PROVIDER is “{settings.provider}”; this version knows {known}.")
    return build(settings, clock, client)


def build_sinch(settings: Settings) -> SinchSettings:
    """Everything that Sinch needs, or Misconfigured."""
    secret = revealed(settings.sinch_key_secret)
    given = {
        "PARCOURS_SINCH_PROJECT_ID": settings.sinch_project_id,
        "PARCOURS_SINCH_APP_ID": settings.sinch_app_id,
        "PARCOURS_SINCH_KEY_ID": settings.sinch_key_id,
        "PARCOURS_SINCH_KEY_SECRET": secret,
        "PARCOURS_SINCH_WEBHOOK_SECRET": "".join(settings.webhook_secrets()),
    }
    _require(given, "Sinch's dashboard shows the values.")
    _check_sinch_urls(settings)
    return SinchSettings(
        settings.sinch_project_id or "",
        settings.sinch_app_id or "",
        settings.sinch_key_id or "",
        secret,
        region=settings.sinch_region,
        api_url=settings.sinch_api_url,
        auth_url=settings.sinch_auth_url,
        webhook_secrets=settings.webhook_secrets(),
        sender="".join(sign for sign in settings.sinch_sender or "" if sign.isdigit()),
        sms_sender=_sms_sender(settings),
    )


def build_sandbox(settings: Settings) -> SinchSettings:
    """The same provider, pointed at the sandbox of this machine; what is not set has the sandbox's own
    values."""
    default = SandboxSettings()
    _check_sinch_urls(settings)
    return SinchSettings(
        settings.sinch_project_id or default.project_id,
        settings.sinch_app_id or default.app_id,
        settings.sinch_key_id or default.key_id,
        revealed(settings.sinch_key_secret) or default.key_secret,
        api_url=settings.sinch_api_url or f"http://{settings.local_host()}:{settings.sandbox_port}",
        auth_url=settings.sinch_auth_url,
        webhook_secrets=settings.webhook_secrets() or (default.webhook_secret,),
        name="sandbox",
        sms_sender=_sms_sender(settings),
    )


def _sms_sender(settings: Settings) -> str:
    """Raises Misconfigured for a number: answers to it would reach nobody."""
    name = (settings.sinch_sms_sender or "").strip()
    if name and not SMS_SENDER.fullmatch(name):
        raise Misconfigured(
            f"PARCOURS_SINCH_SMS_SENDER is “{name}”; it must be a name of 1 to 11 letters, digits and spaces, with a letter."
        )
    return name


def build_whatsapp_cloud(settings: Settings) -> CloudSettings:
    """Everything that the WhatsApp Cloud API needs, or Misconfigured."""
    given = {
        "PARCOURS_WHATSAPP_TOKEN": revealed(settings.whatsapp_token),
        "PARCOURS_WHATSAPP_PHONE_NUMBER_ID": settings.whatsapp_phone_number_id,
        "PARCOURS_WHATSAPP_BUSINESS_ACCOUNT_ID": settings.whatsapp_business_account_id,
        "PARCOURS_WHATSAPP_APP_SECRET": "".join(settings.webhook_secrets()),
        "PARCOURS_WHATSAPP_VERIFY_TOKEN": revealed(settings.whatsapp_verify_token),
    }
    _require(given, "Meta's app dashboard shows the values; the verify token is a word you choose.")
    _check_urls({"PARCOURS_WHATSAPP_API_URL": settings.whatsapp_api_url})
    return CloudSettings(
        revealed(settings.whatsapp_token),
        settings.whatsapp_phone_number_id or "",
        settings.whatsapp_business_account_id or "",
        app_secrets=settings.webhook_secrets(),
        verify_token=revealed(settings.whatsapp_verify_token),
        api_url=settings.whatsapp_api_url,
        marketing_path=settings.whatsapp_marketing_path,
    )


def _require(given: Mapping[str, str | None], remedy: str) -> None:
    missing = [name for name, value in given.items() if not value]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise Misconfigured(f"{', '.join(missing)} {verb} missing: {remedy}")


def _check_sinch_urls(settings: Settings) -> None:
    _check_urls({
        "PARCOURS_SINCH_API_URL": settings.sinch_api_url,
        "PARCOURS_SINCH_AUTH_URL": settings.sinch_auth_url,
    })  # fmt: skip


def _check_urls(given: Mapping[str, str | None]) -> None:
    for name, url in given.items():
        if url and not url.startswith(("http://", "https://")):
            raise Misconfigured(f"{name} is “{url}”; it must begin with https:// or http://.")


PROVIDERS: dict[str, Open] = {
    "sandbox": lambda settings, clock, client: Sinch(build_sandbox(settings), client or open_client(), clock),
    "sinch": lambda settings, clock, client: SinchAccount(build_sinch(settings), client or open_client(), clock),
    "whatsapp_cloud": lambda settings, clock, client: WhatsAppCloud(
        build_whatsapp_cloud(settings), client or open_client(), clock
    ),
}
