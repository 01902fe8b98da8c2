"""The command line from outside: every command, good and bad input, and how each end is told."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer

from tests.commandline import CommandLine, command_line
from tests.data.offices import stretch_little
from tests.sheets import write_csv
from tests.sources import ROOT
from tests.spellings import WIDE
from tests.tty import offices
from tests.tty.offices import PASSPHRASE
from xfconsole import cli
from xfconsole.ui.words import catalogue as i18n

LETTERS = [
    ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"],
    ["3001", "司徒写信", "路灯不亮", "2026/1/5 20:10", "巷口[三盏]路灯不亮。"],
]
PACK = ROOT / "xfconsole" / "policies" / "default.toml"
DRILL = """
title = "four at the door"
start = 2026-02-20T02:00:00+08:00
until = "+10m"
policy = "default"

[[step]]
at = "+0m"
do = "open"
incident = "A"
channel = "group_visit"
headcount = 28
subject = "安置房逾期交付"
unit = "住建局"
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """An office with one matter, made by commands; no test below writes to it."""
    folder = tmp_path_factory.mktemp("cli")
    run = command_line(folder, PASSPHRASE, offices.found(folder / "office"))
    run.done("import", "letters", write_csv(folder / "letters.csv", LETTERS))
    return run


class Said:
    """How a command run in this process ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        """What stdout holds as one JSON value."""
        return json.loads(self.out)


class Runner:
    """Runs commands in this process, where starting costs nothing."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Said:
        """Run one command."""
        try:
            code = cli.run([str(each) for each in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        seen = self._capsys.readouterr()
        return Said(code, seen.out, seen.err)


@pytest.fixture
def run(
    filled: CommandLine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Runner]:
    """Run commands on the filled office, in English."""
    monkeypatch.setenv("XFCONSOLE_HOME", str(filled.home))
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(filled.passphrase))
    monkeypatch.setenv("XFCONSOLE_LANG", "en")
    before = i18n.language()
    yield Runner(capsys)
    i18n.use(before)


def assert_one_sentence(said: Said, code: int) -> None:
    """The reason stands on stderr, alone, in one line, and nothing of the program shows."""
    assert (said.code, said.out) == (code, ""), said.out
    assert re.fullmatch(r"[^\n]{10,300}[.。]\n", said.err), said.err
    assert "Traceback" not in said.err
    assert PASSPHRASE not in said.err


# --- what is documented --------------------------------------------------------------------------


def commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it, groups left out."""

    def below(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield words, command
            return
        for name, each in inner.items():
            yield from below((*words, name), each)

    yield from below((), typer.main.get_command(cli.application()))


COMMANDS = dict(commands())
NAMES = [" ".join(words) for words in COMMANDS]


def test_there_are_commands_to_look_at() -> None:
    assert {"init", "matters", "import letters", "policy check"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_is_documented_and_helps(run: Runner, name: str) -> None:
    said = run(*name.split(), "--help")
    assert (said.code, said.err) == (0, "")
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    (row,) = [line for line in written.splitlines() if line.startswith(f"| `xfconsole {name}")]
    for parameter in COMMANDS[tuple(name.split())].params:
        offered = not getattr(parameter, "hidden", False)
        for option in (each for each in parameter.opts if each.startswith("--")):
            assert [option in said.out, option in row or option == "--help"] == [offered] * 2


def test_the_options_of_every_command_are_documented(run: Runner) -> None:
    said = run("--help")
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    options = set(re.findall(r"--[a-z-]+", said.out)) - {"--help"}
    assert len(options) > 4
    assert [each for each in sorted(options) if each not in written] == []


# --- good input ----------------------------------------------------------------------------------


def test_reading_commands_print_json_and_plain_text(run: Runner) -> None:
    (matter,) = run("matters", "--json").json
    assert (matter["summary"], matter["text"]) == ("路灯不亮", "巷口[三盏]路灯不亮。")
    shown = run("show", matter["number"], "--json")
    assert matter.items() <= shown.json.items()
    for words in (["matters"], ["show", matter["number"]]):
        said = run(*words)
        assert (said.code, said.err) == (0, "")
        assert "路灯不亮" in said.out
        assert "司徒写信" not in said.out
    assert {"now", "until", "on_duty", "entries", "holes"} == set(run("roster", "--json").json)
    log = [json.loads(line) for line in run("log", "--json").out.splitlines()]
    assert "matter.registered" in {each["kind"] for each in log}
    (hit,) = run("search", "三盏", "路灯", "--json").json
    assert (hit["number"], hit["place"]) == (matter["number"], "text")
    assert "路灯不亮" in run("search", "路灯").out
    assert run("matters", "--match", "没有这个词", "--json").json == []
    assert run("roster", "--days", "1").out
    assert run("log").out.count("\n") == len(log)
    assert run("log", "--date", "2001-01-01").out == ""
    wide, since = matter["number"].translate(WIDE), "2001-01-01".translate(WIDE)
    assert run("log", "--date", since).out == ""
    assert run("show", wide, "--json").json == shown.json
    assert run("matters", "--match", f"编号：{wide}", "--json").json == [matter]
    assert run("report", "timeliness", "--since", since, "--json").json["received"] == 1
    assert run("report", "timeliness", "--json").json["received"] == 1
    assert run("report", "timeliness").out.count("\n") == 14


def test_a_policy_pack_and_a_drill_need_no_office(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFCONSOLE_HOME", str(tmp_path / "none"))
    monkeypatch.delenv("XFCONSOLE_PASSPHRASE_FILE")
    assert run("policy", "check", PACK, "--json").json["ok"] is True
    assert run("policy", "check", PACK).code == 0
    drill = tmp_path / "drill.toml"
    drill.write_text(DRILL, encoding="utf-8")
    lines = [json.loads(line) for line in run("drill", drill, "--json").out.splitlines()]
    assert lines[-1]["kind"] == "summary"
    assert len(lines) > 5
    assert run("drill", drill).code == 0
    assert not (tmp_path / "none").exists()


def test_dry_runs_write_nothing(filled: CommandLine, run: Runner, tmp_path: Path) -> None:
    before = (filled.home / "office.db").read_bytes()
    rows = [*LETTERS, ["3002", "", "停水", "2026/1/6", "连停三天。"]]
    said = run("import", "letters", write_csv(tmp_path / "b.csv", rows), "--dry-run", "--json").json
    assert (said["dry_run"], said["added"], said["known"]) == (True, 1, 1)
    roster = [["日期", "岗位", "姓名"], ["2030-01-01", "带班领导", "王强"]]
    said_roster = run("import", "roster", write_csv(tmp_path / "r.csv", roster), "--dry-run")
    assert said_roster.code == 0
    assert (filled.home / "office.db").read_bytes() == before
    assert len(run("matters", "--json").json) == 1


def test_version(run: Runner) -> None:
    assert re.fullmatch(r"xfconsole \S+\n", run("--version").out)


# --- bad input -----------------------------------------------------------------------------------

REFUSED: list[tuple[str, ...]] = [
    ("show", "2026-999999"),
    ("show", "../../etc/passwd"),
    ("log", "--date", "2026-02-30"),
    ("log", "--date", "yesterday"),
    ("report", "timeliness", "--since", "2026-02-30"),
    ("report", "timeliness", "--until", "next week"),
    ("report", "timeliness", "--since", "2026-02-02", "--until", "2026-02-01"),
    ("search", " "),
    ("doctor", "--head", "1234"),
    ("import", "letters", "no-such-file.xlsx"),
    ("import", "roster", "no-such-file.csv"),
    ("import", "letters", "."),
    ("drill", "no-such-file.toml"),
    ("init", "--office", "二", "--officer", "李敏"),
]
MISUSED: list[tuple[str, ...]] = [
    ("unknown",),
    ("show",),
    ("show", "1", "2"),
    ("matters", "--unknown"),
    ("matters", "--limit", "0"),
    ("matters", "--limit", "many"),
    ("search",),
    ("search", "停水", "--limit", "0"),
    ("roster", "--days", "0"),
    ("roster", "--days", "367"),
    ("report", "timeliness", "--by", "officer"),
    ("report", "timeliness", "--channel", "fax"),
    ("report", "unknown"),
    ("init", "--office", "市信访接待中心"),
    ("--theme",),
    ("import", "unknown", "x"),
]


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_done_is_refused_in_one_sentence(run: Runner, words: tuple[str]) -> None:
    assert_one_sentence(run(*words), 1)


@pytest.mark.parametrize("words", MISUSED, ids=" ".join)
def test_a_wrong_use_is_explained_in_one_sentence(run: Runner, words: tuple[str]) -> None:
    assert_one_sentence(run(*words), 2)


@pytest.mark.parametrize(
    "words", [("matters",), ("roster",), ("log",), ("show", "1"), ("report", "timeliness")], ids=str
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_an_office_reading_says_so(
    run: Runner, tmp_path: Path, words: tuple[str, ...], lang: str
) -> None:
    said = run("--home", tmp_path / "none", "--lang", lang, *words)
    assert_one_sentence(said, 1)
    assert not (tmp_path / "none").exists()


def test_a_bad_row_is_named_and_nothing_else_is_kept_back(run: Runner, tmp_path: Path) -> None:
    rows = [*LETTERS, ["3003", "", "没有时间", "", "x"]]
    said = run("import", "letters", write_csv(tmp_path / "b.csv", rows), "--dry-run")
    assert said.code == 1
    assert "3" in said.err
    roster = [["日期", "岗位", "姓名"], ["2026-02-30", "带班领导", "王强"]]
    said = run("import", "roster", write_csv(tmp_path / "r.csv", roster))
    assert said.code == 1
    assert "2" in said.err
    broken = tmp_path / "policy.toml"
    broken.write_bytes(PACK.read_bytes().replace(b"at_least = 5", b'at_least = "5"', 1))
    said = run("policy", "check", broken)
    assert (said.code, said.out) == (1, "")
    assert re.search(r"policy\.toml.*\d+", said.err)


# --- passphrase and settings ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [None, b"", b"wrong passphrase\n", b"\xff\xfe\x00"], ids=lambda each: repr(each)
)
def test_a_passphrase_file_that_does_not_open_the_office(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    path = tmp_path / "passphrase"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(path))
    assert_one_sentence(run("matters"), 1)


def test_without_a_terminal_or_a_file_no_passphrase_can_be_asked(filled: CommandLine) -> None:
    bare = CommandLine(filled.home, Path(), environ={"XFCONSOLE_PASSPHRASE_FILE": ""})
    ended = bare.run("matters")
    assert_one_sentence(Said(ended.returncode, ended.stdout, ended.stderr), 1)
    assert "XFCONSOLE_PASSPHRASE_FILE" in ended.stderr


def test_the_first_line_is_the_passphrase_whatever_ends_it(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "passphrase"
    path.write_bytes(f"{PASSPHRASE}\r\nand more".encode())
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(path))
    assert run("matters").code == 0


@pytest.mark.parametrize("end", ["", "\n", "\r\n"], ids=repr)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_neither_a_byte_order_mark_nor_the_line_end_is_a_part_of_the_passphrase(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, end: str
) -> None:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    content = mark + f"{PASSPHRASE}{end}".encode(encoding)
    path = tmp_path / "passphrase"
    path.write_bytes(content)
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(path))
    assert run("officers").code == 0


def test_an_office_and_an_officer_set_up_from_marked_files_open_with_what_is_typed(
    tmp_path: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretch_little(monkeypatch)
    marked, new, typed = (tmp_path / name for name in ("marked", "new", "typed"))
    marked.write_text(f"{PASSPHRASE}\n", encoding="utf-8-sig")
    new.write_text("another passphrase\r\n", encoding="utf-16")
    monkeypatch.setenv("XFCONSOLE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(marked))
    assert run("init", "--office", "X", "--officer", "李敏").code == 0
    assert run("officers", "add", "王强", "--new-passphrase-file", new).code == 0
    for passphrase in (PASSPHRASE, "another passphrase"):
        typed.write_text(passphrase, encoding="utf-8")
        monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(typed))
        assert run("matters").code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["ledger.csv", "ledger.xlsx"])
def test_an_export_into_a_folder_that_is_not_there_names_it(
    run: Runner, tmp_path: Path, lang: str, name: str
) -> None:
    said = run("--lang", lang, "export", "ledger", tmp_path / "no such" / name)
    assert_one_sentence(said, 1)
    assert str(tmp_path / "no such") in said.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"language = ", "line 1"),
        (b"\n\ntheme = 'pink'\n", "night, contrast"),
        (b"# x\ncolour = 'red'\n", "colour"),
        (b"ascii = 1\n", "true, false"),
        (b"language = 'fr'\n", "zh, en"),
        (b"\xff\xfe", "config.toml"),
    ],
    ids=["no TOML", "theme", "name", "ascii", "language", "no text"],
)
def test_faults_of_config_toml_are_named_and_stop_no_command(
    run: Runner, filled: CommandLine, content: bytes, told: str
) -> None:
    settings = filled.home / "config.toml"
    settings.write_bytes(content)
    try:
        said, doctor = run("matters", "--json"), run("doctor", "--quick", "--json")
    finally:
        settings.unlink()
    assert (said.code, len(said.json)) == (0, 1)
    assert len(said.err.splitlines()) == 1
    assert told in said.err
    assert "config.toml" in said.err
    (found,) = [each for each in doctor.json["findings"] if each["name"] == "settings"]
    assert (found["health"], found["found"] in said.err) == ("warn", True)


def test_an_unknown_language_is_refused(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_one_sentence(run("--lang", "fr", "matters"), 1)
    monkeypatch.setenv("XFCONSOLE_LANG", "fr")
    assert_one_sentence(run("matters"), 1)


def test_home_goes_before_the_variable(run: Runner, tmp_path: Path) -> None:
    assert run("--home", tmp_path, "matters").code == 1
    assert run("matters").code == 0
