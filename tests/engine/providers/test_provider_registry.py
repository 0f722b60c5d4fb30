"""A provider from the settings: what is missing is named before anything is sent."""

from __future__ import annotations

import os
from typing import Any, get_args

import pytest
from cloud_wire import CloudWire
from provider_wire import NOW, ProviderWire
from pydantic import SecretStr
from sinch_wire import SinchWire

from engine.clock import system_clock
from engine.providers.base import Misconfigured
from engine.providers.registry import PROVIDERS, build_sandbox, build_sinch, build_whatsapp_cloud, open_provider
from engine.sandbox.settings import SandboxSettings
from engine.settings import Settings

COMPLETE: dict[str, Any] = {
    "provider": "sinch",
    "sinch_project_id": "project",
    "sinch_app_id": "app",
    "sinch_key_id": "key",
    "sinch_key_secret": SecretStr("hidden"),
    "sinch_webhook_secret": SecretStr("new, old"),
    "sinch_region": "us",
}


CLOUD: dict[str, Any] = {
    "provider": "whatsapp_cloud",
    "whatsapp_token": SecretStr("hidden"),
    "whatsapp_phone_number_id": "106540352242922",
    "whatsapp_business_account_id": "102290129340398",
    "whatsapp_app_secret": SecretStr("new, old"),
    "whatsapp_verify_token": SecretStr("our-word"),
}


@pytest.fixture(autouse=True)
def without_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """No setting of this machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("PARCOURS_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_everything_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(Misconfigured) as caught:
        build_sinch(Settings(provider="sinch", sinch_project_id="project"))

    sentence = str(caught.value)
    for name in ("APP_ID", "KEY_ID", "KEY_SECRET", "WEBHOOK_SECRET"):
        assert f"PARCOURS_SINCH_{name}" in sentence
    assert "PARCOURS_SINCH_PROJECT_ID" not in sentence


@pytest.mark.parametrize("name", ["project_id", "app_id", "key_id", "key_secret", "webhook_secret"])
def test_each_missing_setting_is_named(name: str) -> None:
    with pytest.raises(Misconfigured, match=f"^PARCOURS_SINCH_{name.upper()} is missing"):
        build_sinch(Settings(**{key: value for key, value in COMPLETE.items() if key != f"sinch_{name}"}))


def test_complete_settings_reach_the_region_they_name() -> None:
    built = build_sinch(Settings(**COMPLETE))

    assert built.conversation_url == "https://us.conversation.api.sinch.com/v1/projects/project"
    assert built.webhook_secrets == ("new", "old")


@pytest.mark.parametrize("name", ["sinch_api_url", "sinch_auth_url"])
def test_an_address_that_is_none_is_named(name: str) -> None:
    with pytest.raises(Misconfigured, match=f"PARCOURS_{name.upper()}"):
        build_sinch(Settings(**COMPLETE, **{name: "sinch.example"}))


def test_the_sandbox_needs_no_setting() -> None:
    built, default = build_sandbox(Settings(host="0.0.0.0", sandbox_port=9123)), SandboxSettings()

    assert built.conversation_url == f"http://127.0.0.1:9123/v1/projects/{default.project_id}"
    assert built.token_url == "http://127.0.0.1:9123/oauth2/token"
    assert (built.app_id, built.key_secret) == (default.app_id, default.key_secret)
    assert built.webhook_secrets == (default.webhook_secret,)


@pytest.mark.anyio
@pytest.mark.parametrize(
    "fields", [{"provider": "sandbox"}, COMPLETE, CLOUD], ids=["sandbox", "sinch", "whatsapp_cloud"]
)
async def test_a_provider_carries_the_name_it_was_asked_by(fields: dict[str, Any]) -> None:
    provider = open_provider(Settings(**fields), system_clock)

    assert provider.name == fields["provider"]
    await provider.close()


@pytest.mark.parametrize("name", ["token", "phone_number_id", "business_account_id", "app_secret", "verify_token"])
def test_each_missing_setting_of_whatsapp_is_named(name: str) -> None:
    with pytest.raises(Misconfigured, match=f"^PARCOURS_WHATSAPP_{name.upper()} is missing"):
        build_whatsapp_cloud(Settings(**{key: value for key, value in CLOUD.items() if key != f"whatsapp_{name}"}))


def test_complete_settings_of_whatsapp_reach_the_number_and_the_account() -> None:
    built = build_whatsapp_cloud(Settings(**CLOUD))

    assert built.number_url == "https://graph.facebook.com/v25.0/106540352242922"
    assert built.account_url == "https://graph.facebook.com/v25.0/102290129340398"
    assert built.app_secrets == ("new", "old")
    assert "hidden" not in repr(built)


def test_an_address_of_whatsapp_that_is_none_is_named() -> None:
    with pytest.raises(Misconfigured, match="PARCOURS_WHATSAPP_API_URL"):
        build_whatsapp_cloud(Settings(**CLOUD, whatsapp_api_url="graph.example"))


@pytest.mark.anyio
@pytest.mark.parametrize(
    "fields", [{"provider": "sandbox"}, COMPLETE, CLOUD], ids=["sandbox", "sinch", "whatsapp_cloud"]
)
async def test_webhooks_come_to_the_path_that_operators_are_shown(fields: dict[str, Any]) -> None:
    settings = Settings(**fields, public_url="https://parcours.example/")
    provider = open_provider(settings, system_clock)

    assert settings.webhook_address() == f"https://parcours.example/webhooks/{provider.source}"
    await provider.close()


def test_every_provider_that_can_be_set_can_be_opened() -> None:
    assert set(get_args(Settings.model_fields["provider"].annotation)) == set(PROVIDERS)


def test_a_provider_that_this_version_does_not_know_is_named_with_those_it_knows() -> None:
    pigeon = Settings().model_copy(update={"provider": "pigeon"})

    with pytest.raises(Misconfigured, match=r"pigeon.*sandbox, sinch, whatsapp_cloud"):
        open_provider(pigeon, system_clock)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("fields", "setting", "wire"),
    [(COMPLETE, "sinch_webhook_secret", SinchWire()), (CLOUD, "whatsapp_app_secret", CloudWire())],
    ids=["sinch", "whatsapp_cloud"],
)
async def test_a_secret_is_changed_without_losing_a_webhook(
    fields: dict[str, Any], setting: str, wire: ProviderWire
) -> None:
    """Before, while both are set, and after the old one was removed (docs/operating.md)."""
    body = wire.inbound("in-1", "Oui")
    counts: list[tuple[bool, bool]] = []

    for value in ("old-secret", "new-secret, old-secret", "new-secret"):
        provider = open_provider(Settings(**{**fields, setting: value}), system_clock)
        old, new = (wire.sign(body, f"{age}-secret", NOW) for age in ("old", "new"))
        counts.append((provider.verify(old, body, NOW), provider.verify(new, body, NOW)))
        await provider.close()

    assert counts == [(True, False), (True, True), (False, True)]
