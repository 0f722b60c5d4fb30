"""Reply buttons: what a customer may tap instead of typing."""

from __future__ import annotations

from collections.abc import Sequence

from engine.journey.model import LocalText, Part
from engine.journey.steps.base import TextUse

BUTTON_LIMIT = 20
BUTTONS_AT_MOST = 3


class ReplyButton(Part):
    """A button under the message. `id` is what a branch of the next wait names; at most 20 characters of
    title."""

    id: str
    """What a branch of the next wait names."""
    title: LocalText = ""
    """What the customer reads on it, at most 20 characters."""


def button_texts(place: str, buttons: Sequence[ReplyButton]) -> list[TextUse]:
    """Their titles, for compiling and checking; `place` is the step's field that holds them."""
    return [
        TextUse((place, number, "title"), button.title, BUTTON_LIMIT, "button") for number, button in enumerate(buttons)
    ]
