"""The commands as an operator and a developer meet them: real processes, a real database, their words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.commands.opening import sole_worker
from engine.journey.files import read_text

SAMPLES = Path(__file__).parents[3] / "engine" / "samples"
TOO_LATE = """\
parcours: 1
key: late
triggers: [{id: go, type: keyword, any_of: [menu], next: pause}]
steps:
  pause: {type: wait, for: 25h, next: tell}
  tell: {type: send_session, text: Voici, next: end}
  end: {type: exit}
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]

JOURNEY = """\
parcours: 1
key: hello
name: Bonjour
triggers:
  - {id: hi, type: keyword, any_of: [bonjour], next: answer}  # le mot de départ
steps:
  answer: {type: send_session, text: Bonjour !, next: end}
  end: {type: exit}
"""


@pytest.fixture(scope="module")
def prepared() -> Iterator[subprocess.Popen[str]]:
    """A process that has read the program and forks for each command."""
    command = [sys.executable, str(Path(__file__).with_name("prepared_commands.py"))]
    surroundings = {**os.environ, "PYTHONPATH": str(SAMPLES.parents[1])}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def run(tmp_path: Path, prepared: subprocess.Popen[str], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """`run("check", "file")` in an empty folder with an empty environment of settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PARCOURS_")}
    out, err = (tmp_path_factory.mktemp("said") / name for name in ("out", "err"))

    def parcours(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {**clean, "PYTHONPATH": str(SAMPLES.parents[1]), "PARCOURS_LANGUAGE": "en", **settings}
        order = {
            "arguments": arguments, "folder": str(tmp_path), "environment": environment, "out": str(out), "err": str(err)
        }  # fmt: skip
        assert prepared.stdin and prepared.stdout
        prepared.stdin.write(json.dumps(order) + "\n")
        prepared.stdin.flush()
        code = int(prepared.stdout.readline())
        return subprocess.CompletedProcess(arguments, code, out.read_text("utf-8"), err.read_text("utf-8"))

    return parcours


@pytest.fixture
def journey(tmp_path: Path) -> Path:
    path = tmp_path / "hello.yaml"
    path.write_text(JOURNEY, encoding="utf-8")
    return path


def test_the_samples_have_nothing_to_correct(run: Run) -> None:
    done = run("check", *map(str, sorted(SAMPLES.glob("*.yaml"))))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing to correct (5 journeys)")


def test_every_story_of_the_samples_is_kept(run: Run) -> None:
    stories = sorted((SAMPLES / "stories").glob("*.yaml"))

    done = run("rehearse", *map(str, stories))

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) == len(stories) >= 13


def test_check_says_what_the_customer_will_see_and_ends_with_1(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(JOURNEY.replace(", next: end", "").replace("  end: {type: exit}\n", ""), encoding="utf-8")

    words, rows = run("check", str(path)), run("check", "--json", str(path))

    assert words.returncode == rows.returncode == 1
    assert "[step_without_next]" in words.stdout
    assert "The customer stops there." in words.stdout
    problem = json.loads(rows.stdout)[0]
    assert (problem["rule"], problem["severity"], problem["step"]) == ("step_without_next", "error", "answer")
    assert problem["message"]


def test_check_tells_programs_the_path_and_the_hours_of_a_counter_example(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "late.yaml"
    path.write_text(TOO_LATE, encoding="utf-8")

    rows = run("check", "--json", str(path))

    (late,) = [problem for problem in json.loads(rows.stdout) if problem["rule"] == "outside_window"]
    assert (late["path"], late["hours"]) == (["go", "pause", "tell"], 25.0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no such file"),
        ("parcours: 1\nkey: x\nsteps:\n  a: {type: exit}\n   b: 1\n", "Line 5, column"),
        (JOURNEY.replace("type: exit", "type: teleport"), "“teleport” is not a type; known are"),
        (JOURNEY.replace("parcours: 1", "parcours: 2"), "Update Parcours"),
        (JOURNEY.replace("any_of", "anyof"), "anyof"),
        ("- just\n- a list\n", "This is not a journey"),
    ],
    ids=["missing file", "broken YAML", "unknown step type", "a later format", "unknown field", "a list"],
)
def test_a_file_that_cannot_be_used_is_explained(run: Run, tmp_path: Path, content: str | None, words: str) -> None:
    path = tmp_path / "bad.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    for command in ("check", "import"):
        done = run(command, str(path))
        told = done.stdout + done.stderr
        assert done.returncode != 0
        assert words in told
        assert "bad.yaml" in told
        assert "Traceback" not in told


@pytest.mark.parametrize("command", ["check", "import", "rehearse"])
def test_a_file_that_is_not_there_ends_with_2_and_a_faulty_one_with_1(
    run: Run, tmp_path: Path, journey: Path, command: str
) -> None:
    """2: could not be read. 1: something is wrong in what was read."""
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("key: [\n", encoding="utf-8")

    assert run(command, "nowhere.yaml").returncode == 2
    assert run(command, str(faulty)).returncode == 1
    assert run(command, str(faulty), "nowhere.yaml").returncode == 2


def test_a_faulty_file_keeps_the_others_from_being_imported(run: Run, journey: Path) -> None:
    """All files or none."""
    assert run("import", str(journey), "nowhere.yaml").returncode == 2

    assert "No journey is called “hello”" in run("export", "hello").stderr


def test_a_story_whose_journey_is_not_there_ends_with_2(run: Run, tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text("journey: nowhere.yaml\nstory:\n  - {says: bonjour}\n", encoding="utf-8")

    done = run("rehearse", str(story))

    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere.yaml: There is no such file" in done.stderr


def test_a_journey_that_is_to_be_rehearsed_is_told_from_a_story(run: Run, journey: Path) -> None:
    done = run("rehearse", str(journey))

    assert done.returncode == 1
    assert "This is a journey, not a story" in done.stderr
    assert "parcours check" in done.stderr


@pytest.mark.parametrize("command", ["check", "import", "rehearse"])
def test_what_is_wrong_with_a_file_is_said_in_french_to_who_speaks_french(
    run: Run, tmp_path: Path, command: str
) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("key: a\nkey: b\n", encoding="utf-8")

    done = run(command, "nulle-part.yaml", str(faulty), PARCOURS_LANGUAGE="fr")

    told = done.stdout + done.stderr
    assert "nulle-part.yaml: Ce fichier n'existe pas ; vérifiez le chemin." in told
    assert "faulty.yaml: Ligne 2, colonne 1 : « key » figure deux fois ; gardez-en un." in told


def test_the_list_for_programs_speaks_the_language_asked_for(run: Run) -> None:
    done = run("check", "--json", "--language", "fr", "nulle-part.yaml")

    assert json.loads(done.stdout)[0]["message"] == "Ce fichier n'existe pas ; vérifiez le chemin."
    assert done.returncode == 2


def test_a_story_that_is_not_kept_shows_the_conversation(run: Run, tmp_path: Path, journey: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(
        f"journey: {journey.name}\nstory:\n  - {{says: bonjour, expect: [{{session: Bonsoir !}}, {{exit: end}}]}}\n",
        encoding="utf-8",
    )

    done = run("rehearse", str(story))

    assert done.returncode == 1
    assert "Bonsoir !" in done.stdout
    assert "Bonjour !" in done.stdout


def test_a_journey_goes_in_comes_out_and_goes_live(run: Run, journey: Path) -> None:
    assert run("db", "upgrade").returncode == 0
    taken = run("import", str(journey))
    assert (taken.returncode, taken.stderr) == (0, "")

    out = run("export", "hello")
    live = run("publish", "hello")

    assert read_text(out.stdout, "out") == read_text(JOURNEY, "in")
    assert live.returncode == 0, live.stderr
    assert "is live, version 1" in live.stdout
    again = run("import", str(journey))
    assert again.returncode == 0
    assert run("publish", "hello").stdout.strip().endswith("version 2.")


def test_stories_go_in_and_come_out_beside_their_journey(run: Run, journey: Path, tmp_path: Path) -> None:
    story = tmp_path / "greets.story.yaml"
    story.write_text(
        "name: Dit bonjour\njourney: hello.yaml\nstory: [{says: bonjour, expect: [{session: Bonjour !}, {exit: end}]}]\n"
    )

    taken = run("import", str(journey), str(story))
    out = run("export", "hello", "--to", "out")

    assert (taken.returncode, taken.stderr) == (0, "")
    assert "hello: story “Dit bonjour” saved." in taken.stdout
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["hello.dit-bonjour.story.yaml", "hello.yaml"]
    played = run("rehearse", *out.stdout.split()[1:], "--coverage")
    assert played.returncode == 0, played.stdout + played.stderr
    assert ": 1 line, all as expected" in played.stdout


def test_a_story_without_its_journey_here_is_refused(run: Run, journey: Path, tmp_path: Path) -> None:
    story = tmp_path / "greets.story.yaml"
    story.write_text("journey: hello.yaml\nstory: [{says: bonjour}]\n")

    done = run("import", str(story), PARCOURS_LANGUAGE="fr")

    assert done.returncode == 1
    assert "Il n'y a pas de parcours « hello » ici ; importez aussi son fichier." in done.stderr


def test_publishing_stops_at_an_error_that_only_the_house_knows(run: Run, tmp_path: Path) -> None:
    """The template is not in the library: `check` cannot know, `publish` does."""
    path = tmp_path / "t.yaml"
    path.write_text(
        JOURNEY.replace("type: send_session, text: Bonjour !", "type: send_template, template: nowhere"),
        encoding="utf-8",
    )
    assert run("import", str(path)).returncode == 0

    done = run("publish", "hello")

    assert done.returncode == 1
    assert "[template_missing]" in done.stderr


def test_a_key_that_is_not_there_is_answered_with_those_that_are(run: Run, journey: Path) -> None:
    run("import", str(journey))

    for command in ("export", "publish"):
        done = run(command, "helo")
        assert done.returncode == 1
        assert "No journey is called “helo”. There are: hello." in done.stderr


def test_doctor_says_in_words_what_is_missing(run: Run) -> None:
    run("db", "upgrade")

    done = run("doctor", PARCOURS_PROVIDER="sinch", PARCOURS_API_PORT="1")

    assert done.returncode == 1
    assert "PARCOURS_SINCH_PROJECT_ID" in done.stdout
    assert "PARCOURS_API_TOKEN is missing" in done.stdout
    assert "nothing answers at" in done.stdout
    assert "Traceback" not in done.stderr


def test_doctor_says_what_whatsapp_needs(run: Run) -> None:
    run("db", "upgrade")

    done = run("doctor", PARCOURS_PROVIDER="whatsapp_cloud", PARCOURS_API_PORT="1")

    assert done.returncode == 1
    for name in ("TOKEN", "PHONE_NUMBER_ID", "BUSINESS_ACCOUNT_ID", "APP_SECRET", "VERIFY_TOKEN"):
        assert f"PARCOURS_WHATSAPP_{name}" in done.stdout
    assert "WhatsApp must reach /webhooks/whatsapp" in done.stdout
    assert "SINCH" not in done.stdout


def test_a_setting_that_cannot_be_read_is_named(run: Run) -> None:
    done = run("doctor", PARCOURS_API_PORT="many")

    assert done.returncode == 2
    assert "PARCOURS_API_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_upgrade_says_what_it_did_and_then_that_nothing_is_left(run: Run) -> None:
    first, second = run("db", "upgrade"), run("db", "upgrade")

    assert "migration(s) applied" in first.stdout
    assert "up to date" in second.stdout


def test_a_second_worker_on_one_file_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    run("db", "upgrade")
    with sole_worker(f"sqlite:///{tmp_path / 'data/parcours.db'}"):
        second = run("worker")

    assert second.returncode == 2
    assert "Another process works on data/parcours.db already" in second.stderr


def test_the_schema_of_files_is_printed(run: Run) -> None:
    schema = json.loads(run("schema").stdout)

    assert schema["title"]
    assert "steps" in schema["properties"]


@pytest.mark.parametrize("url", ["garbage", "sqlite:////proc/nope/x.db"])
def test_a_database_that_cannot_be_is_said_in_words(run: Run, url: str) -> None:
    for command in (("doctor",), ("db", "upgrade")):
        done = run(*command, PARCOURS_DATABASE_URL=url)

        assert done.returncode != 0
        assert "Traceback" not in done.stderr
        assert "PARCOURS_DATABASE_URL" in done.stdout + done.stderr or "/proc/nope" in done.stdout + done.stderr


LATE = """\
parcours: 1
key: late
name: Tard
triggers:
  - {id: hi, type: keyword, any_of: [bonjour], next: hello}
steps:
  hello: {type: send_session, text: Oui ou non ?, next: answer}
  answer: {type: wait_for_reply, title: Sa réponse, for: 20h, otherwise: pause, no_reply: end}
  pause: {type: wait, for: 25h, next: late}
  late: {type: send_session, title: Encore là, text: Encore là ?, next: end}
  end: {type: exit}
"""


def test_explore_prints_a_story_that_rehearse_plays_and_that_fails_until_the_journey_is_mended(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "late.yaml").write_text(LATE, encoding="utf-8")

    explored = run("explore", "late.yaml", "--seed", "3")
    (tmp_path / "found.yaml").write_text(explored.stdout, encoding="utf-8")
    while_broken = run("rehearse", "found.yaml")
    (tmp_path / "late.yaml").write_text(LATE.replace("25h", "20h"), encoding="utf-8")
    mended, explored_again = run("rehearse", "found.yaml"), run("explore", "late.yaml", "--customers", "100")

    assert explored.returncode == while_broken.returncode == 1
    assert "comes after the 24 h" in explored.stderr
    assert explored.stdout == run_again(run, tmp_path)
    assert (mended.returncode, explored_again.returncode) == (0, 0), mended.stdout
    assert "100 customers, nothing breaks" in explored_again.stdout


def run_again(run: Run, folder: Path) -> str:
    (folder / "late.yaml").write_text(LATE, encoding="utf-8")
    return run("explore", "late.yaml", "--seed", "3").stdout


def test_explore_says_what_it_cannot_try(run: Run, journey: Path) -> None:
    unknown, missing = run("explore", journey.name, "--promise", "gold"), run("explore", "gone.yaml")
    journey.write_text(JOURNEY.replace("any_of: [bonjour]", "any_of: []"), encoding="utf-8")
    closed = run("explore", journey.name)

    assert (unknown.returncode, missing.returncode, closed.returncode) == (2, 2, 2)
    assert "inside_window" in unknown.stderr
    assert "no such file" in missing.stderr
    assert "nobody came in by" in closed.stderr


def test_rehearse_tells_which_ways_no_story_takes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "late.yaml").write_text(LATE, encoding="utf-8")
    story = tmp_path / "story.yaml"
    story.write_text(
        "journey: late.yaml\nstory:\n  - {says: bonjour}\n  - {after: 21h, expect: [{exit: end}]}\n", "utf-8"
    )

    plain, covered = run("rehearse", story.name), run("rehearse", "--coverage", story.name)

    assert plain.returncode == covered.returncode == 0
    assert len(plain.stdout.splitlines()) == 1
    assert "Tard: 3 of 5 steps and 2 of 5 ways walked" in covered.stdout
    assert "step “Encore là” (late): no story" in covered.stdout
    assert "way “Other” of “Sa réponse” (answer.otherwise): no story" in covered.stdout


def test_diff_tells_what_changes_by_step_and_as_conversations(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(LATE.replace("25h", "20h"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(
        LATE.replace("25h", "20h").replace("text: Encore là ?", "text: Toujours là ?"), "utf-8"
    )
    (tmp_path / "story.yaml").write_text("story:\n  - {says: bonjour}\n  - {says: oui}\n  - {after: 1d}\n", "utf-8")

    words = run("diff", "a.yaml", "b.yaml", "--story", "story.yaml")
    rows = run("diff", "--json", "a.yaml", "b.yaml", "--customers", "60")
    same, missing = run("diff", "a.yaml", "a.yaml"), run("diff", "a.yaml", "c.yaml")

    assert words.returncode == rows.returncode == same.returncode == 0
    assert "“Encore là”, text: “Encore là ?” becomes “Toujours là ?”" in words.stdout
    assert "The story “story” goes otherwise:" in words.stdout
    assert "→ message “Toujours là ?”" in words.stdout
    told = json.loads(rows.stdout)
    assert set(told) == {"changes", "stories", "conversations", "customers", "touched"}
    assert [(one["kind"], one["step"]) for one in told["changes"]] == [("text", "late")]
    assert told["touched"] > 0
    assert told["conversations"][0]["before"] != told["conversations"][0]["after"]
    assert same.stdout == "Nothing changes.\n"
    assert (missing.returncode, "no such file" in missing.stderr) == (2, True)


def test_files_that_are_checked_together_know_each_other(run: Run, journey: Path, tmp_path: Path) -> None:
    (tmp_path / "again.yaml").write_text(JOURNEY.replace("key: hello", "key: again"), encoding="utf-8")

    alone, together = run("check", "hello.yaml"), run("check", "--json", "hello.yaml", "again.yaml")

    assert alone.returncode == 0
    assert together.returncode == 1
    assert [(one["file"], one["rule"]) for one in json.loads(together.stdout)] == [
        ("hello.yaml", "keyword_used_elsewhere"), ("again.yaml", "keyword_used_elsewhere"),
    ]  # fmt: skip
