"""One whole night on a real encrypted office: by command line, by keyboard, and in the morning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from data.file.connection import Engine
from data.file.engine import open_engine
from data.journal.journal import chain_key, verify_chain
from data.store.rebuild import rebuild
from data.tables.migrations import migrate
from data.vault import vault
from data.vault.vault import DataKey
from tests.commandline import CommandLine, command_line
from tests.data.files import contents
from tests.sheets import write_csv, write_xlsx
from tests.tty import offices
from tests.tty.keyboard import a_second_later
from tests.tty.keyboard import unlock as type_passphrase
from tests.tty.offices import CHEAP, NAME, OFFICER, PASSPHRASE, UNIT, ZONE
from tests.tty.terminal import APART, ENTER, ESCAPE, TAB, F, Terminal, console, ctrl
from xfconsole.clock import SystemClock
from xfconsole.ui.words.catalogue import catalogue

pytestmark = pytest.mark.long

CALLER, PHONE = "欧阳来访", "137-5550-4321"
WRITER = "司徒写信"
TOPIC, REQUEST, ANSWER = "安置房逾期交付", "书面答复交房日期", "五日内书面答复"
LEADER = "王强"
NEXT, THEIRS = "何静", "渡口的第三盏灯 9"
"""Who comes in the morning, and their passphrase."""


class Night:
    """A night at one terminal, in the officer's language."""

    def __init__(self, terminal: Terminal, lang: str) -> None:
        self.terminal, self.say = terminal, catalogue(lang).say

    def ask(self, key: str, question: str, *values: str) -> None:
        """Press a key, wait for the question it puts, and answer that."""
        self.terminal.send(key)
        self.terminal.shows(self.say(question))
        self.terminal.send(*values)

    def fill(self, text: str, *keys: str) -> None:
        """Type into the field that has the cursor, see it there, and go on."""
        self.terminal.send(text)
        self.terminal.shows(text)
        self.terminal.send(APART, *keys, APART)

    def register_group(self) -> None:
        """F2: a group of 28 with a request, and one person's name and number."""
        self.terminal.send(F[2])
        self.terminal.shows(self.say("intake.title.new"))
        # Field by field: more keys at once than a hand types are taken for a paste.
        self.terminal.send("5", APART, ENTER, APART)
        self.fill(TOPIC, ENTER)
        self.fill("28", ENTER, ENTER, ENTER)
        self.fill("到大厅反映交房", TAB)
        self.fill(REQUEST, TAB)
        self.fill(UNIT, *[ENTER] * 9)
        self.terminal.send("3", APART, ENTER, ENTER, APART)
        self.fill(CALLER, *[ENTER] * 5)
        self.fill(PHONE)
        self.terminal.shows(CALLER, PHONE)
        self.terminal.send(ctrl("s"))
        self.terminal.shows("-001", "28", LEADER)
        a_second_later(self.terminal)

    def receive_group(self) -> None:
        """Ring, expected, arrived, counted again; the first prompt; the answer; over."""
        self.ask("c", "verb.ring.whom", "1")
        self.terminal.shows(LEADER)
        self.terminal.send("1")
        self.terminal.shows(self.say("live.ask.eta_optional"))
        self.terminal.send("10", APART, ENTER)
        self.terminal.hides(self.say("live.ask.eta_optional"))
        self.ask("e", "verb.eta.whom", "1")
        self.terminal.shows(self.say("live.ask.eta"))
        self.terminal.send("12", APART, ENTER)
        self.terminal.hides(self.say("live.ask.eta"))
        self.ask("a", "verb.arrive.whom", "1")
        self.terminal.shows(self.say("live.ask.ago"))
        self.terminal.send(ENTER)
        self.terminal.hides(self.say("live.ask.ago"))
        self.terminal.send("n")
        counted = self.say("word.count_source.counted")
        self.terminal.shows(self.say("live.ask.people", people=28, source=counted))
        self.terminal.send("33", APART, ENTER)
        self.terminal.shows(self.say("live.ask.source"))
        self.terminal.send("1")
        self.terminal.shows(self.say("word.level.major"))

    def answer_prompt(self) -> None:
        """F9: the receptionist was rung and did not answer."""
        self.terminal.send(F[9])
        self.terminal.shows("attend.receptionist")
        # Drawn by then; whether its two seconds are over or not, this key means only "next".
        a_second_later(self.terminal)
        self.terminal.send(" ", APART)
        self.terminal.send("2")
        self.terminal.shows("attend.hall_safety")
        a_second_later(self.terminal)
        self.terminal.send("\x1b")
        self.terminal.hides("attend.hall_safety")

    def end(self) -> None:
        """Answer what was asked for, close, hand over."""
        self.ask("q", "live.ask.requests", "2")
        self.terminal.shows(self.say("live.ask.meet"))
        self.terminal.send("1")
        self.terminal.hides(self.say("live.ask.meet"))
        self.terminal.send(ANSWER, APART, ENTER)
        self.terminal.shows(ANSWER)
        self.terminal.hides(self.say("live.ask.keys_field"))
        self.ask("x", "live.ask.summary", "群众已经离开", APART, ENTER, APART)
        self.terminal.shows(self.say("live.ask.evaluation")[:12])
        self.terminal.send(ENTER)
        self.terminal.shows(self.say("live.ask.close_yes"))
        self.terminal.send("1")
        self.terminal.hides(self.say("live.ask.close"))
        self.terminal.shows("●0")
        self.terminal.send(F[10])
        self.terminal.shows(self.say("handover.quit_hint"))
        self.terminal.send("t")
        a_second_later(self.terminal)
        self.terminal.send("一切正常")
        self.terminal.shows("一切正常")
        self.terminal.send(ESCAPE)
        a_second_later(self.terminal)
        self.terminal.send(ENTER)
        self.terminal.shows(self.say("handover.sign_in.passphrase"))
        self.terminal.shows(NEXT)
        self.terminal.send(THEIRS, ENTER)
        self.terminal.shows(self.say("handover.accept.title", to=NEXT))
        # Whatever is due by then; live incidents there are none any more.
        self.terminal.send("a", ctrl("s"))
        self.terminal.until(lambda: NEXT in self.terminal.lines[0], "the next officer")
        self.terminal.send(F[10])
        self.terminal.shows(self.say("handover.quit_hint"))
        self.terminal.send(F[10])
        assert self.terminal.ended() == 0


def write_roster(folder: Path) -> Path:
    """Write two holders for every post of the default plan, from yesterday to in three days."""
    today = SystemClock().read().wall.astimezone(ZoneInfo(ZONE)).date()
    days = f"{today - timedelta(days=1)}~{today + timedelta(days=3)}"
    posts = ["带班领导", "接待人", "大厅安全保障", "责任单位负责人", "街道/乡镇负责人"]
    posts += ["分管领导", "主要领导", "包案领导"]
    names = [LEADER, "赵颖", "郭勇", "孙磊", "周平", "钱进", "郑岚", "高远"]
    rows = [["日期", "班次", "岗位", "姓名", "电话", "顺序"]]
    for number, (post, name) in enumerate(zip(posts, names, strict=True)):
        rows.append([days, "全天", post, name, f"139-0000-00{number:02}", "主班"])
        rows.append([days, "全天", post, f"{name}副", f"139-0000-01{number:02}", "副班"])
    return write_csv(folder / "值班表.csv", rows)


def write_letters(folder: Path) -> Path:
    """Write two made-up letters as a workbook."""
    header = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情"]
    rows = [
        header,
        ["3001", WRITER, "路灯不亮", "2026/1/5 20:10", "\n\t巷口[三盏]路灯不亮。"],
        ["3002", "匿名", "停水", "2026/1/6", "连停三天。"],
    ]
    return write_xlsx(folder / "来信.xlsx", rows)


def add_the_next_officer(run: CommandLine, folder: Path) -> None:
    """Give the officer of the morning a passphrase."""
    theirs = folder / "theirs.txt"
    theirs.write_text(THEIRS + "\n", encoding="utf-8")
    run.done("officers", "add", NEXT, "--new-passphrase-file", theirs)
    make_cheap(run.home, NEXT, THEIRS)


def make_cheap(home: Path, officer: str, passphrase: str) -> None:
    """Stretch a passphrase that was set at its full cost anew: what follows asks for it often."""
    key = vault.unlock(home, PASSPHRASE).key
    vault.reset_passphrase(home, key, officer, passphrase, cost=CHEAP)


def night_by_keyboard(home: Path, lang: str) -> None:
    """Work through the night at 80 by 24 and hand over."""
    with console(home, lang=lang) as terminal:
        type_passphrase(terminal)
        night = Night(terminal, lang)
        night.register_group()
        night.receive_group()
        night.answer_prompt()
        night.end()


DONE = (
    *("shift.started", "matter.registered", "incident.opened", "post.rung", "post.rung"),
    *("post.arrived", "headcount.recorded", "level.changed", "post.rung", "request.answered"),
    *("incident.closed", "shift.ended", "shift.handed_over", "shift.started"),
)
"""What the keyboard did, in this order; other events lie between."""


def assert_told_in_the_morning(run: CommandLine) -> None:
    """Hold the reading commands against what was done."""
    log = run.objects("log")
    kinds = iter(each["kind"] for each in log)
    assert [kind for kind in DONE if kind in kinds] == list(DONE)
    assert {each["officer"] for each in log} == {OFFICER, NEXT}
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for each in log:
        by_kind.setdefault(each["kind"], []).append(each)
    assert "33" in by_kind["headcount.recorded"][0]["text"]
    assert LEADER in by_kind["post.arrived"][0]["text"]
    assert len(by_kind["post.rung"]) == 3

    matters = {each["summary"]: each for each in run.json("matters")}
    group = matters[TOPIC]
    assert (group["channel"], group["unit"], group["headcount"]) == ("group_visit", UNIT, 28)
    (request,) = group["requests"]
    assert (request["text"], request["answer"]) == (REQUEST, ANSWER)
    assert group.items() <= run.json("show", group["number"]).items()

    roster = run.json("roster")
    assert LEADER in [each["person"] for each in roster["on_duty"]]
    assert {hole["kind"] for hole in roster["holes"]} <= {"unheld"}
    told = json.dumps([log, list(matters.values()), roster], ensure_ascii=False)
    assert not [secret for secret in (CALLER, PHONE, WRITER) if secret in told]


@contextmanager
def opened(path: Path, key: DataKey, *, read_only: bool = False) -> Iterator[Engine]:
    """Open an office's file for the length of a block."""
    engine = open_engine(path, key.database, read_only=read_only)
    try:
        yield engine
    finally:
        engine.dispose()


def assert_file_keeps_its_word(home: Path, folder: Path) -> None:
    """The chain holds, the tables come back from the journal, nobody is named in the clear."""
    key = vault.unlock(home, PASSPHRASE).key
    with opened(home / "office.db", key, read_only=True) as source:
        with source.connect() as connection:
            assert verify_chain(connection, chain_key(key.raw)) is None
        tables = contents(source)
        assert_names_nobody(home, tables)
        with opened(folder / "rebuilt.db", key) as target:
            migrate(target)
            rebuild(source, target)
            assert contents(target) == tables


def assert_names_nobody(home: Path, tables: dict[str, list[tuple[object, ...]]]) -> None:
    """Neither the folder's files nor any table, journal bodies included, hold the caller."""
    assert len(tables["event"]) > 10
    assert tables["matter_key"], "nothing was sealed: the search would prove nothing"
    written = repr(tables).encode() + b"".join(
        each.read_bytes() for each in home.rglob("*") if each.is_file()
    )
    for secret in (CALLER, PHONE, PHONE.replace("-", ""), WRITER):
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert secret.encode(encoding) not in written
        assert secret.encode("unicode-escape") not in written


def test_a_night_set_up_by_command_line_and_worked_in_chinese(tmp_path: Path) -> None:
    home = tmp_path / "office"
    run = command_line(tmp_path, PASSPHRASE, home, "zh")
    assert "-" in run.done("init", "--office", NAME, "--officer", OFFICER)
    make_cheap(home, OFFICER, PASSPHRASE)
    assert "16" in run.done("import", "roster", write_roster(tmp_path))
    letters = run.json("import", "letters", write_letters(tmp_path))
    assert (letters["rows"], letters["added"], letters["bad"]) == (2, 2, [])
    add_the_next_officer(run, tmp_path)
    night_by_keyboard(home, "zh")
    assert_told_in_the_morning(run)
    assert run.json("import", "letters", write_letters(tmp_path))["added"] == 0
    assert_file_keeps_its_word(home, tmp_path)


def test_a_night_worked_in_english(tmp_path: Path) -> None:
    home = offices.found(tmp_path / "office")
    run = command_line(tmp_path, PASSPHRASE, home, "en")
    run.done("import", "roster", write_roster(tmp_path))
    run.done("import", "letters", write_letters(tmp_path))
    add_the_next_officer(run, tmp_path)
    night_by_keyboard(home, "en")
    assert_told_in_the_morning(run)
    assert_file_keeps_its_word(home, tmp_path)
