"""Where callbacks go: the webhooks of the app, at most five, each target once (reference, section 4.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from .settings import SandboxSettings
from .wire import BadRequestError, JsonObject, Violation, answer, as_list, read_object, refuse

if TYPE_CHECKING:
    from .sandbox import Sandbox

TRIGGERS = [
    "MESSAGE_DELIVERY",
    "EVENT_DELIVERY",
    "MESSAGE_INBOUND",
    "EVENT_INBOUND",
    "MESSAGE_SUBMIT",
    "CONVERSATION_START",
    "CONVERSATION_STOP",
    "CONVERSATION_DELETE",
    "CONTACT_CREATE",
    "CONTACT_DELETE",
    "CONTACT_MERGE",
    "CONTACT_UPDATE",
    "CONTACT_IDENTITIES_DUPLICATION",
    "CAPABILITY",
    "OPT_IN",
    "OPT_OUT",
    "CHANNEL_EVENT",
    "SMART_CONVERSATION",
    "MESSAGE_INBOUND_SMART_CONVERSATION_REDACTION",
    "RECORD_NOTIFICATION",
    "UNSUPPORTED",
]
MOST = 5


@dataclass(frozen=True, slots=True)
class Webhook:
    """`target_type` DISMISS (Sinch's default) sends nothing."""

    id: str
    app_id: str
    target: str
    target_type: str = "DISMISS"
    secret: str = ""
    triggers: tuple[str, ...] = ()


class Webhooks:
    """The registered webhooks; the one of the settings is there from the start."""

    def __init__(self, settings: SandboxSettings, new_id: Callable[[], str]) -> None:
        self.all: dict[str, Webhook] = {}
        if settings.webhook_url:
            given = (settings.app_id, settings.webhook_url, "HTTP", settings.webhook_secret, tuple(TRIGGERS))
            self.put(Webhook(new_id(), *given))

    def put(self, webhook: Webhook) -> None:
        self.all[webhook.id] = webhook

    def listening(self, trigger: str) -> list[Webhook]:
        return [hook for hook in self.all.values() if hook.target_type == "HTTP" and trigger in hook.triggers]


async def list_webhooks(request: Request, sandbox: Sandbox) -> Response:
    """`GET /apps/{app_id}/webhooks`."""
    if request.path_params["app"] != sandbox.settings.app_id:
        return refuse(404, f"app {request.path_params['app']} not found")
    return answer({"webhooks": [show(webhook) for webhook in sandbox.webhooks.all.values()]})


async def create_webhook(request: Request, sandbox: Sandbox) -> Response:
    """`POST /webhooks`."""
    body = read_object(await request.body())
    _check(body, required=("app_id", "target"))
    if body["app_id"] != sandbox.settings.app_id:
        return refuse(404, f"app {body['app_id']} not found")
    if len(sandbox.webhooks.all) >= MOST:
        raise BadRequestError([Violation("app_id", f"an app has at most {MOST} webhooks; delete one first")])
    webhook = _change(Webhook(sandbox.sources.new_id(), body["app_id"], ""), body)
    _check_unique(sandbox, webhook)
    sandbox.webhooks.put(webhook)
    return answer(show(webhook))


async def show_webhook(request: Request, sandbox: Sandbox) -> Response:
    """`GET /webhooks/{webhook_id}`."""
    webhook = sandbox.webhooks.all.get(request.path_params["webhook"])
    return answer(show(webhook)) if webhook else _not_found(request)


async def change_webhook(request: Request, sandbox: Sandbox) -> Response:
    """`PATCH /webhooks/{webhook_id}`: only the fields given change."""
    webhook = sandbox.webhooks.all.get(request.path_params["webhook"])
    if webhook is None:
        return _not_found(request)
    body = read_object(await request.body())
    _check(body, required=())
    changed = _change(webhook, body)
    _check_unique(sandbox, changed)
    sandbox.webhooks.put(changed)
    return answer(show(changed))


async def delete_webhook(request: Request, sandbox: Sandbox) -> Response:
    """`DELETE /webhooks/{webhook_id}`."""
    found = sandbox.webhooks.all.pop(request.path_params["webhook"], None)
    return answer({}) if found else _not_found(request)


def show(webhook: Webhook) -> JsonObject:
    """The wire shape."""
    return asdict(webhook)


def _change(webhook: Webhook, body: JsonObject) -> Webhook:
    given = {name: body[name] for name in ("target", "target_type", "secret") if name in body}
    triggers = tuple(body["triggers"]) if "triggers" in body else webhook.triggers
    return replace(webhook, **given, triggers=triggers)


def _check(body: JsonObject, required: tuple[str, ...]) -> None:
    faults = [Violation(name, "is required") for name in required if not body.get(name)]
    target = body.get("target", "http://host")
    if target and not is_target(target):
        faults.append(Violation("target", "must be an http or https address of at most 742 characters"))
    if body.get("target_type", "HTTP") not in ("HTTP", "DISMISS"):
        faults.append(Violation("target_type", "must be HTTP or DISMISS"))
    if not isinstance(body.get("secret", ""), str):
        faults.append(Violation("secret", "must be a string"))
    triggers = as_list(body.get("triggers", []))
    for trigger in [None] if triggers is None else triggers:
        if trigger not in TRIGGERS:
            faults.append(Violation("triggers", f"{trigger} is not a trigger; known: {', '.join(TRIGGERS)}"))
    if faults:
        raise BadRequestError(faults)


def is_target(target: object) -> bool:
    """Whether callbacks may be posted there."""
    if not isinstance(target, str) or len(target) > 742:
        return False
    parts = urlsplit(target)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _check_unique(sandbox: Sandbox, webhook: Webhook) -> None:
    for known in sandbox.webhooks.all.values():
        if known.target == webhook.target and known.id != webhook.id:
            raise BadRequestError([Violation("target", f"is already the target of webhook {known.id}")])


def _not_found(request: Request) -> Response:
    return refuse(404, f"webhook {request.path_params['webhook']} not found")
