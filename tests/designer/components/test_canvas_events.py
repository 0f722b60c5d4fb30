"""What the browser sent, read with suspicion."""

from __future__ import annotations

from typing import Any

import pytest

from designer.components.canvas import acknowledge, events_from, fresh_operations


def sent(*items: dict[str, Any], client: str = "c1") -> dict[str, Any]:
    return {"ops": {"client": client, "items": list(items)}}


def undo(seq: int) -> dict[str, Any]:
    return {"op": "undo", "seq": seq}


def test_before_anything_happened_there_are_no_events() -> None:
    for state in (None, {}, {"ops": None, "selection": None, "command": None}):
        events = events_from(state)

        assert fresh_operations(events, {}) == []
        assert (events.selection, events.command) == ([], None)


def test_an_edit_is_applied_once_although_the_browser_sends_it_again() -> None:
    first = events_from(sent(undo(1), undo(2)))
    acknowledged = acknowledge({}, first)

    again = events_from(sent(undo(1), undo(2), undo(3)))

    assert [op["seq"] for op in fresh_operations(first, {})] == [1, 2]
    assert acknowledged == {"c1": 2}
    assert [op["seq"] for op in fresh_operations(again, acknowledged)] == [3]


def test_edits_of_another_mount_are_counted_apart() -> None:
    acknowledged = acknowledge({"c1": 9}, events_from(sent(undo(1), client="c2")))

    assert acknowledged == {"c1": 9, "c2": 1}


def test_edits_are_read_in_order_of_their_numbers() -> None:
    events = events_from(sent(undo(3), undo(1), undo(2)))

    assert [op["seq"] for op in fresh_operations(events, {})] == [1, 2, 3]


MALFORMED: list[Any] = [
    "undo",
    {"op": "undo"},
    {"op": "undo", "seq": True},
    {"op": "explode", "seq": 1},
    {"op": "move", "seq": 1, "positions": {"step:a": [1]}},
    {"op": "move", "seq": 1, "positions": {"step:a": ["1", 2]}},
    {"op": "delete", "seq": 1, "ids": "step:a"},
    {"op": "connect", "seq": 1, "node": "step:a", "port": "next"},
    {"op": "add", "seq": 1, "id": "step:a", "type": "wait", "x": 0, "y": 0, "from": {}, "positions": {}},
    {"op": "paste", "seq": 1, "source": "", "nodes": [{}], "new_ids": {}, "offset": [0, 0]},
]


@pytest.mark.parametrize("item", MALFORMED)
def test_what_is_no_edit_is_left_out_and_the_rest_is_kept(item: Any) -> None:
    events = events_from(sent(item, undo(7)))

    assert [op["seq"] for op in fresh_operations(events, {})] == [7]


def test_every_edit_of_the_contract_is_read() -> None:
    origin = {"node": "step:a", "port": "next"}
    edits: list[dict[str, Any]] = [
        {"op": "add", "id": "step:b", "type": "wait", "x": 0, "y": -4, "from": origin, "positions": {}},
        {"op": "connect", **origin, "target": "step:b"},
        {"op": "disconnect", **origin},
        {"op": "move", "positions": {"step:a": [1, 2]}},
        {"op": "tidy", "positions": {"step:a": [1, 2]}},
        {"op": "delete", "ids": ["step:a"]},
        {"op": "duplicate", "ids": ["step:a"], "new_ids": {"step:a": "step:c"}, "offset": [40, 40]},
        {"op": "paste", "source": "", "nodes": [{"id": "step:a"}], "new_ids": {}, "offset": [0, 0]},
        {"op": "undo"},
        {"op": "redo"},
    ]

    events = events_from(sent(*[{**edit, "seq": n} for n, edit in enumerate(edits, start=1)]))

    assert [op["op"] for op in fresh_operations(events, {})] == [edit["op"] for edit in edits]


def test_an_unknown_command_is_not_passed_on() -> None:
    assert events_from({"command": {"nonce": "1", "name": "format_disk"}}).command is None
    assert events_from({"command": {"nonce": "1", "name": "save"}}).command == {"nonce": "1", "name": "save"}
