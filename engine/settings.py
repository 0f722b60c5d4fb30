"""Every setting of Parcours, in one class: environment variables `PARCOURS_*`, or the same names in a file `.env`."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.journey.counted import CountedLinks, Which


class Settings(BaseSettings):
    """Read once, at the composition root. Secrets are never printed. `.env.example` explains each field."""

    model_config = SettingsConfigDict(env_prefix="PARCOURS_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite:///data/parcours.db"
    provider: Literal["sandbox", "sinch", "whatsapp_cloud"] = "sandbox"
    public_url: str | None = None
    api_token: SecretStr | None = None

    sinch_project_id: str | None = None
    sinch_app_id: str | None = None
    sinch_key_id: str | None = None
    sinch_key_secret: SecretStr | None = None
    sinch_region: Literal["us", "eu", "br"] = "eu"
    sinch_api_url: str | None = None
    sinch_auth_url: str | None = None
    sinch_webhook_secret: SecretStr | None = None
    sinch_sender: str | None = None
    sinch_sms_sender: str | None = None

    whatsapp_token: SecretStr | None = None
    whatsapp_phone_number_id: str | None = None
    whatsapp_business_account_id: str | None = None
    whatsapp_app_secret: SecretStr | None = None
    whatsapp_verify_token: SecretStr | None = None
    whatsapp_api_url: str = "https://graph.facebook.com/v25.0"
    whatsapp_marketing_path: Literal["messages", "marketing_messages"] = "messages"

    host: str = "127.0.0.1"
    designer_port: int = Field(default=8501, ge=0, le=65535)
    api_port: int = Field(default=8700, ge=0, le=65535)
    sandbox_port: int = Field(default=8701, ge=0, le=65535)
    worker_port: int | None = Field(default=None, ge=0, le=65535)

    http_hosts: str = ""
    count_links: Which = "buttons"

    language: Literal["fr", "en"] = "fr"
    business_name: str = "Boutique Lyon"

    def local_host(self) -> str:
        """Where a program on this machine reaches a server of ours."""
        return "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host  # noqa: S104 — compared, not bound

    def http_host_list(self) -> tuple[str, ...]:
        """The hosts that journeys may ask, small letters, without what is left empty."""
        return tuple(host.strip().lower() for host in self.http_hosts.split(",") if host.strip())

    def counted_links(self) -> CountedLinks:
        """Which links lead through us."""
        return CountedLinks.of(self.public_url, self.count_links)

    def webhook_secrets(self) -> tuple[str, ...]:
        """Those of the provider. Several may be given, parted by commas, so that a secret can be changed without losing an
        event."""
        given = self.whatsapp_app_secret if self.provider == "whatsapp_cloud" else self.sinch_webhook_secret
        return tuple(part.strip() for part in revealed(given).split(",") if part.strip())

    def webhook_source(self) -> str:
        """Under which name its events are kept."""
        return self.webhook_path().rpartition("/")[2]

    def webhook_path(self) -> str:
        """Where the provider posts."""
        return "/webhooks/whatsapp" if self.provider == "whatsapp_cloud" else "/webhooks/sinch"

    def webhook_address(self) -> str:
        """The same from outside; empty without PARCOURS_PUBLIC_URL."""
        return f"{self.public_url.rstrip('/')}{self.webhook_path()}" if self.public_url else ""


def revealed(secret: SecretStr | None) -> str:
    """Its value; empty when it is not set."""
    return secret.get_secret_value() if secret else ""


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """Raises pydantic.ValidationError, which `engine.errors.explain` turns into sentences."""
    return Settings()
