"""Stories that are kept with a journey, in and out as files: beside the journey's own file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from engine.clock import system_clock
from engine.commands.words import say
from engine.explore.writing import beside, stored
from engine.ids import new_id
from engine.journey.files import BadFile, load_source, load_text, read_file
from engine.journey.keywords import fold
from engine.journey.stories import Story, journey_beside, read_story
from storage import journeys, stories

SUFFIX = ".story.yaml"
BY = None
"""Commands are run by the operator, who has no account in the designer."""


def is_story(path: Path) -> bool:
    """Whether a file holds a story; one that cannot be read is for the reader of journeys to name."""
    try:
        value = load_source(load_text(path), str(path), "journey", "").value
    except BadFile:
        return False
    return "story" in value and "parcours" not in value


@dataclass(frozen=True, slots=True)
class Filed:
    """A story as a file holds it, and the key of the journey that it names."""

    path: Path
    key: str
    story: Story


def read_filed(path: Path) -> Filed:
    """Raises BadFile, also for the journey that the story names."""
    story = read_story(path)
    journey_path = journey_beside(story, path)
    if journey_path is None:
        raise BadFile(str(path), ["The story names no journey; write “journey: my-journey.yaml” at its top."])
    name = story.name or path.name.removesuffix(path.suffix).removesuffix(".story")
    return Filed(path, read_file(journey_path).key, story.model_copy(update={"name": name}))


def take_in_story(connection: Connection, filed: Filed) -> str:
    """Keep a story with its journey, in place of one of the same name; what is said of it. Raises BadFile where there is
    no such journey."""
    name, journey = filed.story.name, journeys.find_journey(connection, key=filed.key)
    if journey is None:
        raise BadFile(str(filed.path), [f"There is no journey “{filed.key}” here; import its file too."])
    same = stories.find_story(connection, journey_id=journey.id, name=name)
    definition, now = stored(filed.story), system_clock()
    if same is not None:
        stories.replace_story(connection, story_id=same.id, definition=definition, by=BY, at=now)
    else:
        stories.add_story(
            connection, story_id=new_id(), journey_id=journey.id, name=name, definition=definition, by=BY, at=now
        )
    return say(f"{filed.key} : scénario « {name} » enregistré.", f"{filed.key}: story “{name}” saved.")


def files_of(connection: Connection, journey_id: str, key: str) -> Iterator[tuple[str, str]]:
    """The name and the text of a file for each story of a journey."""
    taken = set[str]()
    for number, row in enumerate(stories.list_stories(connection, journey_id=journey_id), start=1):
        name = _slug(row.name) or str(number)
        name = f"{name}-{number}" if name in taken else name
        taken.add(name)
        yield f"{key}.{name}{SUFFIX}", beside(Story.model_validate(row.definition), row.name, key)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name))[:48].strip("-")
