"""House rules that a reader should not have to check by hand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import sources

CLOCK = "xfconsole/clock.py"
WALL_CLOCK = re.compile(
    r"datetime\.datetime\.(now|utcnow|today)"
    r"|datetime\.date\.today"
    r"|time\.(time|monotonic|clock_gettime)(_ns)?"
    r"|time\.(localtime|gmtime|ctime)"
)
STOP_WATCH = re.compile(r"time\.(perf_counter|process_time|thread_time)(_ns)?")
CLOCK_OF_THE_DATABASE = re.compile(
    r"\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\b(date|time|datetime|julianday|unixepoch)\(\s*'now'", re.I
)
CHANCE = re.compile(r"(random|secrets)\b.*|uuid\.uuid[14]|os\.urandom")
OUTSIDE_WORLD = frozenset(
    [
        "asyncio",
        "io",
        "logging",
        "os",
        "pathlib",
        "shutil",
        "socket",
        "sqlite3",
        "subprocess",
        "tempfile",
        "threading",
    ]
)
COMMANDS = ("xfconsole/cli.py", "xfconsole/commands/")
# Textual names these and says what they are for.
HOOKS = re.compile(r"compose|render|render_line|(on|watch|compute|validate)_\w+")
LONGEST_FILE = 400


def offences(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{sources.name(path)}:{line} {reference}"
        for path in paths
        for line, reference in sources.references(path)
        if pattern.fullmatch(reference)
    ]


def test_the_wall_clock_is_read_in_one_module_only() -> None:
    paths = sources.files(*sources.PRODUCT)
    assert CLOCK in map(sources.name, paths)
    assert offences([path for path in paths if sources.name(path) != CLOCK], WALL_CLOCK) == []


def test_no_stop_watch_runs_in_the_product() -> None:
    assert offences(sources.files(*sources.PRODUCT), STOP_WATCH) == []


def test_the_database_tells_no_time() -> None:
    assert [
        f"{sources.name(path)}: {text}"
        for path in sources.files(*sources.PRODUCT)
        for text in sources.strings(path)
        if CLOCK_OF_THE_DATABASE.search(text)
    ] == []


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import datetime as d; d.now()",
        "import datetime; datetime.datetime.utcnow()",
        "import datetime as dt; dt.date.today()",
        "import time; tick = time.monotonic",
        "from time import time_ns; time_ns()",
    ],
)
def test_a_disguised_clock_is_recognised(line: str, tmp_path: Path) -> None:
    (tmp_path / "late.py").write_text(line, encoding="utf-8")
    found = [reference for _, reference in sources.references(tmp_path / "late.py")]
    assert any(WALL_CLOCK.fullmatch(reference) for reference in found)


def test_the_rules_leave_nothing_to_chance() -> None:
    assert offences(sources.files("xfconsole/core"), CHANCE) == []


def test_the_rules_do_not_reach_the_outside_world() -> None:
    assert [
        f"{sources.name(path)}: {module}"
        for path in sources.files("xfconsole/core")
        for node in ast.walk(sources.tree(path))
        for module in _named(node)
        if module.partition(".")[0] in OUTSIDE_WORLD or module in {"open", "input"}
    ] == []


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return [node.func.id]
    return []


def test_only_commands_print() -> None:
    assert [
        f"{sources.name(path)}:{node.lineno}"
        for path in sources.files(*sources.PRODUCT)
        if not sources.name(path).startswith(COMMANDS)
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ] == []


def test_nothing_outside_is_rendered_as_markup() -> None:
    assert [
        f"{sources.name(path)}:{node.value.lineno}"
        for path in sources.files(*sources.PRODUCT)
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.keyword) and node.arg == "markup"
        if not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ] == []


def test_everything_public_says_what_it_is() -> None:
    assert [
        f"{sources.name(path)}:{line} {what}"
        for path in sources.files(*sources.PRODUCT)
        for line, what in undocumented(sources.tree(path))
    ] == []


def undocumented(node: ast.Module | ast.ClassDef) -> Iterator[tuple[int, str]]:
    if not ast.get_docstring(node):
        yield getattr(node, "lineno", 1), getattr(node, "name", "the module")
    for child in node.body:
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from undocumented(child)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) and _owes_a_word(child):
            yield child.lineno, child.name


def _owes_a_word(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    decorators = {ast.unparse(decorator).split(".")[-1] for decorator in function.decorator_list}
    return not (
        ast.get_docstring(function)
        or function.name.startswith("_")
        or HOOKS.fullmatch(function.name)
        or decorators & {"override", "overload", "setter"}
    )


def test_no_file_is_too_long_to_read() -> None:
    assert [
        f"{sources.name(path)}: {lines} lines"
        for path in sources.files(*sources.PRODUCT, "tests")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    words = ("/wo" + "rk/", "/ro" + "ot/", "/us" + "ers/", "py" + "pi.", "pythonho" + "sted")
    assert [
        f"{sources.name(path)}: {word}"
        for path in written_files()
        for word in words
        if word in path.read_text(encoding="utf-8").lower()
    ] == []


def written_files() -> Iterator[Path]:
    yield from (path for path in sources.ROOT.iterdir() if path.is_file())
    folders = [".ci", "bundle", "requirements", "docs", "tests", *sources.PRODUCT]
    for path in sources.files(*folders, suffix=""):
        # What fuzzers found was written by nobody.
        if "corpus" not in path.parts and path.suffix in {
            "",
            ".cfg",
            ".in",
            ".json",
            ".md",
            ".py",
            ".sh",
            ".tcss",
            ".toml",
            ".txt",
        }:
            yield path
