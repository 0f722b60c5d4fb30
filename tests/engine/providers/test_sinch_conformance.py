"""Sinch keeps the contract of every provider."""

from __future__ import annotations

from typing import ClassVar

from conformance import ProviderConformance
from provider_wire import ProviderWire
from sinch_wire import SinchWire


class TestSinch(ProviderConformance):
    wire: ClassVar[ProviderWire] = SinchWire()
