"""Every step type, by its name in a file. How to add one: docs/adding-a-step.md."""

from __future__ import annotations

from typing import Annotated, get_args

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
    step.model_fields["type"].default: step for step in get_args(get_args(Step)[0])
}
"""The same by the name that a file uses."""

__all__ = ["STEP_TYPES", "Port", "Step", "StepBase", "TextUse"]
