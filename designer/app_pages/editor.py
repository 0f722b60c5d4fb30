"""Editor: draw the journey, write its texts, see its problems, put it live. `?journey=key&step=id`."""

from __future__ import annotations

import streamlit as st

from designer import editor_state, routes, services, state
from designer.audience_services import concerned, count_people
from designer.canvas_view import StepCount, Surround, node_of
from designer.components import editor_acts
from designer.components.canvas import events_from
from designer.components.editor_header import HeaderActs, editor_header
from designer.components.editor_panels import drawing, inspector, told_of
from designer.components.forecast_panel import Around, forecast_panel
from designer.components.inspector_watch import left_card, tell_newest
from designer.components.lost_words import lost_words
from designer.components.others_edits import say_what_others_changed
from designer.components.publish_dialog import publish_dialog
from designer.components.reading import reader
from designer.components.step_form import Board
from designer.components.step_form.sample_phone import sample_in_use
from designer.components.trial import bench_of
from designer.draft_model import Blocked, Desk, Draft, NoJourney, Outdated
from designer.draft_services import live_definition, load_draft, people_inside, publish
from designer.editing.places import find_node
from designer.editor_words import say
from designer.forecast_request import PEOPLE_AT_MOST
from designer.forecast_services import people_who_fit, sender_pace, zone_of_house
from designer.house_knowledge import House, find_problems, know_house
from designer.live_services import card_counts
from designer.phrasing import spoken
from engine.audience import People
from engine.checker.problem import Problem
from engine.journey.conditions import Condition
from engine.journey.definition import read_definition
from engine.journey.segments import Segment


@st.fragment
def table(key: str) -> None:
    """Head, drawing and form: one fragment, so that a click on a card draws nothing else."""
    here, desk = reader(), services.desk(state.person())
    editor_acts.take_in_texts(desk, key, here.language)
    editor_acts.take_in_operations(desk, key, here.language)
    draft = load_draft(desk, key)
    if isinstance(draft, NoJourney):
        nothing(say("no_journey", here.language, key=key))
        return
    house = known_house(desk, key)
    problems = known_problems(draft, house)
    selected = selection(draft)
    editor_acts.answer_keys([node for one in problems if (node := node_of(one))], selected, here.language)
    say_what_others_changed(desk, draft, dict(house.people), here)
    selected = selection(draft)
    editor_state.leave_field(left_card(state.widget(editor_state.WATCH)))
    fresh = editor_state.fresh(selected)
    acts = HeaderActs(
        take_back=lambda way: editor_acts.recall(desk, key, way, here.language),
        go_live=lambda: state.remember("editor:going_live", True),
    )
    editor_header(draft, acts, here)
    on_the_table = board(desk, draft, house)
    bench = bench_of(desk, draft, on_the_table)
    left, right = st.columns([8, 5])
    with left:
        around = Surround(
            problems=told_of(problems, fresh), counts=known_counts(desk, draft), templates=house.templates,
            sample=on_the_table.sample,
        )  # fmt: skip
        drawing(
            draft, around, acks=editor_state.acknowledged(key), language=here.language, selected=selected, bench=bench
        )
    with right, st.container(key="editor-side"):
        lost_words(here.language, lambda one: editor_acts.put_back(desk, key, one, here.language))
        inspector(
            on_the_table, selected, problems, drawn=(draft.version_id, draft.revision), fresh=fresh,
            see=editor_state.focus_on, bench=bench, cost=lambda: cost_of(desk, draft, house),
        )  # fmt: skip
    if state.take("editor:going_live", False):
        go_live(desk, draft, house, problems)
    state.say_news()


@st.fragment
def newest(key: str) -> None:
    """How far the draft is, for a person who only looks: others' edits appear without a click."""
    draft = load_draft(services.desk(state.person()), key)
    if isinstance(draft, Draft):
        tell_newest(draft.version_id, draft.revision, key=editor_state.NEWEST)


def board(desk: Desk, draft: Draft, house: House) -> Board:
    """What the forms get."""
    language, journey = state.language(), read_definition(draft.definition)
    return Board(
        definition=draft.definition,
        journey=journey,
        templates=house.templates,
        sample=sample_in_use(journey, language),
        language=language,
        revision=draft.revision,
        save=lambda change: editor_acts.save(desk, draft, change, language),
        texts_acknowledged=editor_state.texts_acknowledged(),
        business_name=services.settings().business_name,
        journeys={one.key: spoken(one.name, language) or one.key for one in house.surroundings.journeys or ()},
        today=desk.clock().date(),
        known_fields=tuple(f"contact.{name}" for name in house.surroundings.contact_fields or ()),
        numbers=house.numbers,
        kept_segments=house.segments,
        count_people=lambda condition: known_count(desk, condition),
    )


def cost_of(desk: Desk, draft: Draft, house: House) -> None:
    """What the journey costs, and what an audience would."""
    table = board(desk, draft, house)
    people = house.surroundings.people_by_country or {}
    around = Around(
        now=desk.clock(), zone=zone_of_house(desk), pace=sender_pace(desk, table.journey.sender), by_country=people,
        hours=house.surroundings.quiet_hours,
        people=lambda segment: people_who_fit(desk, segment_named(table, segment), limit=PEOPLE_AT_MOST),
    )  # fmt: skip
    forecast_panel(table, around)


def segment_named(table: Board, key: str) -> Condition | None:
    """The condition of a segment of the journey or of the house; None for everybody."""
    if not key:
        return None
    found = table.journey.segments.get(key) or Segment.model_validate(table.kept_segments.get(key, {}))
    return found.when


def selection(draft: Draft) -> list[str]:
    """The selected cards that still exist."""
    drawn = events_from(state.widget(editor_state.CANVAS)).selection
    return [node for node in editor_state.selection(drawn) if find_node(draft.definition, node) is not None]


def known_house(desk: Desk, key: str) -> House:
    """Templates and other journeys change seldom: read again every ten seconds."""
    held = state.recall("editor:house")
    if held is None or (desk.clock() - held[0]).total_seconds() > 10:
        held = (desk.clock(), know_house(desk, key))
        state.remember("editor:house", held)
    return held[1]


def known_counts(desk: Desk, draft: Draft) -> dict[str, StepCount]:
    """Who came where, once a version is live; counted again every ten seconds."""
    if draft.live_number is None:
        return {}
    held = state.recall("editor:counts")
    if held is None or (desk.clock() - held[0]).total_seconds() > 10:
        held = (desk.clock(), card_counts(desk, draft.journey.id))
        state.remember("editor:counts", held)
    return held[1]


def known_count(desk: Desk, condition: Condition) -> People:
    """Who fits a segment changes seldom while it is described: counted again every ten seconds."""
    stamp = condition.model_dump_json()
    held = state.recall("editor:segment")
    if held is None or held[0] != stamp or (desk.clock() - held[1]).total_seconds() > 10:
        held = (stamp, desk.clock(), count_people(desk, condition))
        state.remember("editor:segment", held)
    return held[2]


def known_problems(draft: Draft, house: House) -> list[Problem]:
    """Checked again when the draft or the house is another than before."""
    stamp = (draft.version_id, draft.revision, id(house))
    held = state.recall("editor:problems")
    if held is None or held[0] != stamp:
        held = (stamp, find_problems(draft.definition, house), house)
        state.remember("editor:problems", held)
    return held[1]


def go_live(desk: Desk, draft: Draft, house: House, problems: list[Problem]) -> None:
    """Open the dialog."""
    publish_dialog(
        draft, live_definition(desk, draft), problems,
        people=people_inside(desk, draft.journey.id), language=state.language(),
        audiences=concerned(desk, draft.journey.id, draft.definition),
        publish=lambda: put_live(desk, draft, house), see=editor_state.focus_on,
    )  # fmt: skip


def put_live(desk: Desk, draft: Draft, house: House) -> None:
    """Publish what was looked at, and say what came of it."""
    language = state.language()
    made = publish(desk, draft, lambda definition: find_problems(definition, house))
    match made:
        case Blocked():
            count = str(len(made.problems))
            state.announce(say("publish.errors", language, count=count), ":material/error:")
        case Outdated():
            state.announce(say(f"publish.{made.reason}", language), ":material/group:")
        case _:
            state.announce(say("publish.done", language, number=str(made.number)), ":material/rocket_launch:")


def nothing(words: str) -> None:
    """No journey to draw: where to find one."""
    st.info(words, icon=":material/route:")
    st.page_link(routes.JOURNEYS, label=say("all_journeys", state.language()))


wanted = st.query_params.get("journey", "")
if editor_state.opened(wanted) and st.query_params.get("step"):
    step = st.query_params["step"]
    editor_state.focus_on(step if ":" in step else f"step:{step}")
if wanted:
    table(wanted)
    newest(wanted)
else:
    nothing(say("no_key", state.language()))
