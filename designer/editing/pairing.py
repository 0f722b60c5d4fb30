"""A path for each button, each row of a list and the location: in the wait for a reply that follows a message, made when it
is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.editing.layout import ROW, make_room, positions, settle
from designer.editing.outcome import Definition, Edited, Refused, edited
from designer.editing.places import free_id, lead, need_node, steps_of
from designer.editing.starting import new_step
from engine.journey.keywords import Pattern


def pair_buttons(definition: Definition, step_id: str) -> Edited | Refused:
    """Give every button of a message a path in the wait that follows. A wait that is made on the way leads every other
    answer to what came next before."""

    def change(after: Definition) -> list[str]:
        message = need_node(after, f"step:{step_id}")
        wait_id = _following_wait(after, message) or _insert_wait(after, step_id, message)
        give_paths_to_buttons(message, steps_of(after)[wait_id])
        return [f"step:{wait_id}"]

    return edited(definition, "pair", change)


def give_paths_to_buttons(message: Mapping[str, Any], wait: dict[str, Any]) -> None:
    """A branch by its words takes the button of the same words; every other button gets a branch of its own."""
    branches: list[dict[str, Any]] = wait.setdefault("branches", [])
    for button in _unpaired(message, branches):
        words = _words(button.get("title"))
        spoken = next((branch for branch in branches if _says(branch, words)), None)
        if spoken is not None:
            spoken["buttons"] = [*(spoken.get("buttons") or []), button["id"]]
        else:
            branches.append(_branch(button["id"], words, branches))
    if _lacks_location(message, branches):
        branches.append({"id": free_id("location", (str(one.get("id")) for one in branches)), "location": True})


def is_paired(definition: Mapping[str, Any], step_id: str) -> bool:
    """Whether all that can be touched has a path of its own; true where there is nothing to touch."""
    message = steps_of(definition).get(step_id) or {}
    following = steps_of(definition).get(message.get("next") or "") or {}
    branches: list[dict[str, Any]] = following.get("branches") or []
    return not _unpaired(message, branches) and not _lacks_location(message, branches)


def _unpaired(message: Mapping[str, Any], branches: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    """Buttons and rows that no branch names."""
    if message.get("type") != "send_session":
        return []
    sections = (message.get("list") or {}).get("sections") or []
    tappable = [*(message.get("buttons") or []), *(row for section in sections for row in section.get("rows") or [])]
    taken = {button for branch in branches for button in branch.get("buttons") or []}
    return [button for button in tappable if button["id"] not in taken]


def _lacks_location(message: Mapping[str, Any], branches: list[dict[str, Any]]) -> bool:
    return bool(message.get("location_request")) and not any(branch.get("location") for branch in branches)


def _branch(button_id: str, words: list[str], branches: list[dict[str, Any]]) -> dict[str, Any]:
    branch_id = free_id(words[0] if words else button_id, (str(branch.get("id")) for branch in branches))
    return {"id": branch_id, "any_of": words, "match": "word", "typos": True, "buttons": [button_id]}


def _words(title: str | Mapping[str, str] | None) -> list[str]:
    """A customer may also type what stands on the button, in any of its languages."""
    titles = title.values() if isinstance(title, Mapping) else [title or ""]
    return list(dict.fromkeys(text.strip() for text in titles if text.strip()))


def _says(branch: Mapping[str, Any], words: list[str]) -> bool:
    spoken = Pattern.of("", map(str, branch.get("any_of") or []), "word", False).words
    return bool(set(spoken) & set(Pattern.of("", words, "word", False).words))


def _following_wait(definition: Definition, message: Mapping[str, Any]) -> str | None:
    after = message.get("next")
    step = steps_of(definition).get(after or "")
    return after if step is not None and step.get("type") == "wait_for_reply" else None


def _insert_wait(definition: Definition, step_id: str, message: dict[str, Any]) -> str:
    settle(definition)
    steps = steps_of(definition)
    wait_id, after = free_id("answer", steps), message.get("next")
    x, y = positions(definition)[f"step:{step_id}"]
    if after is not None:
        make_room(definition, after, at_y=y + ROW)
    steps[wait_id] = new_step("wait_for_reply")
    lead(message, "next", wait_id)
    lead(steps[wait_id], "otherwise", after)
    definition["layout"][wait_id] = [x, y + ROW]
    return wait_id
