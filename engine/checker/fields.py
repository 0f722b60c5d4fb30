"""The customer's fields, the event's and the answers: which exist, what they are called, which one was meant."""

from __future__ import annotations

from functools import cached_property

from engine.checker.context import Scene
from engine.checker.names import in_each
from engine.checker.nearest import nearest
from engine.checker.words import Fact, Spoken, say, word
from engine.journey.steps.ask import Ask
from engine.journey.steps.branch_on_message import BranchOnMessage
from engine.journey.steps.call_http import CallHttp
from engine.journey.steps.wait_for_event import WaitForEvent
from engine.journey.steps.wait_for_reply import WaitForReply

KEEP_ANSWERS = (WaitForReply, WaitForEvent, BranchOnMessage, Ask, CallHttp)
OWN_FIELDS = ("name", "language", "country", "timezone")


class Fields:
    """What texts and conditions of one journey may read."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    @cached_property
    def _attributes(self) -> set[str]:
        """Own fields, the house's, and what this journey notes itself."""
        known = self._scene.surroundings.contact_fields or {}
        steps = self._scene.journey.steps.values()
        return {*OWN_FIELDS, *known, *(name for step in steps for name in step.notes())}

    @cached_property
    def _answers(self) -> set[str]:
        return {step_id for step_id, step in self._scene.journey.steps.items() if isinstance(step, KEEP_ANSWERS)}

    def is_unknown(self, path: str) -> bool:
        """True only when nobody can have it."""
        root, _, rest = path.partition(".")
        name = rest.split(".")[0]
        if root == "contact" and name:
            return self._scene.surroundings.contact_fields is not None and name not in self._attributes
        if root == "answers" and name:
            return name not in self._answers
        return root != "event" or not name

    def meant_by(self, path: str) -> str | None:
        """The known path that is nearest, by its name or by its label."""
        known = self._scene.surroundings.contact_fields or {}
        by_name = {name: f"contact.{name}" for name in self._attributes}
        by_name |= {label: f"contact.{name}" for name, label in known.items()}
        by_name |= {label: f"contact.{name}" for name in OWN_FIELDS for label in self._own_labels(name)}
        if path.startswith("answers"):
            by_name = {step_id: f"answers.{step_id}" for step_id in self._answers}
        found = nearest(path.rpartition(".")[2], by_name)
        return by_name[found] if found else None

    def label(self, path: str) -> Fact:
        """`prénom` for `contact.name`; the path itself where there is no word."""
        root, _, name = path.partition(".")
        known = self._scene.surroundings.contact_fields or {}
        return (known.get(name) or word("fields", name) or name) if root == "contact" else path

    def subject(self, path: str) -> Fact:
        """To begin a sentence: `Le prénom`, `Le champ « points »`."""
        name = path.removeprefix("contact.")
        label = self.label(path)
        ready = word("subjects", name)
        return ready or in_each(
            lambda language: (word("subjects", "any") or {})[language].format(label=say(label, language))
        )

    @staticmethod
    def _own_labels(name: str) -> list[str]:
        spoken: Spoken = word("fields", name) or {}
        return list(spoken.values())
