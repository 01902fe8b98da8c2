"""The nineteen columns of the exchange: nobody's name unless asked for, and never a history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from data.office import open_office
from tests.data.offices import CLOCK, PASSPHRASE, create
from tests.identities import (
    ACCUSATION,
    ACCUSATION_NO,
    CLAIM_NO,
    CONFIDENTIAL,
    CONFIDENTIAL_NO,
    EVERY,
    SECRETS,
    WHO,
)
from xfconsole import cli
from xfconsole.assembly import desk_of
from xfconsole.commands.exchange import HEADS
from xfconsole.core.facts.of_identity import IdentityRead
from xfconsole.ids import RandomIds
from xfconsole.ui.words import catalogue as i18n

Run = Callable[..., int]
NEVER = ("扬言", "特殊人员", "重点人员", "民族", "政治面貌", "证件号码", "逐级走访")


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    secret = tmp_path / "passphrase.txt"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("XFCONSOLE_HOME", str(tmp_path / "office"))
    monkeypatch.setenv("XFCONSOLE_PASSPHRASE_FILE", str(secret))
    before = i18n.language()
    opened, _ = create(tmp_path / "office")
    with opened:
        desk = desk_of(opened, CLOCK, RandomIds())
        for each in EVERY:
            desk.register(each)
    yield lambda *arguments: cli.run([str(each) for each in arguments])
    i18n.use(before)


def rows(file: Path) -> tuple[tuple[Any, ...], dict[str, dict[str, Any]]]:
    """Return the heads, and each matter's row by number, as openpyxl reads them."""
    sheet = load_workbook(file).active
    assert sheet is not None
    heads, *found = sheet.iter_rows(values_only=True)
    return heads, {str(each[0]): dict(zip(HEADS, each, strict=True)) for each in found}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_without_being_asked_nobody_is_named(run: Run, language: str, tmp_path: Path) -> None:
    file = tmp_path / "exchange.xlsx"
    assert run("--lang", language, "export", "ledger", file, "--exchange") == 0
    heads, found = rows(file)
    assert heads == HEADS
    assert len(heads) == 19
    for row in found.values():
        assert (row["姓名"], row["住址"], row["手机号码"]) == (None, None, None)
    said = str(found)
    assert [each for each in SECRETS if each in said] == []


def test_a_name_leaves_with_a_reason_that_is_journaled(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "exchange.xlsx"
    asked = ("export", "ledger", file, "--exchange", "--match", "purpose:claim", "--identities")
    assert run(*asked) == 1
    assert not file.exists()
    assert run(*asked, "--reason", "上级调阅") == 0
    row = rows(file)[1][CLAIM_NO]
    assert (row["姓名"], row["住址"], row["手机号码"]) == (WHO.name, WHO.address, WHO.phone)
    with open_office(tmp_path / "office", PASSPHRASE, clock=CLOCK) as office:
        matter = office.views.matter(CLAIM_NO)
        assert matter
        read = [each.fact for each in matter.events if isinstance(each.fact, IdentityRead)]
    assert read == [IdentityRead("上级调阅", export="exchange.xlsx")]


def test_whether_somebody_came_before_is_never_told(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "exchange.xlsx"
    run("export", "ledger", file, "--exchange")
    heads, found = rows(file)
    assert {row["是否全国初次信访"] for row in found.values()} == {None}
    assert [each for each in NEVER if each in "".join(heads)] == []


def test_what_was_reported_in_confidence_stays_here(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "exchange.xlsx"
    run("export", "ledger", file, "--exchange")
    found = rows(file)[1]
    assert ACCUSATION.summary not in str(found[ACCUSATION_NO])
    assert CONFIDENTIAL.summary not in str(found[CONFIDENTIAL_NO])
    assert found[CLAIM_NO]["概况"] == "安置房逾期未交付"


def test_our_own_import_reads_it_again(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "exchange.xlsx"
    run("export", "ledger", file, "--exchange", "--match", "purpose:claim")
    assert run("import", "letters", file) == 0
    with open_office(tmp_path / "office", PASSPHRASE, clock=CLOCK) as office:
        newest = max(office.views.matters(), key=lambda row: row.number)
    assert newest.summary == "安置房逾期未交付"
    assert newest.purpose is not None
    assert newest.purpose.value == "claim"
    assert newest.channel.value == "letter"
