"""Stories that are kept with a journey."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from storage import stories
from storage.audit import entries_about
from storage.core import Refused
from storage.database import reading, writing
from storage.journeys import delete_journey
from storage.tables import Journey, Story
from tests.storage.house import CLAIRE, NOON, PAUL, draw, minutes

LINES: dict[str, Any] = {"story": [{"says": "menu"}]}


def kept(database: Engine, name: str = "Menu", story_id: str = "s1") -> Story | Refused:
    with writing(database) as connection:
        return stories.add_story(
            connection, story_id=story_id, journey_id="journey-hello", name=name, definition=LINES, by=CLAIRE, at=NOON
        )


def names(database: Engine) -> list[str]:
    with reading(database) as connection:
        return [one.name for one in stories.list_stories(connection, journey_id="journey-hello")]


def drawn(database: Engine) -> None:
    with writing(database) as connection:
        draw(connection)


def test_stories_are_listed_with_their_journey_oldest_first(database: Engine) -> None:
    drawn(database)

    kept(database, "Second", "s2")
    kept(database, "First", "s1")

    assert names(database) == ["First", "Second"]


def test_a_name_is_given_once_a_journey(database: Engine) -> None:
    drawn(database)
    kept(database)

    again = kept(database, story_id="s2")

    assert again == Refused("name_taken", "s1")
    assert names(database) == ["Menu"]


def test_a_story_is_replaced_and_renamed_by_whom_it_says(database: Engine) -> None:
    drawn(database)
    kept(database)
    other = {"story": [{"says": "carte"}]}

    with writing(database) as connection:
        stories.replace_story(connection, story_id="s1", definition=other, by=PAUL, at=minutes(5))
        stories.rename_story(connection, story_id="s1", name="Carte", by=PAUL, at=minutes(6))

    with reading(database) as connection:
        [story] = stories.list_stories(connection, journey_id="journey-hello")
        acts = [entry.act for entry in entries_about(connection, subject="journey:journey-hello")]
    assert (story.name, story.definition, story.changed_by, story.changed_at) == ("Carte", other, PAUL, minutes(6))
    assert acts[:3] == ["story.renamed", "story.replaced", "story.added"]


def test_a_taken_name_and_a_story_that_is_gone_are_refused(database: Engine) -> None:
    drawn(database)
    kept(database)
    kept(database, "Carte", "s2")

    with writing(database) as connection:
        taken = stories.rename_story(connection, story_id="s2", name="Menu", by=PAUL, at=NOON)
        same = stories.rename_story(connection, story_id="s2", name="Carte", by=PAUL, at=NOON)
        gone = stories.delete_story(connection, story_id="s9", by=PAUL, at=NOON)
        replaced = stories.replace_story(connection, story_id="s9", definition=LINES, by=PAUL, at=NOON)

    assert taken == Refused("name_taken", "s1")
    assert isinstance(same, Story)
    assert gone == replaced == Refused("no_such_story", "s9")


def test_a_deleted_journey_takes_its_stories_along(database: Engine) -> None:
    drawn(database)
    kept(database)

    with writing(database) as connection:
        deleted = delete_journey(connection, journey_id="journey-hello", by=CLAIRE, at=NOON)

    assert isinstance(deleted, Journey)
    assert names(database) == []
