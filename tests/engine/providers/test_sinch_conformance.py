"""Sinch keeps the contract of every provider."""

from __future__ import annotations

from typing import ClassVar

from conformance import ProviderConformance
from conformance_provisioning import ProvisioningConformance
from provider_wire import ProvisioningWire
from sinch_wire import SinchWire


class TestSinch(ProviderConformance, ProvisioningConformance):
    wire: ClassVar[ProvisioningWire] = SinchWire()
