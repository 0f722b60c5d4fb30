"""Going live: says whom it concerns and what leaves, refuses with the list while something must be mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from designer.audience_services import Concerned
from designer.components.plain import plain
from designer.components.problems import problem_list
from designer.draft_differences import Differences, content, differences
from designer.draft_model import Draft
from designer.editing import Definition
from designer.editor_words import say
from designer.figures import number
from designer.schedule_words import when_words
from engine.checker.names import language_name
from engine.checker.problem import Problem
from engine.checker.words import spoken_language


def publish_dialog(
    draft: Draft,
    live: Definition | None,
    problems: Sequence[Problem],
    *,
    people: int,
    audiences: Sequence[Concerned] = (),
    language: str,
    publish: Callable[[], None],
    see: Callable[[str], None],
) -> None:
    """Open it in this run. `live` is the definition that people enter now, None before the first."""
    title = say("publish.title", language, name=plain(draft.journey.name_in(language)))

    @st.dialog(title, width="medium")
    def show() -> None:
        errors = [problem for problem in problems if problem.is_error]
        if errors:
            st.error(say("publish.errors", language, count=str(len(errors))), icon=":material/error:")
            problem_list(
                errors,
                draft.definition,
                language=language,
                see=lambda node: _close_after(lambda: see(node)),
                place="live",
            )
            return
        _people(people, language)
        _content(draft, live, language)
        _audiences(audiences, language)
        _warnings([problem for problem in problems if not problem.is_error], draft, language)
        st.button(
            say("publish.do", language), key="editor:publish:now", type="primary", on_click=_close_after, args=(publish,),
            icon=":material/rocket_launch:", width="stretch",
        )  # fmt: skip

    show()


def _close_after(act: Callable[[], None]) -> None:
    """Act, then draw the whole page anew: nothing less closes a dialog."""
    act()
    st.rerun()


def _people(people: int, language: str) -> None:
    if people == 0:
        st.markdown(say("publish.nobody", language))
        return
    key = "publish.one_person" if people == 1 else "publish.people"
    st.markdown(f"**{say(key, language, count=number(people, language))}** {say('publish.stay', language)}")


def _audiences(audiences: Sequence[Concerned], language: str) -> None:
    """Whom it reaches by itself: those who start at once stand out."""
    for one in audiences:
        key = "publish.audience_now" if one.starts_now else "publish.audience_later"
        count, when = number(one.people.count, language), when_words(one.trigger, language)
        words = plain(say(key, language, count=count, segment=one.name, when=when))
        if one.starts_now:
            st.warning(words, icon=":material/groups:")
        else:
            st.markdown(words)


def _content(draft: Draft, live: Definition | None, language: str) -> None:
    st.markdown(f"**{say('publish.number', language, number=str((draft.live_number or 0) + 1))}**")
    held = content(draft.definition, language)
    names = ", ".join(language_name(code)[spoken_language(language)] for code in held.languages)
    words = say(
        "publish.content", language, messages=_counted("message", held.messages, language),
        steps=_counted("step", held.steps, language), languages=names,
        starts=plain(", ".join(held.starts) or "–"),
    )  # fmt: skip
    st.markdown(words)
    if live is not None:
        _changes(differences(live, draft.definition, language), language)


def _counted(what: str, count: int, language: str) -> str:
    return say(f"publish.{what}" if count == 1 else f"publish.{what}s", language, count=number(count, language))


def _changes(found: Differences, language: str) -> None:
    for key in ("added", "changed", "removed"):
        names: tuple[str, ...] = getattr(found, key)
        if names:
            st.markdown(f"- {say(f'publish.{key}', language, names=plain(', '.join(names)))}")
    if found.settings:
        st.markdown(f"- {say('publish.settings', language)}")


def _warnings(warnings: Sequence[Problem], draft: Draft, language: str) -> None:
    if warnings:
        with st.expander(_counted("warning", len(warnings), language), icon=":material/visibility:"):
            problem_list(warnings, draft.definition, language=language, place="live")
