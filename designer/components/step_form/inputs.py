"""Widgets that show one place of the draft and save it when the person leaves them.

A widget writes only what differs from what was drawn in it (`saving`): a browser also reports a value when a list has other
entries than before, or when a form is drawn for the first time, and that is nobody's edit.

A widget's key is made of the node's id and the path: labels and order may change, the key stays. What stands in the draft
is shown, whoever wrote it; a refused value goes back to what it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from designer import state
from designer.components.step_form.board import Board
from designer.editing import clear_field, connect, set_field
from designer.editing.fields import Path, set_list
from designer.editing.places import ports_of
from engine.checker.words import catalogue, spoken_language
from engine.journey.clock_times import WEEKDAYS, Weekday, parse_hour
from engine.journey.durations import parse_duration

NOWHERE = ""
LONGEST = 1_051_200  # minutes in two years
UNITS = {"m": 60, "h": 3600, "d": 86400, "w": 604800}


def key_of(node: str, path: Path, suffix: str = "") -> str:
    """`form:step:answer:branches.yes.any_of`, the same at every run."""
    return f"form:{node}:{'.'.join(map(str, path))}{suffix}"


def first(key: str, value: Any, name: str = "value") -> dict[str, Any]:
    """What makes a widget show what the draft holds: its default, under the name that the widget calls it.

    Only a widget that holds something else is set through the session: a run may be interrupted before the browser drew
    it, and what was set then would never arrive.
    """
    held = state.widget(key, ...)
    if held is not ... and held != value:
        state.set_widget(key, value)
        return {}
    return {name: value}


def first_of(key: str, value: Any, options: Sequence[Any]) -> dict[str, Any]:
    """The same for a list to choose from, whose default is a place; None shows nothing chosen."""
    given = first(key, value, "index")
    return {"index": None if value is None else list(options).index(value)} if given else {}


def saving(
    key: str, drawn: Any, save: Callable[[Any], None], *, among: Collection[Any] | None = None
) -> Callable[[], None]:
    """What a widget does when the browser reports its value: save it, unless that is what stands there.

    The next change may come before the widget was drawn again: then what was saved last stands there. `among`: what a list
    has to choose from; after a change of language the browser reports the old words of an entry, which are nobody's choice.
    """
    stands = drawn

    def reported() -> None:
        nonlocal stands
        value = state.widget(key)
        if value != stands and (among is None or value in among):
            stands = value
            save(value)

    return reported


def saving_list(
    board: Board, node: str, path: Path, drawn: Sequence[Any], read: Callable[[Sequence[Any]], list[Any]]
) -> Callable[[], None]:
    """The same for a list: what was added or taken away is saved, and what others did to it meanwhile stays. `read` gives
    what the entries of the widget are in the draft."""
    key, stood = key_of(node, path), read(drawn)

    def save(entries: Sequence[Any]) -> None:
        nonlocal stood
        written, before = read(entries), stood
        stood = written
        board.save(lambda now: set_list(now, node, path, written, drawn=before))

    return saving(key, list(drawn), save)


def store(board: Board, node: str, path: Path, value: Any) -> None:
    """Save one place; an empty text or list takes it away."""
    if value in ("", None) or value == []:
        board.save(lambda now: clear_field(now, node, path))
    else:
        board.save(lambda now: set_field(now, node, path, value))


def keep(board: Board, node: str, path: Path, value: Any) -> None:
    """Save one place as it is, empty or not."""
    board.save(lambda now: set_field(now, node, path, value))


def text_input(
    board: Board, node: str, path: Path, value: str, label: str, *, keep_empty: bool = False, **options: Any
) -> None:
    """A line of text."""
    key = key_of(node, path)
    saver = keep if keep_empty else store
    st.text_input(
        label, key=key, on_change=saving(key, value, lambda text: saver(board, node, path, text.strip())),
        **first(key, value), **options,
    )  # fmt: skip


def choice(
    board: Board, node: str, path: Path, value: str, options: Mapping[str, str], *, label: str, **more: Any
) -> None:
    """One of a few values, in a list."""
    key = key_of(node, path)
    known = list(options) if value in options else [value, *options]
    st.selectbox(
        label, known, key=key, format_func=lambda one: options.get(one, one),
        on_change=saving(key, value, lambda one: store(board, node, path, one), among=known),
        **first_of(key, value, known), **more,
    )  # fmt: skip


def segments(
    board: Board, node: str, path: Path, value: str, options: Mapping[str, str], *, label: str, **more: Any
) -> None:
    """One of two or three values, side by side."""
    key = key_of(node, path)
    st.segmented_control(
        label, list(options), key=key, format_func=lambda one: options[one], required=True,
        on_change=saving(key, value, lambda one: store(board, node, path, one)), **first(key, value, "default"), **more,
    )  # fmt: skip


def toggle(board: Board, node: str, path: Path, value: bool, label: str) -> None:
    key = key_of(node, path)
    saver = saving(key, value, lambda on: keep(board, node, path, bool(on)))
    st.toggle(label, key=key, on_change=saver, **first(key, value))


def chips(
    board: Board, node: str, path: Path, value: Sequence[str], label: str, *, whole: bool = False, **options: Any
) -> None:
    """Words to which the person adds by writing, `Oui ×  yes ×`; unless `whole`, a comma parts two words."""
    key, now = key_of(node, path), list(dict.fromkeys(value))
    st.multiselect(
        label, now, key=key, accept_new_options=True,
        on_change=saving_list(board, node, path, now, lambda words: _words(words, whole)),
        **first(key, now, "default"), **options,
    )  # fmt: skip


def duration(board: Board, node: str, path: Path, value: str, label: str, *, sign: str = "") -> None:
    """A number and its unit: `24 heures`. `sign` is written before it."""
    amount, unit = split_duration(value)
    amount_key, unit_key = key_of(node, path, ".amount"), key_of(node, path, ".unit")

    def changed(_: Any) -> None:
        written = f"{sign}{int(state.widget(amount_key) or 0)}{state.widget(unit_key)}"
        keep(board, node, path, written)

    left, right = st.columns([2, 3], vertical_alignment="bottom")
    left.number_input(
        label, min_value=0, max_value=LONGEST, step=1, key=amount_key, on_change=saving(amount_key, amount, changed),
        **first(amount_key, amount),
    )  # fmt: skip
    right.selectbox(
        board.say("unit"), list(UNITS), key=unit_key, on_change=saving(unit_key, unit, changed, among=UNITS), label_visibility="collapsed",
        format_func=lambda one: board.say(f"unit.{one}"), **first_of(unit_key, unit, list(UNITS)),
    )  # fmt: skip


def hour(board: Board, node: str, path: Path, value: str, label: str) -> None:
    """A time of the day: `10:00`."""
    key, drawn = key_of(node, path), parse_hour(value)
    saver = saving(key, drawn, lambda chosen: keep(board, node, path, f"{chosen:%H:%M}"))
    st.time_input(label, key=key, on_change=saver, **first(key, drawn))


def weekdays(board: Board, node: str, path: Path, value: Sequence[Weekday], label: str) -> None:
    """Some days of the week, in their order."""
    key, names = key_of(node, path), catalogue()["weekdays"]
    drawn = [day for day in WEEKDAYS if day in value]
    st.multiselect(
        label, WEEKDAYS, key=key, format_func=lambda day: names[day][spoken_language(board.language)],
        on_change=saving_list(board, node, path, drawn, lambda days: [day for day in WEEKDAYS if day in days]),
        **first(key, drawn, "default"),
    )  # fmt: skip


def split_duration(value: str) -> tuple[int, str]:
    """The largest unit that says it in whole numbers, as the person wrote it where it has one part: `24h` stays 24 hours."""
    one = re.fullmatch(r"\s*(\d+)\s*([mhdw])\s*", value or "")
    if one:
        return int(one.group(1)), one.group(2)
    seconds = int(parse_duration(value).total_seconds()) if value else 0
    unit = next((name for name in ("d", "h", "m") if seconds and seconds % UNITS[name] == 0), "m")
    return -(-seconds // UNITS[unit]), unit


def told_apart(options: Iterable[str], label: Callable[[str], str]) -> dict[str, str]:
    """Option → its words, with a number behind those that an earlier one has too. A list sends words to the browser and takes
    words back: of two that read alike, the first would be taken for the second."""
    words: dict[str, str] = {}
    for option in options:
        plain = label(option)
        alike = sum(words_of == plain or words_of.startswith(f"{plain} (") for words_of in words.values())
        words[option] = f"{plain} ({alike + 1})" if alike else plain
    return words


def path_input(board: Board, node: str, port: str, label: str, *, nowhere: str, help: str | None = None) -> None:
    """Where a way out leads: a step by its name, or nowhere. For those who do not draw arrows."""
    part = board.part(node)
    now = next((way.to for way in ports_of(part) if way.id == port), None)
    steps = [step_id for step_id, _ in board.journey.walk() if f"step:{step_id}" != node]
    # An arrow drawn on the canvas makes another widget: the browser's old choice must not be written over it.
    key = key_of(node, ("to", port, now or "nowhere"))
    ways, drawn = [NOWHERE, *steps], now if now in steps else NOWHERE
    words = told_apart(ways, lambda one: f"→ {board.title(f'step:{one}')}" if one else nowhere)
    st.selectbox(
        label, ways, key=key, help=help, **first_of(key, drawn, ways), format_func=lambda one: str(words.get(one, one)),
        on_change=saving(
            key, drawn, lambda one: board.save(lambda draft: connect(draft, node, port, one or None)), among=ways
        ),
    )  # fmt: skip


def small_button(key: str, icon: str, help: str, act: Callable[[], None], *, disabled: bool = False) -> None:
    """An icon with its meaning in words for a pointer and a screen reader."""
    st.button("", key=key, icon=icon, help=help, on_click=act, type="tertiary", disabled=disabled)


def _words(words: Sequence[Any], whole: bool) -> list[str]:
    """As written, without blanks at the ends, each once."""
    parts = [part.strip() for word in words for part in ([str(word)] if whole else str(word).split(","))]
    return list(dict.fromkeys(part for part in parts if part))
