"""What is shipped, what it needs, and how a machine is made ready for it."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from bundle import build
from tests import sources

REQUIREMENTS = sources.ROOT / "requirements"
PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][0-9a-z.]*)( ; (?P<marker>[^\\]+?))?"
    r"(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer would build it, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    (folder / "tree").mkdir()
    return build.wheel(folder / "tree", folder)


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def metadata(wheel: Path, file: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/" + file))
        return archive.read(name).decode()


def test_the_wheel_holds_three_packages_and_nothing_else(wheel: Path) -> None:
    assert {name.partition("/")[0] for name in contents(wheel)} == set(sources.PRODUCT)


def test_the_wheel_holds_every_module_and_resource(wheel: Path) -> None:
    wanted = {
        sources.name(path)
        for path in sources.files(*sources.PRODUCT, suffix="")
        if path.suffix in sources.RESOURCES | {".py"}
    }
    assert contents(wheel) == wanted


@pytest.mark.parametrize(
    "needed",
    [
        r"xfconsole/policies/default\.toml",
        r"xfconsole/ui/locales/zh/\w+\.json",
        r"xfconsole/ui/locales/en/\w+\.json",
        r"xfconsole/documents/zh/\w+\.txt",
        r"xfconsole/documents/en/\w+\.txt",
        r"screens/\w+/\w+\.tcss",
        r"xfconsole/py\.typed",
        r"screens/py\.typed",
        r"data/py\.typed",
    ],
)
def test_the_wheel_holds_what_is_no_module_but_needed(wheel: Path, needed: str) -> None:
    assert [name for name in contents(wheel) if re.fullmatch(needed, name)]


def test_the_wheel_brings_the_command_and_its_licence(wheel: Path) -> None:
    assert "xfconsole = xfconsole.__main__:main" in metadata(wheel, "entry_points.txt")
    assert "License-Expression: Apache-2.0" in metadata(wheel, "METADATA")


def test_the_command_answers_from_the_wheel(wheel: Path) -> None:
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); import xfconsole.__main__ as m; "
    code += "assert '.whl' in m.__file__; m.main()"
    ran = subprocess.run(
        [sys.executable, "-c", code, str(wheel), "--version"], capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert f"Version: {ran.stdout.split()[-1]}\n" in metadata(wheel, "METADATA")


def test_no_dependency_ships_a_package_of_our_names() -> None:
    others = [
        distribution
        for distribution in importlib.metadata.distributions()
        if distribution.metadata["Name"] != "xfconsole"
    ]
    assert len(others) > len(pins("runtime.txt")) / 2
    assert [
        f"{distribution.metadata['Name']}: {file}"
        for distribution in others
        for file in distribution.files or []
        if file.parts[0].removesuffix(".py") in sources.PRODUCT
    ] == []


def pins(file: str) -> dict[str, str]:
    """Return name and version of each pin; every line has to be one, with its hashes."""
    text = (REQUIREMENTS / file).read_text(encoding="utf-8")
    lines = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    found = [(line, PIN.fullmatch(line)) for line in lines]
    assert [line for line, pin in found if pin is None] == []
    return {pin["name"]: pin["version"] for _, pin in found if pin}


def wanted(file: str) -> set[str]:
    lines = (REQUIREMENTS / file).read_text(encoding="utf-8").split()
    return {re.split(r"[<>=!~]", line)[0] for line in lines}


@pytest.mark.parametrize(
    ("file", "inputs"),
    [
        ("runtime.txt", ["runtime", "build"]),
        ("dev.txt", ["runtime", "build", "dev"]),
        ("bundle.txt", ["bundle"]),
    ],
)
def test_everything_asked_for_is_pinned(file: str, inputs: list[str]) -> None:
    for each in inputs:
        assert wanted(f"{each}.in") - set(pins(file)) == set()


def test_development_uses_the_very_packages_that_are_shipped() -> None:
    assert pins("runtime.txt").items() <= pins("dev.txt").items()


def test_what_is_asked_for_is_what_the_package_declares(wheel: Path) -> None:
    declared = re.findall(r"^Requires-Dist: ([\w-]+)", metadata(wheel, "METADATA"), re.M)
    assert set(declared) == wanted("runtime.in")


def test_building_needs_nothing_that_is_not_pinned() -> None:
    project = tomllib.loads((sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {re.split(r"[<>=]", line)[0] for line in project["build-system"]["requires"]}
    # What unpacks wheels on a laptop without a network is pinned beside what builds ours.
    assert needed | {"pip"} == wanted("build.in")


def test_no_requirement_names_an_address() -> None:
    assert [
        f"{sources.name(path)}: {line}"
        for path in REQUIREMENTS.glob("*.*")
        if path.suffix in {".in", ".txt"}
        for line in path.read_text(encoding="utf-8").splitlines()
        if "/" in line or line.startswith("-")
    ] == []


def test_make_alone_lists_every_target() -> None:
    make = (sources.ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", make, re.M)
    shown = subprocess.run(["make"], cwd=sources.ROOT, capture_output=True, text=True)
    assert re.findall(r"^  make (\w+) +\w", shown.stdout, re.M) == phony.split()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    shutil.copytree(REQUIREMENTS, tmp_path / "requirements")
    return tmp_path


def set_up(clone: Path, python: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "requirements/venv.sh", "runtime"],
        cwd=clone,
        env={**os.environ, "PYTHON": python},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_an_unsuitable_interpreter_is_refused_in_one_sentence(clone: Path) -> None:
    refused = set_up(clone, "false")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "PYTHON=false is not a Python 3.11" in refused.stderr
    assert not (clone / ".venv").exists()


def unfinished(clone: Path, process: int) -> Path:
    (clone / ".venv").mkdir()
    marker = clone / ".venv" / ".unfinished"
    marker.write_text(f"{process}\n")
    return marker


def test_a_setup_that_was_killed_is_begun_anew(clone: Path) -> None:
    killed = subprocess.Popen(["sh", "-c", "exit", "venv.sh"])
    killed.wait()
    marker = unfinished(clone, killed.pid)
    set_up(clone, "false")
    assert not marker.exists()


def test_the_number_of_a_killed_setup_may_have_passed_to_another_program(clone: Path) -> None:
    marker = unfinished(clone, os.getpid())
    set_up(clone, "false")
    assert not marker.exists()


def test_a_setup_at_work_elsewhere_is_left_alone(clone: Path) -> None:
    with subprocess.Popen(["sh", "-c", "read line; :", "venv.sh"], stdin=subprocess.PIPE) as other:
        marker = unfinished(clone, other.pid)
        refused = set_up(clone, "false")
        other.communicate()
    assert refused.returncode == 1
    assert f"process {other.pid}" in refused.stderr
    assert marker.exists()
