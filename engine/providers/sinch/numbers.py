"""A Sinch account that tells of its WhatsApp number; the sandbox, which speaks the same language, has none to tell of."""

from __future__ import annotations

from dataclasses import replace

from engine.providers.abilities import ProviderNumber
from engine.providers.base import Misconfigured, Rejected
from engine.providers.sinch.client import Sinch
from engine.providers.sinch.senders import choose_sender

SHARE = 0.95
"""Of a hard limit: what is counted at the other end arrives in little heaps."""


class SinchAccount(Sinch):
    """Meets `TellsNumber` besides."""

    async def read_number(self) -> ProviderNumber:
        """How fast the app drains, and what the list of senders says of quality and state. A key that may not see the list
        is no reason to stop."""
        app = await self.read_app()
        number = await self._read_sender()
        limits = [rate for rate in (app.outbound_rate, number.rate_per_second) if rate]
        return replace(number, rate_per_second=max(1, int(min(limits) * SHARE)) if limits else None)

    async def _read_sender(self) -> ProviderNumber:
        url, query = f"{self._settings.provisioning_url}/whatsapp/senders", {"pageSize": "100"}
        try:
            return choose_sender(await self._calls.get(url, query), self._settings.sender)
        except (Misconfigured, Rejected):
            return ProviderNumber()
