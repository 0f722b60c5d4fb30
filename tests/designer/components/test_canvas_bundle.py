"""The committed bundles are what their sources make, told without Node; with Node, byte for byte."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from designer.components.canvas import CANVAS_WORDS

COMPONENTS = Path(__file__).parents[3] / "designer" / "components"
FRONTEND = COMPONENTS / "frontend"
BUILT = COMPONENTS / "built"
BUNDLES = sorted(path.name for path in BUILT.iterdir())
NAMES = sorted({name.split(".")[0] for name in BUNDLES})


def source_hash(name: str) -> str:
    """As ``build.mjs``: path, zero byte, content, zero byte, of each source in the order of paths."""
    folders = [FRONTEND / "src" / name, FRONTEND / "src" / "shared"]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    by_path = {path.relative_to(FRONTEND).as_posix(): path for path in [*files, FRONTEND / "package-lock.json"]}
    total = hashlib.sha256()
    for path in sorted(by_path):
        total.update(path.encode() + b"\0" + by_path[path].read_bytes() + b"\0")
    return total.hexdigest()


@pytest.mark.parametrize("bundle", BUNDLES)
def test_a_committed_bundle_was_built_from_the_present_sources(bundle: str) -> None:
    first_line = (BUILT / bundle).read_text(encoding="utf-8").split("\n", 1)[0]

    expected = f"/* sources sha256 {source_hash(bundle.split('.', maxsplit=1)[0])} */"
    assert first_line == expected, f"{bundle} is out of date: run `npm run build` in {FRONTEND.name}/"


def test_every_component_has_its_bundle() -> None:
    sources = {path.parent.name for path in (FRONTEND / "src").glob("*/main.tsx")}

    assert set(NAMES) == sources
    assert {f"{name}.{kind}" for name in NAMES for kind in ("js", "css")} == set(BUNDLES)


@pytest.mark.parametrize("name", NAMES)
def test_building_again_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules" / "esbuild").is_dir():
        pytest.skip("Node or node_modules is absent: run `npm ci` in the frontend folder to rebuild here")

    build = [node, "build.mjs", "--into", str(tmp_path), name]
    subprocess.run(build, cwd=FRONTEND, check=True, capture_output=True)

    for kind in ("js", "css"):
        again = (tmp_path / f"{name}.{kind}").read_bytes()
        assert again == (BUILT / f"{name}.{kind}").read_bytes(), f"{name}.{kind} differs: run `npm run build`"


def test_the_lock_file_names_no_registry() -> None:
    lock = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")

    assert '"resolved"' not in lock
    assert "http" not in json.dumps({key: value.get("resolved") for key, value in packages().items()})
    assert "omit-lockfile-registry-resolved=true" in (FRONTEND / ".npmrc").read_text(encoding="utf-8")


def test_every_dependency_is_pinned_to_one_version() -> None:
    package = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"] | package["devDependencies"]

    loose = {name: version for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)}
    assert loose == {}


def test_every_bundled_library_has_its_notice() -> None:
    notices = (FRONTEND / "THIRD_PARTY_LICENSES.txt").read_text(encoding="utf-8")
    bundled = {
        f"{path.rpartition('node_modules/')[2]}@{entry['version']}"
        for path, entry in packages().items()
        if not entry.get("dev") and "@types/" not in path and not path.endswith("/csstype")
    }

    missing = {name for name in bundled if f"\n{name} (" not in notices}
    assert missing == set(), "run `npm run licenses` in the frontend folder"


def packages() -> dict[str, dict[str, str]]:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    return {path: entry for path, entry in lock["packages"].items() if path}


def test_the_canvas_has_each_of_its_words_in_both_languages_and_no_other() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (FRONTEND / "src" / "canvas").glob("*.ts*"))
    used = set(re.findall(r"\bw\(\"(\w+)\"\)", source))

    assert used == set(CANVAS_WORDS["fr"]) == set(CANVAS_WORDS["en"])


def test_the_canvas_never_writes_markup_from_text() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (FRONTEND / "src").rglob("*.ts*"))

    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", source)
