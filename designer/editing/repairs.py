"""The repairs that the checker proposes, as edits. `facts` are those of the problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from designer.editing.layout import ROW, free_spot, positions, settle
from designer.editing.outcome import CannotEdit, Definition, Edited, Refused, edited
from designer.editing.pairing import pair_buttons
from designer.editing.places import free_id, layout_key, lead, need_node, ports_of, steps_of
from designer.editing.repairs_in_place import IN_PLACE
from designer.editing.rounds import limit_rounds
from designer.editing.splitting import share_evenly
from designer.editing.starting import new_step
from designer.editing.stopping import add_stop

Facts = Mapping[str, Any]
WRITTEN = (
    "text", "retry", "words", "values", "buttons", "choices", "set", "branches", "media", "header_media", "until",
    "if_window_closed", "list", "link_button", "url", "headers", "body",
)  # fmt: skip
"""Fields of a step that may hold placeholders."""
SPOKEN: dict[str, tuple[tuple[str, ...], str]] = {
    "send_session": (("text",), "buttons"),
    "ask": (("text", "retry"), "choices"),
    "record_consent": (("words",), ""),
}
"""Step type → its texts in every language, and its list of titles. The first text is there even when empty."""
BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def can_repair(definition: Definition, repair: str | None, node: str, facts: Facts) -> bool:
    """Whether a button can be shown for it: the repair would change something."""
    outcome = mend(definition, repair, node, facts) if repair in REPAIRS else None
    return isinstance(outcome, Edited) and outcome.definition != definition


def mend(definition: Definition, repair: str | None, node: str, facts: Facts) -> Edited | Refused:
    """Carry out a repair by its name on a node (`step:<id>` or `trigger:<id>`)."""
    if repair is None or repair not in REPAIRS:
        return Refused("bad_op", {})
    return REPAIRS[repair](definition, node, facts)


def add_exit(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """An end behind every open way out (or the one that the problem names)."""

    def change(after: Definition) -> list[str]:
        part = need_node(after, node)
        wanted = (facts.get("field") or [None])[0]
        open_ways = [port.id for port in ports_of(part) if port.to is None and not port.optional]
        for port in [wanted] if wanted in open_ways else open_ways:
            lead(part, port, _exit_below(after, node))
        return [node]

    return edited(definition, "repair", change)


def _exit_below(definition: Definition, node: str) -> str:
    settle(definition)
    step_id = free_id("end", steps_of(definition))
    x, y = definition["layout"][layout_key(node)]
    spot = free_spot(positions(definition), x, y + ROW)
    definition.setdefault("steps", {})[step_id] = new_step("exit")
    definition["layout"][step_id] = list(spot)
    return step_id


def add_no_reply(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """A limit of twenty hours, inside the 24 that a reply may use, and an end for who stays silent."""
    return _add_end(definition, node, "no_reply", "20h")


def add_no_event(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """A limit of three days, and an end for those of whom no event comes."""
    return _add_end(definition, node, "no_event", "3d")


def _add_end(definition: Definition, node: str, way: str, limit: str) -> Edited | Refused:
    def change(after: Definition) -> list[str]:
        part = need_node(after, node)
        part["for"] = part.get("for") or limit
        if part.get(way) not in steps_of(after):
            lead(part, way, _exit_below(after, node))
        return [node]

    return edited(definition, "repair", change)


def add_path(definition: Definition, node: str, _facts: Facts) -> Edited | Refused:
    """A path for each button of the message."""
    return pair_buttons(definition, node.removeprefix("step:"))


def use_template(definition: Definition, node: str, _facts: Facts) -> Edited | Refused:
    """A free reply that comes too late becomes a template message at the same place; its text has to be chosen."""

    def change(after: Definition) -> list[str]:
        step = need_node(after, node)
        kept = {name: step[name] for name in ("title", "next", "not_sent") if name in step}
        steps_of(after)[node.removeprefix("step:")] = {**new_step("send_template"), **kept}
        return [node]

    return edited(definition, "repair", change)


def add_fallback(definition: Definition, node: str, _facts: Facts) -> Edited | Refused:
    """A free reply that may come too late gets a fallback; its template has to be chosen."""

    def change(after: Definition) -> list[str]:
        step = need_node(after, node)
        if step.get("type") != "send_session":
            raise CannotEdit("no_path")
        step["if_window_closed"] = step.get("if_window_closed") or {}
        return [node]

    return edited(definition, "repair", change)


def correct_field(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """Write the field that was meant in place of one that does not exist, in every text of the step."""
    wrong, right = str(facts.get("name")), facts.get("suggestion")
    if not right:
        return Refused("no_path", {})

    def change(after: Definition) -> list[str]:
        part = need_node(after, node)
        for name in WRITTEN:
            if name in part:
                part[name] = _corrected(part[name], wrong, str(right))
        return [node]

    return edited(definition, "repair", change)


def _corrected(value: Any, wrong: str, right: str) -> Any:
    if isinstance(value, dict):
        kept = {name: _corrected(item, wrong, right) for name, item in value.items()}
        return {**kept, "attribute": right} if value.get("attribute") == wrong else kept
    if isinstance(value, list):
        return [_corrected(item, wrong, right) for item in value]
    return _in_placeholders(value, wrong, right) if isinstance(value, str) else value


def _in_placeholders(text: str, wrong: str, right: str) -> str:
    """Only what stands between braces is a field; the same word in the sentence stays."""
    name = re.compile(rf"(?<![\w.]){re.escape(wrong)}(?![\w])")
    return BRACES.sub(lambda found: name.sub(right, found.group(0)), text)


def reconnect(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """An arrow to a step that does not exist leads to the one that was meant."""

    def change(after: Definition) -> list[str]:
        meant = str(facts.get("suggestion"))
        if meant not in steps_of(after):
            raise CannotEdit("no_step")
        lead(need_node(after, node), str((facts.get("field") or ["next"])[0]), meant)
        return [node]

    return edited(definition, "repair", change)


def choose_template(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """Take the template whose name was meant."""

    def change(after: Definition) -> list[str]:
        if not facts.get("suggestion"):
            raise CannotEdit("no_path")
        step = need_node(after, node)
        sent = step["if_window_closed"] if (facts.get("field") or [None])[0] == "if_window_closed" else step
        sent["template"] = str(facts["suggestion"])
        return [node]

    return edited(definition, "repair", change)


def _widen_offers(step: dict[str, Any], widened: Callable[[Any], Any]) -> None:
    """The texts of a list and a link. A page is the same in all languages unless there is already one for each."""
    sheet, link = step.get("list"), step.get("link_button")
    if sheet:
        sheet["button"] = widened(sheet.get("button") or "")
        for section in sheet.get("sections") or []:
            for part in [section, *(section.get("rows") or [])]:
                part |= {name: widened(part[name]) for name in ("title", "description") if part.get(name)}
    if link:
        link["title"] = widened(link.get("title") or "")
        if isinstance(link.get("url"), dict):
            link["url"] = widened(link["url"])


def add_language(definition: Definition, node: str, facts: Facts) -> Edited | Refused:
    """Room for a text in one more language, in the message and on its buttons. A file is in all languages unless there is
    already one for each."""
    language, default = str(facts.get("language")), str(definition.get("language") or "fr")

    def widened(text: Any) -> Any:
        written = text if isinstance(text, dict) else {default: text}
        return written if language in written else {**written, language: ""}

    def change(after: Definition) -> list[str]:
        step = need_node(after, node)
        if step.get("type") not in SPOKEN:
            raise CannotEdit("no_path")
        texts, items = SPOKEN[step["type"]]
        for name in texts[:1] + tuple(name for name in texts[1:] if name in step):
            step[name] = widened(step.get(name) or "")
        for item in step.get(items) or []:
            item["title"] = widened(item.get("title") or "")
        _widen_offers(step, widened)
        file = step.get("media") or {}
        file |= {name: widened(text) for name, text in file.items() if isinstance(text, dict)}
        return [node]

    return edited(definition, "repair", change)


REPAIRS: dict[str, Callable[[Definition, str, Facts], Edited | Refused]] = {
    "add_exit": add_exit,
    "add_path": add_path,
    "use_template": use_template,
    "add_fallback": add_fallback,
    "correct_field": correct_field,
    "reconnect": reconnect,
    "choose_template": choose_template,
    "add_language": add_language,
    "add_no_reply": add_no_reply,
    "add_no_event": add_no_event,
    **IN_PLACE,
    "share_evenly": share_evenly,
    "limit_rounds": limit_rounds,
    "add_stop": add_stop,
}
