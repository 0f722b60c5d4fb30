"""The whole simulated platform in one value, handed to every endpoint."""

from __future__ import annotations

from .behaviour import Behaviour
from .delivery import Courier
from .ledger import Ledger
from .poster import OpenPoster, Poster
from .provisioning_webhooks import ProvisioningWebhooks
from .settings import SandboxSettings
from .sources import Sources
from .store import Store
from .templates import Catalogue, read_seed
from .throttle import Throttle
from .webhooks import Webhooks


class Sandbox:
    """Settings and sources never change; `behaviour` is replaced by the endpoint that changes it."""

    def __init__(self, settings: SandboxSettings, sources: Sources, open_poster: OpenPoster = Poster) -> None:
        self.settings = settings
        self.sources = sources
        self.behaviour = Behaviour(retention=settings.retention)
        self.store = Store(settings.max_messages, sources.new_id)
        self.catalogue = Catalogue(settings.approval_delay)
        self.webhooks = Webhooks(settings, sources.new_id)
        self.provisioning_webhooks = ProvisioningWebhooks(settings, sources.new_id)
        self.courier = Courier(settings, sources, open_poster)
        self.ledger = Ledger(settings.ledger_path)
        self.throttle = Throttle()
        self.outbound_size = 0
        for template in read_seed(settings.templates_path) if settings.templates_path else []:
            self.catalogue.put(template)

    def reset(self) -> None:
        """Forget what was said and how to misbehave; keep webhooks and templates, which are configuration."""
        self.behaviour = Behaviour(retention=self.settings.retention)
        self.store = Store(self.settings.max_messages, self.sources.new_id)
        self.throttle = Throttle()
        self.outbound_size = 0
        self.courier.forget()
