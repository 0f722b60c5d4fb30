"""One Sinch app: who we are there, and where its APIs stand."""

from __future__ import annotations

from dataclasses import dataclass, field

TOKEN_PATH = "/oauth2/token"  # noqa: S105 — a path, not a secret


@dataclass(frozen=True, slots=True)
class SinchSettings:
    """`region` is `us`, `eu` or `br`: where the app was made. `api_url` replaces every host (the sandbox, a
    proxy);
    `auth_url` replaces the token server's alone, with or without its path. `webhook_secrets`: any of them may
    have signed a webhook, so that a secret can be changed without losing an event."""

    project_id: str
    app_id: str
    key_id: str
    key_secret: str = field(repr=False)
    region: str = "eu"
    api_url: str | None = None
    auth_url: str | None = None
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    name: str = "sinch"
    sender: str = ""
    """Our number, in digits."""
    sms_sender: str = ""
    """The name under which an SMS leaves where WhatsApp fails; empty for none."""

    @property
    def conversation_url(self) -> str:
        return self._project(self.api_url or f"https://{self.region}.conversation.api.sinch.com")

    @property
    def provisioning_url(self) -> str:
        return self._project(self.api_url or "https://provisioning.api.sinch.com")

    @property
    def token_url(self) -> str:
        base = (self.auth_url or self.api_url or "https://auth.sinch.com").rstrip("/")
        return base if base.endswith(TOKEN_PATH) else base + TOKEN_PATH

    def _project(self, base: str) -> str:
        return f"{base.rstrip('/')}/v1/projects/{self.project_id}"
