"""Every rule by its name. A new rule is one file here, one line below, sentences in `words.yaml`, and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from engine.checker.context import Scene
from engine.checker.problem import Problem
from engine.checker.rules import (
    answer_not_handled,
    ask_without_save,
    bad_text,
    button_too_long,
    button_twice,
    button_without_path,
    call_incomplete,
    condition_incomplete,
    consent_without_name,
    empty_branch,
    endless_loop,
    event_without_name,
    field_may_be_empty,
    http_host_not_listed,
    impossible_condition,
    keyword_is_opt_out,
    keyword_never_matches,
    keyword_used_elsewhere,
    language_missing,
    link_not_accepted,
    media_not_accepted,
    no_start,
    no_way_to_stop,
    one_offer_only,
    outside_window,
    purpose_mismatch,
    silence_not_handled,
    step_without_next,
    template_missing,
    template_not_approved,
    template_paused,
    template_values_missing,
    text_empty,
    text_too_long,
    too_many_buttons,
    trigger_without_words,
    unknown_field,
    unknown_step,
    unreachable_step,
    wait_without_length,
)

Rule: TypeAlias = Callable[[Scene], Iterator[Problem]]

RULES: Mapping[str, Rule] = {
    module.__name__.rpartition(".")[2]: module.check
    for module in (
        no_start, trigger_without_words, event_without_name, unknown_step, step_without_next,
        unreachable_step, outside_window, endless_loop, wait_without_length, button_without_path,
        answer_not_handled, silence_not_handled, empty_branch, keyword_never_matches,
        keyword_used_elsewhere, keyword_is_opt_out, impossible_condition, condition_incomplete,
        template_missing, template_not_approved, template_paused, template_values_missing,
        purpose_mismatch, no_way_to_stop, bad_text, text_empty, text_too_long, too_many_buttons,
        button_too_long, button_twice, unknown_field, field_may_be_empty, language_missing,
        media_not_accepted, one_offer_only, link_not_accepted, call_incomplete, http_host_not_listed, ask_without_save, consent_without_name,
    )
}  # fmt: skip
