"""The WhatsApp Cloud API keeps the contract of every provider."""

from __future__ import annotations

from typing import ClassVar

from cloud_wire import CloudWire
from conformance import ProviderConformance
from conformance_provisioning import ProvisioningConformance
from provider_wire import ProvisioningWire


class TestWhatsAppCloud(ProviderConformance, ProvisioningConformance):
    wire: ClassVar[ProvisioningWire] = CloudWire()
