"""Where cards stand when nobody has placed them."""

from __future__ import annotations

from designer.editing.layout import CARD_HEIGHT, CARD_WIDTH, positions
from tests.designer.editing_samples import bare, cart


def test_cards_without_a_place_stand_in_rows_under_their_start() -> None:
    definition = cart()
    del definition["layout"]

    places = positions(definition)

    rows = [places[node][1] for node in ("trigger:cart", "step:remind", "step:answer", "step:thanks")]
    assert rows == sorted(set(rows))


def test_no_two_cards_cover_each_other() -> None:
    definition = cart()
    definition["layout"] = {"remind": [0, 0]}
    for number in range(6):
        definition["steps"][f"alone{number}"] = {"type": "exit"}

    places = list(positions(definition).values())

    for number, (x, y) in enumerate(places):
        for other_x, other_y in places[number + 1 :]:
            assert abs(x - other_x) >= CARD_WIDTH or abs(y - other_y) >= CARD_HEIGHT


def test_a_placed_card_stays_where_it_is() -> None:
    definition = cart()
    definition["layout"] = {"bye": [7, 9]}

    assert positions(definition)["step:bye"] == (7, 9)


def test_circles_and_arrows_to_nowhere_are_laid_out_too() -> None:
    definition = bare() | {
        "steps": {
            "a": {"type": "wait", "for": "1d", "next": "b"},
            "b": {"type": "wait", "for": "1d", "next": "a"},
            "c": {"type": "wait", "next": "gone"},
        }
    }

    assert set(positions(definition)) == {"step:a", "step:b", "step:c"}
