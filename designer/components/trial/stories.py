"""Saving a trial as a story, and the saved ones with what became of them on this draft."""

from __future__ import annotations

import streamlit as st

from designer import state, trial_state
from designer.components.plain import plain
from designer.components.trial.bench import Bench, coverage_words
from designer.story_services import NotKept, delete_story, import_story, rename_story, save_story, story_file
from designer.trial.shelf import Kept, Run
from designer.trial.trial import as_story, trial_of

NAME = "trial:save:name"


def save_form(bench: Bench) -> None:
    """What is in the phone becomes a story: what follows each move today is expected from now on."""
    can = bool(bench.trial.lines) and bench.journey is not None and not bench.played.problem
    words = bench.say("save.help" if can else "save.empty")
    with st.popover(
        bench.say("save"), icon=":material/bookmark_add:", key=f"trial:save:{_drawn(bench)}", disabled=not can, help=words,
        width="stretch",
    ):  # fmt: skip
        st.text_input(bench.say("save.name"), _suggested(bench), key=f"{NAME}:{len(bench.shelf.runs)}")
        st.caption(bench.say("save.help"))
        if bench.trial.story_id is not None:
            over = plain(bench.say("save.over", name=bench.trial.name))
            st.button(over, key="trial:save:over", on_click=_save, args=(bench, bench.trial.story_id))
        st.button(bench.say("save.do"), key="trial:save:do", type="primary", on_click=_save, args=(bench, None))


def _drawn(bench: Bench) -> str:
    """A popover drawn for other stories than before is another one: saving closes it."""
    return f"{len(bench.shelf.runs)}:{bench.trial.story_id or ''}"


def _suggested(bench: Bench) -> str:
    """`Amina : « oui »`: who, and what they did last."""
    done = [said for line in bench.trial.lines if (said := line.says or line.taps)]
    name = bench.trial.person.name or bench.say("someone")
    return bench.say("save.default", name=name, start=done[-1][:40]) if done else name


def _save(bench: Bench, over: str | None) -> None:
    assert bench.journey is not None, "saving is offered for a draft that can be played"
    name = bench.trial.name if over else str(state.widget(f"{NAME}:{len(bench.shelf.runs)}") or "")
    story = as_story(bench.trial, bench.journey, bench.library, name.strip())
    kept = save_story(bench.desk, bench.journey_id, name, story, over=over)
    _tell(bench, kept, "saved")
    if isinstance(kept, Kept) and kept.story is not None:
        trial_state.keep(bench.key, trial_of(kept.story, kept.id, kept.name))


def story_list(bench: Bench) -> None:
    """Every saved story of the journey."""
    runs, total = bench.shelf.runs, len(bench.shelf.runs)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="trial-stories"):
        st.markdown(f"**{bench.say('stories')}**", width="content")
        if runs:
            st.caption(bench.say("stories.kept", count=bench.shelf.holding, total=total), width="content")
        st.space("stretch")
        _import(bench)
    if runs:
        _coverage(bench)
    else:
        st.caption(bench.say("stories.none"))
    for run in runs:
        with st.container(gap="small", key=f"story-{run.kept.id}"):
            _story(bench, run)


def _coverage(bench: Bench) -> None:
    words = "hide_coverage" if trial_state.shows_coverage() else "show_coverage"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="trial-coverage"):
        st.caption(coverage_words(bench.shelf, bench.language), width="content")
        st.button(
            bench.say(words), key="trial:coverage", icon=":material/rule:", type="tertiary",
            on_click=trial_state.toggle_coverage,
        )  # fmt: skip


def _story(bench: Bench, run: Run) -> None:
    kept = run.kept
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        colour, icon, words = ("green", "check_circle", "holds") if run.holds else ("red", "cancel", "fails")
        st.markdown(f":{colour}-badge[:material/{icon}: {bench.say(words)}]", width="content")
        _more(bench, kept)
        st.button(
            plain(kept.name), key=f"story:{kept.id}:open", type="tertiary", help=bench.say("open"),
            disabled=kept.story is None, on_click=_open, args=(bench.key, kept),
        )  # fmt: skip
    if run.report:
        with st.expander(bench.say("why_fails"), icon=":material/difference:"):
            st.code(run.report, language=None, wrap_lines=True)


def _more(bench: Bench, kept: Kept) -> None:
    with st.popover("", icon=":material/more_vert:", key=f"story:{kept.id}:more", help=bench.say("more"),
                    type="tertiary"):  # fmt: skip
        name = f"story:{kept.id}:name"
        st.text_input(bench.say("save.name"), kept.name, key=name)
        st.button(bench.say("rename"), key=f"story:{kept.id}:rename", icon=":material/edit:", on_click=_rename,
                  args=(bench, kept, name))  # fmt: skip
        if kept.story is not None:
            st.download_button(
                bench.say("download"), story_file(kept, bench.key), file_name=f"{bench.key}.{kept.id}.story.yaml",
                mime="application/yaml", key=f"story:{kept.id}:download", icon=":material/download:",
                on_click="ignore",
            )  # fmt: skip
        st.button(bench.say("delete"), key=f"story:{kept.id}:delete", icon=":material/delete:", on_click=_delete,
                  args=(bench, kept))  # fmt: skip


def _open(key: str, kept: Kept) -> None:
    """The story's moves in the phone, on the draft as it stands."""
    if kept.story is not None:
        trial_state.keep(key, trial_of(kept.story, kept.id, kept.name))


def _rename(bench: Bench, kept: Kept, name: str) -> None:
    done = rename_story(bench.desk, kept.id, str(state.widget(name) or ""))
    if isinstance(done, NotKept):
        _tell(bench, done, "saved")


def _delete(bench: Bench, kept: Kept) -> None:
    _tell(bench, delete_story(bench.desk, kept.id), "deleted")


def _import(bench: Bench) -> None:
    with st.popover("", icon=":material/upload_file:", key="trial:import", help=bench.say("import"), type="tertiary"):
        count = state.recall("trial:imports", 0)
        given = st.file_uploader(bench.say("import.file"), ["yaml", "yml"], key=f"trial:import:{count}")
        if given is not None:
            state.remember("trial:imports", count + 1)
            text = given.getvalue().decode("utf-8", "replace")
            _tell(bench, import_story(bench.desk, bench.journey_id, text, given.name), "imported")
            st.rerun()


def _tell(bench: Bench, done: Kept | NotKept, words: str) -> None:
    if isinstance(done, NotKept):
        state.announce(plain(bench.say(done.reason, problem=done.problem)), ":material/error:")
    else:
        state.announce(bench.say(words), ":material/bookmark_added:")
