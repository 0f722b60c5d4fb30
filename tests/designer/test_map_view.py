"""The read-only map: cards with counts, arrows that are thick where many went, and nothing that runs in a browser."""

from __future__ import annotations

import json
from collections import Counter
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import streamlit_agraph

from designer.components import journey_map
from designer.kinds import KINDS
from designer.map_card import Card, draw
from designer.map_view import THICKEST, THINNEST, Counts, Look, arrows, cards, draw_map, frame_height, width
from engine.journey.definition import Journey, read_definition
from engine.journey.steps import STEP_TYPES
from engine.journey.triggers import TRIGGER_TYPES
from storage.counts import Deliveries, StepCounts
from tests.designer.editing_samples import cart


def journey() -> Journey:
    return read_definition(cart())


def counted() -> Counts:
    held = Deliveries(sent=38, delivered=30, held=Counter({"template_paused": 2}))
    return Counts(
        {
            "remind": StepCounts(entered=40, waiting=3, messages=held),
            "answer": StepCounts(entered=37, ports=Counter({"branch:yes": 30, "otherwise": 5, "no_reply": 5})),
        },
        {"cart": 40},
    )


def test_a_card_tells_how_many_came_who_is_here_and_what_is_held_back() -> None:
    card = cards(journey(), counted(), Look(), {})["step:remind"]

    assert (card.left, card.right, card.trouble) == ("40", "3 ici", "2 retenus")


def test_a_start_tells_how_many_entered() -> None:
    assert cards(journey(), counted(), Look(), {})["trigger:cart"].left == "40 entrés"


def test_the_reader_of_english_reads_english() -> None:
    assert cards(journey(), counted(), Look("en"), {})["step:remind"].right == "3 here"


def test_two_ways_to_the_same_card_are_one_arrow_with_both_conditions() -> None:
    found = {(one.source, one.target): one for one in arrows(journey(), counted(), "fr")}

    both = found["step:answer", "step:bye"]
    assert both.labels == ["Autre réponse", "Sans réponse après 24 h"]
    assert both.passed == 10


def test_an_arrow_says_which_share_took_it() -> None:
    shares = {one.target: one.share for one in arrows(journey(), counted(), "fr") if one.source == "step:answer"}

    assert shares == {"step:thanks": "75\u00a0%", "step:bye": "25\u00a0%"}


def test_thick_arrows_are_walked_by_many() -> None:
    assert width(0, 40) == THINNEST
    assert width(40, 40) == THICKEST
    assert width(10, 40) < width(30, 40)


def test_every_arrow_has_an_id_of_its_own() -> None:
    drawn = draw_map(journey(), counted(), Look())

    ids = [edge["id"] for edge in drawn["edges"]]
    assert len(ids) == len(set(ids)) == 5


def test_no_part_of_a_drawing_can_run_in_the_browser() -> None:
    hostile = cart()
    hostile["steps"]["remind"]["title"] = "<script>alert(1)</script>"
    hostile["triggers"][0]["title"] = '"><img src=x onerror=alert(1)>'

    drawn = draw_map(read_definition(hostile), Counts(), Look())

    assert all("title" not in node and node["div"] == {"innerHTML": ""} for node in drawn["nodes"])
    pictures = [unquote(node["image"]) for node in drawn["nodes"] if "image" in node]
    assert not any("<script" in picture or "<img" in picture for picture in pictures)


@pytest.mark.parametrize("dark", [False, True])
def test_every_card_is_a_picture_that_a_browser_can_read(dark: bool) -> None:
    for kind in KINDS:
        svg = draw(Card(kind, "A & B < C", "« x »", left="1", right="2 ici", trouble="3 retenus"), dark=dark)

        assert ElementTree.fromstring(svg).attrib["viewBox"] == "0 0 240 84"


def test_every_type_of_the_language_is_drawn_and_no_other() -> None:
    assert KINDS.keys() == {*STEP_TYPES, *TRIGGER_TYPES}
    assert {kind for kind, one in KINDS.items() if one.group == "start"} == set(TRIGGER_TYPES)


def test_a_long_title_is_cut_to_one_line() -> None:
    svg = draw(Card("wait", "Un titre\nbeaucoup trop long pour tenir sur une carte"), dark=False)

    assert "Un titre beaucoup tro…" in svg


def test_the_selected_card_has_a_ring() -> None:
    plain, ringed = (draw(Card("wait", "x", selected=chosen), dark=False) for chosen in (False, True))

    assert plain != ringed
    assert 'stroke-width="2.5"' in ringed


def test_what_a_customer_did_not_walk_is_faded() -> None:
    drawn = cards(journey(), counted(), Look(walked=["remind"]), {})

    assert not drawn["step:remind"].faded
    assert drawn["step:bye"].faded


def test_a_journey_that_is_taller_gets_a_taller_frame() -> None:
    flat = {"nodes": [{"x": 0, "y": 0}, {"x": 900, "y": 100}]}
    tall = {"nodes": [{"x": 0, "y": 0}, {"x": 300, "y": 2000}]}

    assert frame_height(flat) < frame_height(tall) <= 1100


def test_a_journey_without_any_card_is_drawn_empty() -> None:
    bare = read_definition({"parcours": 1, "key": "new"})

    assert draw_map(bare, Counts(), Look()) == {"nodes": [], "edges": []}


def test_a_change_of_counts_leaves_the_configuration_as_it_is() -> None:
    """Another configuration would make the map start over and lose the zoom."""
    assert journey_map.configuration(True, 500) == journey_map.configuration(True, 500)
    assert json.dumps(journey_map.configuration(False, 500))


def test_streamlit_agraph_still_has_the_component_that_maps_are_drawn_with() -> None:
    assert callable(streamlit_agraph._agraph)
    assert journey_map.COMPONENT is streamlit_agraph._agraph
