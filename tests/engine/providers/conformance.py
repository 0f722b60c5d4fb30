"""What every provider must do. A provider's test inherits `ProviderConformance` and sets `wire`."""

from __future__ import annotations

from conformance_reading import ReadingConformance
from conformance_sending import SendingConformance
from conformance_webhooks import WebhookConformance


class ProviderConformance(SendingConformance, ReadingConformance, WebhookConformance):
    """The whole suite."""
