"""Every step type, by its name in a file. A new type is one file here, one line below, and one case list in
the tests, and in the designer a form, a place in the palette and a sign."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from engine.journey.steps.ask import Ask
from engine.journey.steps.base import Port, StepBase, TextUse
from engine.journey.steps.branch import Branch
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.exit import Exit
from engine.journey.steps.record_consent import RecordConsent
from engine.journey.steps.send_session import SendSession
from engine.journey.steps.send_template import SendTemplate
from engine.journey.steps.split import Split
from engine.journey.steps.start_journey import StartJourney
from engine.journey.steps.update_contact import UpdateContact
from engine.journey.steps.wait import Wait
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply

Step = Annotated[
    SendTemplate
    | SendSession
    | Ask
    | Wait
    | WaitForReply
    | WaitForEvent
    | Branch
    | BranchOnMessage
    | Split
    | UpdateContact
    | RecordConsent
    | CallHttp
    | StartJourney
    | Exit,
    Field(discriminator="type"),
]

STEP_TYPES: dict[str, type[StepBase]] = {
    step.model_fields["type"].default: step
    for step in (
        SendTemplate,
        SendSession,
        Ask,
        Wait,
        WaitForReply,
        WaitForEvent,
        Branch,
        BranchOnMessage,
        Split,
        UpdateContact,
        RecordConsent,
        CallHttp,
        StartJourney,
        Exit,
    )
}

__all__ = ["STEP_TYPES", "Port", "Step", "StepBase", "TextUse"]
