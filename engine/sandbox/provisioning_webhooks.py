"""The webhooks of the Provisioning API: at most fifteen, each target once (reference, section 6.4).

The real API has a host of its own. Here both stand under one address, so a webhook that names an `app_id` is one of the
Conversation API, and one without is one of these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import orjson
from starlette.requests import Request
from starlette.responses import Response

from . import webhooks
from .delivery import Callback
from .settings import SandboxSettings
from .wire import JsonObject, answer, as_list, read_object, refuse_provisioning

if TYPE_CHECKING:
    from .sandbox import Sandbox

MOST = 15
LONGEST_SECRET = 128
TRIGGERS = frozenset({
    "ALL", "BUNDLE_DONE", "WHATSAPP_WABA_ACCOUNT_CHANGED",
    *(f"WHATSAPP_TEMPLATE_{name}" for name in (
        "APPROVED", "REJECTED", "DELETED", "STATUS_UPDATED", "CATEGORY_UPDATED", "CATEGORY_FUTURE_UPDATE",
        "QUALITY_SCORE_UPDATED", "COMMENT_ADDED",
    )),
    *(f"WHATSAPP_SENDER_{name}" for name in (
        "ACTIVE", "INACTIVE", "REJECTED", "DELETED", "ERROR", "PENDING_VERIFICATION", "DISPLAY_NAME_UPDATED",
        "USERNAME_UPDATED", "DAILY_LIMIT_CHANGED", "QUALITY_RATING_CHANGED", "COMMENT_ADDED",
    )),
    *(f"WHATSAPP_ACCOUNT_{name}" for name in (
        "ONBOARDED", "PENDING_VERIFICATION", "REJECTED", "COMMENT_ADDED", "DAILY_LIMIT_CHANGED",
    )),
})  # fmt: skip
"""What the Provisioning API tells by webhook (reference, section 6.4), as far as WhatsApp goes."""


@dataclass(frozen=True, slots=True)
class ProvisioningWebhook:
    """`triggers`: `ALL` alone, or names of events."""

    id: str
    target: str
    secret: str = ""
    triggers: tuple[str, ...] = ()


class ProvisioningWebhooks:
    """Those registered; the one of the settings is there from the start."""

    def __init__(self, settings: SandboxSettings, new_id: Callable[[], str]) -> None:
        self.all: dict[str, ProvisioningWebhook] = {}
        if settings.webhook_url:
            self.put(ProvisioningWebhook(new_id(), settings.webhook_url, settings.webhook_secret, ("ALL",)))

    def put(self, webhook: ProvisioningWebhook) -> None:
        self.all[webhook.id] = webhook

    def listening(self, trigger: str) -> list[ProvisioningWebhook]:
        return [hook for hook in self.all.values() if {"ALL", trigger} & set(hook.triggers)]


def announce(sandbox: Sandbox, trigger: str, payload: JsonObject) -> None:
    """Post `{"type", "payload"}` to whoever listens, signed as every callback."""
    body = orjson.dumps({"type": trigger, "payload": payload})
    for hook in sandbox.provisioning_webhooks.listening(trigger):
        sandbox.courier.post(Callback(hook.target, hook.secret, body))


async def list_webhooks(_request: Request, sandbox: Sandbox) -> Response:
    """`GET /webhooks`. Secrets are not shown."""
    shown = [_show(webhook) for webhook in sandbox.provisioning_webhooks.all.values()]
    return answer({"totalSize": len(shown), "pageSize": 50, "webhooks": shown, "nextPageToken": ""})


async def create_webhook(request: Request, sandbox: Sandbox) -> Response:
    """`POST /webhooks`: 201."""
    body = read_object(await request.body())
    if "app_id" in body:
        return await webhooks.create_webhook(request, sandbox)
    if faults := _faults(body, required=True):
        return refuse_provisioning(400, "invalid_input", "; ".join(faults), "correct it", validationErrors=faults)
    if len(sandbox.provisioning_webhooks.all) >= MOST:
        return refuse_provisioning(424, "webhook_limit_reached", f"a project has {MOST} webhooks", "delete one")
    return _keep(sandbox, _change(ProvisioningWebhook(sandbox.sources.new_id(), ""), body), 201)


async def show_webhook(request: Request, sandbox: Sandbox) -> Response:
    """`GET /webhooks/{webhookId}`."""
    found = sandbox.provisioning_webhooks.all.get(request.path_params["webhook"])
    return answer(_show(found)) if found else await webhooks.show_webhook(request, sandbox)


async def change_webhook(request: Request, sandbox: Sandbox) -> Response:
    """`PATCH /webhooks/{webhookId}`: only the fields given change."""
    found = sandbox.provisioning_webhooks.all.get(request.path_params["webhook"])
    if found is None:
        return await webhooks.change_webhook(request, sandbox)
    body = read_object(await request.body())
    if faults := _faults(body, required=False):
        return refuse_provisioning(400, "invalid_input", "; ".join(faults), "correct it", validationErrors=faults)
    return _keep(sandbox, _change(found, body), 200)


async def delete_webhook(request: Request, sandbox: Sandbox) -> Response:
    """`DELETE /webhooks/{webhookId}`."""
    if sandbox.provisioning_webhooks.all.pop(request.path_params["webhook"], None) is None:
        return await webhooks.delete_webhook(request, sandbox)
    return Response(status_code=204)


def _keep(sandbox: Sandbox, webhook: ProvisioningWebhook, status: int) -> Response:
    for known in sandbox.provisioning_webhooks.all.values():
        if known.target == webhook.target and known.id != webhook.id:
            return refuse_provisioning(409, "webhook_exists", f"{webhook.target} is taken", "change that one")
    sandbox.provisioning_webhooks.put(webhook)
    return answer(_show(webhook), status)


def _change(webhook: ProvisioningWebhook, body: JsonObject) -> ProvisioningWebhook:
    given = {name: body[name] for name in ("target", "secret") if name in body}
    triggers = tuple(body["triggers"]) if "triggers" in body else webhook.triggers
    return replace(webhook, **given, triggers=triggers)


def _show(webhook: ProvisioningWebhook) -> JsonObject:
    return {name: value for name, value in asdict(webhook).items() if name != "secret"}


def _faults(body: JsonObject, *, required: bool) -> list[str]:
    faults: list[str] = []
    if (required or "target" in body) and not webhooks.is_target(body.get("target")):
        faults.append("target must be an http or https address of at most 742 characters")
    secret = body.get("secret", "")
    if not isinstance(secret, str) or len(secret) > LONGEST_SECRET:
        faults.append(f"secret must be a string of at most {LONGEST_SECRET} characters")
    triggers = as_list(body.get("triggers", [] if required else ["ALL"])) or []
    unknown = [str(trigger) for trigger in triggers if trigger not in TRIGGERS]
    if not triggers or unknown or ("ALL" in triggers and len(triggers) > 1):
        faults.append(f"triggers must be ALL alone or names of events; not known: {', '.join(unknown) or 'none given'}")
    return faults
