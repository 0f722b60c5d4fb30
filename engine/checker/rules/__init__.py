"""Every rule by its name. A new rule is one file here, one line below, sentences in `words.yaml`, and cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from engine.checker.context import Scene
from engine.checker.problem import Problem
from engine.checker.rules import (
    answer_may_be_missing,
    answer_not_handled,
    ask_without_save,
    asks_for_secret,
    bad_text,
    button_too_long,
    button_twice,
    button_without_path,
    call_incomplete,
    code_in_marketing,
    condition_incomplete,
    consent_not_asked,
    consent_without_name,
    empty_branch,
    endless_loop,
    entry_never_differs,
    event_detail_missing,
    event_used_elsewhere,
    event_without_name,
    field_may_be_empty,
    formatting_not_shown,
    http_host_not_listed,
    impossible_condition,
    keyword_is_opt_out,
    keyword_never_matches,
    keyword_used_elsewhere,
    language_missing,
    language_unknown,
    link_broken,
    link_not_accepted,
    media_not_accepted,
    no_start,
    no_way_to_stop,
    one_offer_only,
    outside_window,
    purpose_mismatch,
    silence_not_handled,
    start_never_used,
    step_without_next,
    taps_not_heard,
    template_missing,
    template_name_impossible,
    template_not_approved,
    template_not_supported,
    template_paused,
    template_values_missing,
    text_empty,
    text_may_be_too_long,
    text_too_long,
    too_many_buttons,
    too_many_in_a_row,
    trigger_without_words,
    unknown_field,
    unknown_step,
    unreachable_step,
    us_marketing,
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
        media_not_accepted, one_offer_only, link_not_accepted, call_incomplete, http_host_not_listed, ask_without_save,
        consent_without_name,
        template_name_impossible, template_not_supported, taps_not_heard, answer_may_be_missing, event_detail_missing,
        start_never_used, event_used_elsewhere, link_broken, formatting_not_shown, language_unknown, asks_for_secret,
        too_many_in_a_row, consent_not_asked, us_marketing, entry_never_differs, text_may_be_too_long,
        code_in_marketing,
    )
}  # fmt: skip
