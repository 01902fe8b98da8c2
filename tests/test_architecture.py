"""The arrows between the packages, and what a short command may load."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import xfconsole
from tests import sources

HEAVY = frozenset(
    {
        *("textual", "sqlmodel", "sqlalchemy", "sqlcipher3", "openpyxl", "cryptography"),
        "chinese_calendar",
    }
)
WRONG_ARROWS = [
    ("xfconsole.core", "textual"),
    ("xfconsole.core", "xfconsole.ui"),
    ("xfconsole.desk", "data"),
    ("xfconsole.desk", "screens"),
    ("xfconsole.desk", "textual"),
    ("xfconsole.desk", "sqlmodel"),
    ("xfconsole.desk", "xfconsole.ui"),
    ("xfconsole.drill", "data"),
    ("xfconsole.drill", "textual"),
    ("data", "xfconsole.desk"),
    ("data", "screens"),
    ("data", "textual"),
    ("screens", "data"),
    ("screens", "xfconsole.app"),
    ("screens", "sqlalchemy"),
    ("screens", "sqlcipher3"),
    ("xfconsole.ui", "screens"),
    ("xfconsole.ui", "data"),
    ("xfconsole.office_files", "data"),
    ("xfconsole.app", "sqlmodel"),
]


COMMANDS = "xfconsole.commands."


def run(arguments: Sequence[str], cwd: Path = sources.ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)


def check_arrows(cwd: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.path.insert(0, ''); from importlinter.cli import lint_imports_command"
    return run(["-c", f"{code}; lint_imports_command(['--no-cache'])"], cwd)


def test_every_import_follows_the_layout() -> None:
    checked = check_arrows(sources.ROOT)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_import_against_the_layout_is_refused(tmp_path: Path) -> None:
    """Nobody imports a module that strays, so each is refused for its own import alone."""
    shutil.copy(sources.ROOT / ".importlinter", tmp_path)
    for path in sources.files(*sources.PRODUCT):
        empty = tmp_path / sources.name(path)
        empty.parent.mkdir(parents=True, exist_ok=True)
        empty.touch()
    arrows = []
    for number, (importer, imported) in enumerate(WRONG_ARROWS):
        stray = tmp_path / importer.replace(".", "/") / f"stray_{number}.py"
        stray.write_text(f"import {imported}\n")
        arrows.append(f"{importer}.stray_{number} -> {imported}")
    checked = check_arrows(tmp_path)
    assert checked.returncode == 1, checked.stderr
    assert [arrow for arrow in arrows if arrow not in checked.stdout] == []


def test_the_rules_load_the_standard_library_only() -> None:
    loaded = run(
        [
            "-c",
            "import sys; before = set(sys.modules)\n"
            "import importlib, pkgutil, xfconsole.core as core\n"
            "for module in pkgutil.walk_packages(core.__path__, core.__name__ + '.'):\n"
            "    importlib.import_module(module.name)\n"
            "print(*sorted(set(sys.modules) - before))",
        ]
    )
    assert loaded.returncode == 0, loaded.stderr
    modules = set(loaded.stdout.split())
    assert {sources.name(path)[:-3].replace("/", ".") for path in core_modules()} <= modules
    assert {
        module
        for module in modules
        if module.partition(".")[0] not in sys.stdlib_module_names
        and module != "xfconsole"
        and not module.startswith("xfconsole.core")
    } == set()


def core_modules() -> list[Path]:
    return [path for path in sources.files("xfconsole/core") if path.stem != "__init__"]


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        pytest.param(["-c", "import xfconsole"], "", id="import"),
        pytest.param(["-m", "xfconsole", "--version"], xfconsole.__version__, id="--version"),
        pytest.param(["-m", "xfconsole", "--help"], "--demo", id="--help"),
    ],
)
def test_a_short_answer_loads_neither_screens_nor_database(
    arguments: list[str], answer: str
) -> None:
    ran = run(["-X", "importtime", *arguments])
    assert ran.returncode == 0, ran.stderr.splitlines()[-1]
    assert answer in ran.stdout
    loaded = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if "|" in line}
    assert "xfconsole" in loaded
    assert {module.partition(".")[0] for module in loaded} & (HEAVY | {"screens", "data"}) == set()


def test_a_command_loads_no_other_and_no_verbs_to_list_matters() -> None:
    told = "import sys; from xfconsole.cli import run; run(sys.argv[1:]); print(*sys.modules)"
    loaded = run(["-c", told, "matters", "--help"]).stdout.split()
    commands = {name[len(COMMANDS) :] for name in loaded if name.startswith(COMMANDS)}
    assert commands == {"block_log", "context", "matters", "offices", "printing", "terminal"}
    assert "xfconsole.desk" not in loaded


@pytest.mark.parametrize(
    "command", [["matters", "--match", "unit:住建局"], ["show", "2026-000001"]]
)
def test_a_command_that_is_given_words_only_has_no_option_read_by_pydantic(
    command: list[str],
) -> None:
    """Loading it takes as long as the rest of the command line."""
    told = "import sys; from xfconsole.cli import run; run(sys.argv[1:]); print(*sys.modules)"
    loaded = set(run(["-c", told, *command]).stdout.split())
    assert "xfconsole.commands.matters" in loaded
    assert {"pydantic", "sqlalchemy"} & loaded == set()


def test_the_first_frame_is_drawn_before_the_rules_are_loaded() -> None:
    loaded = run(
        [
            "-c",
            "import sys, xfconsole.app.launch, xfconsole.app.console, xfconsole.app.saved_output\n"
            "import screens.start.unlock\n"
            "print(*sys.modules)",
        ]
    )
    assert loaded.returncode == 0, loaded.stderr
    later = {"xfconsole.core.facts.event", "xfconsole.core.ports", "xfconsole.desk", "data"}
    assert later & set(loaded.stdout.split()) == set()


def test_no_class_has_its_methods_compiled_while_it_is_loaded() -> None:
    """That takes ten times as long as the class itself."""
    slow = [
        sources.name(path)
        for path in sources.files(*sources.PRODUCT)
        if "@dataclass(frozen=True, slots=True)\n" in path.read_text(encoding="utf-8")
    ]
    assert slow == []


def test_no_handler_calls_the_one_of_its_base() -> None:
    # Textual calls the handlers of every base itself: whoever calls one has it run twice.
    twice = [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.files("screens", "xfconsole")
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith(("on_", "_on_"))
        and node.attr != "on_event"
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "super"
    ]
    assert twice == []
