"""A whole house for one test whose provider is the WhatsApp Cloud API, simulated."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from house import AMINA, IMPATIENT, TOKEN, House, MovableClock, free_port, served
from pydantic import SecretStr
from sqlalchemy import Engine

from engine.app import build_api, build_parts
from engine.commands.starting import prepare_house
from engine.settings import Settings
from tests.engine.cloud_simulator.account import Account
from tests.engine.cloud_simulator.app import Simulator

VERIFY_TOKEN = "a word of ours"


@dataclass
class CloudHouse(House):
    """`sandbox` is the simulator's address."""

    account: Account | None = None

    def says(self, words: str, *, who: str = AMINA, **more: Any) -> None:
        self._inbound({"from": who, "text": words, **more})

    def taps(self, title: str, *, who: str = AMINA) -> None:
        self._inbound({"from": who, "tap": title})

    def shares(self, latitude: float, longitude: float, *, who: str = AMINA, **_more: Any) -> None:
        """Where they are, in answer to the newest request."""
        self._inbound({"from": who, "location": {"latitude": latitude, "longitude": longitude}})

    def sends(self, kind: str, *, who: str = AMINA, **content: Any) -> None:
        self._inbound({"from": who, "message": {"type": kind, kind: content or {"id": "1", "mime_type": "x/y"}}})

    def phone(self, who: str = AMINA) -> list[dict[str, Any]]:
        return self._get("/simulator/messages", to=who)["messages"]

    def behave(self, **behaviour: Any) -> None:
        self._tell("PUT", "/simulator/behaviour", behaviour)

    def judges(self, template: str, status: str) -> None:
        """WhatsApp pauses or approves a template, and tells the account."""
        self._tell("PUT", f"/simulator/templates/{template}", {"status": status})

    def rewrites(self, template: str, **change: str) -> None:
        """Somebody changes the `body` of a template at WhatsApp, or WhatsApp its `category`."""
        self._tell("PUT", f"/simulator/templates/{template}", change)

    def change(self, field: str, value: dict[str, Any], *, number: bool = True) -> None:
        """Any news of the account, or of its number."""
        self._tell("POST", "/simulator/change", {"field": field, "value": value, "number": number})

    def ledger(self) -> dict[str, Any]:
        """What was asked for and sent in all, and how webhooks were answered."""
        return self._get("/simulator/ledger")

    def _inbound(self, body: dict[str, Any]) -> None:
        self._tell("POST", "/simulator/inbound", body)

    def _tell(self, method: str, path: str, body: dict[str, Any]) -> None:
        answer = self.http.request(method, f"{self.sandbox}{path}", json=body)
        assert answer.status_code == 200, answer.text

    def _get(self, path: str, **query: str) -> dict[str, Any]:
        return self.http.get(f"{self.sandbox}{path}", params=query).json()


@contextmanager
def running_cloud_house(engine: Engine, **more: Any) -> Iterator[CloudHouse]:
    """A house on this database at a simulated WhatsApp; stopped at the end."""
    clock, api_port = MovableClock(), free_port()
    account = Account(f"http://127.0.0.1:{api_port}/webhooks/whatsapp")
    with served(Simulator(account).application()) as simulator:
        settings = Settings(
            _env_file=None, database_url=engine.url.render_as_string(hide_password=False), provider="whatsapp_cloud",
            whatsapp_token=SecretStr(account.token), whatsapp_phone_number_id=account.number_id,
            whatsapp_business_account_id=account.id, whatsapp_app_secret=SecretStr(account.app_secret),
            whatsapp_verify_token=SecretStr(VERIFY_TOKEN), whatsapp_api_url=f"{simulator}/{account.version}",
            api_token=SecretStr(TOKEN), api_port=api_port, **more,
        )  # fmt: skip
        prepare_house(engine, settings, with_samples=False)
        parts = build_parts(settings, clock=clock, sweep_every=0.2)
        parts.worker.patience = IMPATIENT
        with served(build_api(parts, with_worker=True), api_port) as api:
            yield CloudHouse(simulator, api, engine, parts, clock, account=account)
