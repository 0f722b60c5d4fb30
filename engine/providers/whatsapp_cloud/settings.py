"""One WhatsApp number at Meta: who we are there, and where its API stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

API_URL = "https://graph.facebook.com/v25.0"
"""Host and version of the Graph API; a version lives about two years."""

MarketingPath = Literal["messages", "marketing_messages"]


@dataclass(frozen=True, slots=True)
class CloudSettings:
    """`app_secrets`: any of them may have signed a webhook, so that a secret can be changed without losing an event.
    `marketing_path`: where marketing templates are posted (docs/decisions/0026)."""

    token: str = field(repr=False)
    phone_number_id: str
    business_account_id: str
    app_secrets: tuple[str, ...] = field(default=(), repr=False)
    verify_token: str = field(default="", repr=False)
    api_url: str = API_URL
    marketing_path: MarketingPath = "messages"
    name: str = "whatsapp_cloud"

    @property
    def number_url(self) -> str:
        return f"{self.api_url.rstrip('/')}/{self.phone_number_id}"

    @property
    def account_url(self) -> str:
        return f"{self.api_url.rstrip('/')}/{self.business_account_id}"
