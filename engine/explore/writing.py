"""What was found, as a story file that a person can read and `parcours rehearse` can play."""

from __future__ import annotations

from typing import Any

from engine.journey.promises import Broken
from engine.journey.stories import Story
from engine.journey.yaml_writing import write_yaml

FIELDS = ("name", "journey", "start", "contact", "templates", "always", "story")


def write_story(story: Story, broken: Broken | None = None, language: str = "fr") -> str:
    """The file; what it breaks stands as a comment at its top."""
    json: dict[str, Any] = story.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    ordered = {name: json[name] for name in FIELDS if name in json}
    head = f"# {broken.sentence(language)}\n" if broken else ""
    return head + write_yaml({**ordered, **json})
