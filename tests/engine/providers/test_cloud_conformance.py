"""The WhatsApp Cloud API keeps the contract of every provider."""

from __future__ import annotations

from typing import ClassVar

from cloud_wire import CloudWire
from conformance import ProviderConformance
from provider_wire import ProviderWire


class TestWhatsAppCloud(ProviderConformance):
    wire: ClassVar[ProviderWire] = CloudWire()
