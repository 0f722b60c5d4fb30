"""Whatever stands in a file that people give: it is read, or refused in words, within seconds; nobody sees a traceback.

Short by default. `PARCOURS_FUZZ=long` (`make fuzz`): many more.
"""

from __future__ import annotations

import copy
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.checker.check import check
from engine.checker.context import Surroundings
from engine.commands.house_files import read_people
from engine.commands.house_files import read_templates as read_library
from engine.errors import explain
from engine.forecast.mistakes import Mistake
from engine.journey.files import BadFile, read_file
from engine.journey.stories import read_story
from engine.journey.yaml_reading import read_yaml
from engine.templates.files import read_templates
from tests.engine.running.hostile_bodies import HURTS, places, put

LONG = os.environ.get("PARCOURS_FUZZ") == "long"
EXAMPLES = int(os.environ.get("PARCOURS_EXAMPLES", "2000" if LONG else "15"))
SECONDS = 5.0
"""Of CPU, on a slow machine."""
SAMPLES = Path(__file__).parents[3] / "engine" / "samples"
TEMPLATES = """
templates:
  - {name: a, language: fr, category: utility, body: "Bonjour {{1}}, voici.", examples: {1: Amina}, lasts: 12h,
     header: {text: "C {{1}}", example: C-42}, footer: x, buttons: [{reply: Oui}, {title: Voir, url: "https://a.example/{{1}}", example: b}]}
"""
PEOPLE = "whatsapp;name;language;timezone;consent;city;event.order.id\n33600000001;Amina;fr;Europe/Paris;marketing;Lyon;C-1\n"
PIECES = ("\x00", "\ud800".encode("utf-16-le", "surrogatepass").decode("latin-1"), "\n", "\t", "  ", '"', "'", ";", ",", "&a ", "*a ",
          "<<: ", "!!python/object:os.system ", "{{", "{%", "}}", "[" * 200, "{" * 200, "- " * 200, "? ", "| ", "> ", ": ", "#", "é", "\ufeff",
          "9" * 400, "-1", "1e999", "null", "true", "~", "---\n", "...\n", "%YAML 9.9\n", "\u2028", "x" * 5000, "0x1F", "2026-02-30", "\x1b[2J")  # fmt: skip


def read_journey(path: Path) -> None:
    """Read and checked, as `parcours check` does."""
    check(read_file(path), Surroundings())


READERS: dict[str, tuple[Callable[[Path], Any], tuple[str, ...]]] = {
    "journey": (read_journey, tuple(path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.yaml")))),
    "story": (read_story, tuple(path.read_text("utf-8") for path in sorted((SAMPLES / "stories").glob("*.yaml"))[:6])),
    "templates": (read_templates, (TEMPLATES,)),
    "library": (read_library, ((SAMPLES / "templates.json").read_text("utf-8"),)),
    "people": (read_people, (PEOPLE,)),
}


@st.composite
def spoiled_texts(draw: st.DrawFn, seeds: tuple[str, ...]) -> bytes:
    """A true file with pieces put in, taken out or said twice, and sometimes a byte that is no text."""
    text = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 5))):
        here = draw(st.integers(0, len(text)))
        there = here + draw(st.integers(0, 30))
        text = text[:here] + draw(st.sampled_from((*PIECES, text[here:there] * 2))) + text[there:]
    raw = text.encode("utf-8", "surrogatepass")
    here = draw(st.integers(0, len(raw)))
    return raw if draw(st.integers(0, 5)) else raw[:here] + draw(st.binary(max_size=4)) + raw[here:]


@st.composite
def spoiled_values(draw: st.DrawFn, seeds: tuple[str, ...]) -> bytes:
    """The same fields with one to four places replaced; JSON is YAML, too."""
    json_value = copy.deepcopy(draw(st.sampled_from([read_yaml(seed).value for seed in seeds])))
    for place in draw(st.lists(st.sampled_from(list(places(json_value))), min_size=1, max_size=4)):
        put(json_value, place, copy.deepcopy(draw(st.sampled_from(HURTS))))
    return json.dumps(json_value, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


def sentences_of(read: Callable[[Path], Any], path: Path) -> list[str]:
    """What a person is told; nothing when the file can be used. Any other exception goes through."""
    try:
        read(path)
    except Mistake as mistake:
        return [mistake.sentence("fr"), mistake.sentence("en")]
    except BadFile as bad:
        return explain(bad) or []
    return ["read"]


@pytest.mark.timeout(3600 if LONG else 120)
@pytest.mark.parametrize("kind", READERS)
def test_whatever_stands_in_a_file_is_read_or_refused_in_words(kind: str, tmp_path: Path) -> None:
    read, seeds = READERS[kind]
    spoiled = spoiled_texts(seeds) if kind == "people" else spoiled_texts(seeds) | spoiled_values(seeds)

    @given(raw=spoiled)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
    )
    def look(raw: bytes) -> None:
        path = tmp_path / "file.yaml"
        path.write_bytes(raw)
        begun = time.process_time()

        sentences = sentences_of(read, path)

        assert sentences
        assert all(sentences)
        assert time.process_time() - begun < SECONDS

    look()
