"""A story as a file that a person can read and `parcours rehearse` can play, and as it is kept with its journey."""

from __future__ import annotations

from typing import Any

from engine.journey.promises import Broken
from engine.journey.stories import Story
from engine.journey.yaml_writing import write_yaml

FIELDS = ("name", "journey", "start", "contact", "templates", "always", "story")


def write_story(story: Story, broken: Broken | None = None, language: str = "fr") -> str:
    """The file; what it breaks stands as a comment at its top."""
    json: dict[str, Any] = story.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    ordered = {name: json[name] for name in FIELDS if name in json}
    head = f"# {broken.sentence(language)}\n" if broken else ""
    return head + write_yaml({**ordered, **json})


def stored(story: Story) -> dict[str, Any]:
    """What a row keeps of a story: without the path of its journey and its name, which the row says itself."""
    json: dict[str, Any] = story.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    return {name: value for name, value in json.items() if name not in ("journey", "name")}


def beside(story: Story, name: str, journey_key: str) -> str:
    """A kept story as a file beside that of its journey."""
    return write_story(story.model_copy(update={"name": name, "journey": f"{journey_key}.yaml"}))
