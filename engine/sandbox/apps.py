"""`GET /apps/{app_id}`: limits, queue, mode and retention of the one app (reference, section 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from .wire import JsonObject, answer, refuse

if TYPE_CHECKING:
    from .sandbox import Sandbox


async def show_app(request: Request, sandbox: Sandbox) -> Response:
    """200, or 404 for another app."""
    if request.path_params["app"] != sandbox.settings.app_id:
        return refuse(404, f"app {request.path_params['app']} not found")
    behaviour = sandbox.behaviour
    days = 7 if behaviour.retention == "dispatch" else 0
    rate = behaviour.throttle_per_second or 800
    return answer(
        {
            "id": sandbox.settings.app_id,
            "display_name": sandbox.settings.sender_name,
            "channel_credentials": [_show_credential(sandbox, channel) for channel in sandbox.settings.channels],
            "processing_mode": behaviour.processing_mode,
            "retention_policy": {"retention_type": "MESSAGE_EXPIRE_POLICY", "ttl_days": 180},
            "dispatch_retention_policy": {"retention_type": "MESSAGE_EXPIRE_POLICY", "ttl_days": days},
            "conversation_metadata_report_view": "NONE",
            "rate_limits": {"inbound": 25, "outbound": rate, "webhooks": 25},
            "queue_stats": {"outbound_size": sandbox.outbound_size, "outbound_limit": 500_000},
        }
    )


def _show_credential(sandbox: Sandbox, channel: str) -> JsonObject:
    return {
        "channel": channel,
        "static_bearer": {"claimed_identity": sandbox.settings.sender_number, "token": ""},
        "state": {"status": "ACTIVE", "description": ""},
        "channel_known_id": sandbox.settings.sender_number,
    }
