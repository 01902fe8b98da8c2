"""``xfconsole hub`` as its owner and two desks run it, and ``sync`` that meets there."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commandline import CommandLine
from tests.data.backed_up import notes_of, opened
from tests.hub import Hub, new_hub
from tests.test_backup_command import documented
from tests.test_sync_command import two
from xfconsole.assembly import desk_of
from xfconsole.clock import SystemClock
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel
from xfconsole.ids import RandomIds

__all__ = ["two"]
OFFICE = "市信访接待中心"


@pytest.fixture
def hub() -> Iterator[Hub]:
    with new_hub() as made:
        yield made


def invitation(
    hub: Hub, command: CommandLine, folder: Path, name: str, office: str = OFFICE
) -> Path:
    """Return the file with an invitation, which its owner wrote."""
    file = folder / name
    assert office in command.done("hub", "invite", hub.address, office, "--to", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file


def test_two_desks_join_a_hub_and_meet_there(
    hub: Hub, two: list[CommandLine], tmp_path: Path
) -> None:
    first, second = two
    for _ in range(2):
        assert hub.parts["dbname"] in first.done("hub", "init", hub.address)
    assert first.json("hub", "status") == {"hub": None, "met_at": None, "unsent": None}
    for command in two:
        file = invitation(hub, command, tmp_path, f"{command.home.name}.invitation")
        command.done("hub", "join", file)
        assert file.read_text(encoding="utf-8").split("password=")[1].split()[
            0
        ] not in command.done("hub", "status")
    assert first.json("hub", "status")["unsent"] == 4
    with opened(first.home):
        assert first.json("sync") == {
            **{"sent": 5, "lines": 0, "known": 0, "waiting": 0, "keys": 0},
            **{"officers": [], "several": [], "set_aside": False, "refused": []},
        }
    met = second.json("sync")
    assert set(met) == documented("`sync --json` at a hub")
    assert (met["sent"], met["lines"]) == (2, 2)
    assert notes_of(second.home) == ["一条", "后来的"]
    assert "2 new ones" in first.done("sync")
    found = first.json("hub", "status")
    assert set(found) == documented("`hub status --json`")
    assert found["hub"].endswith(f"/{hub.parts['dbname']}")
    assert (found["unsent"], bool(found["met_at"])) == (0, True)
    rows = first.objects("hub", "desks")
    assert set(rows[0]) == documented("`hub desks --json`")
    assert sorted(each["last"] for each in rows) == [2, 5]


def test_the_owner_reads_what_offices_told_as_they_count_it_themselves(
    hub: Hub, two: list[CommandLine], tmp_path: Path
) -> None:
    first = two[0]
    assert "by themselves" in first.done("hub", "report", hub.address)
    assert first.objects("hub", "report", hub.address) == []
    with opened(first.home) as office:
        desk = desk_of(office, SystemClock(), RandomIds())
        for summary in ("停水三天", "工地欠薪"):
            desk.register(MatterForm(Channel.VISIT, summary))
    first.done("hub", "join", invitation(hub, first, tmp_path, "first.invitation"))
    invitation(hub, first, tmp_path, "other.invitation", "城东街道信访办")
    first.done("sync")
    none, told = first.objects("hub", "report", hub.address)
    assert set(told) == documented("`hub report --json`")
    own = first.json("report", "month", told["month"])
    counts = ("received", "answered", "late", "overdue")
    assert [told[name] for name in counts] == [own[name] for name in counts] == [2, 0, 0, 0]
    assert (none["office"], none["received"], none["told_at"]) == ("城东街道信访办", None, None)
    said = first.done("hub", "report", hub.address, "--month", told["month"])
    assert f"{OFFICE}: received 2" in said
    assert "told nothing of it (1): 城东街道信访办" in said
    assert first.objects("hub", "report", hub.address, "--month", "2020-01")[1]["received"] is None
    refused = first.run("hub", "report", hub.address, "--month", "13")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_wrong_is_one_sentence_without_a_password(
    hub: Hub, two: list[CommandLine], tmp_path: Path, lang: str
) -> None:
    first = CommandLine(two[0].home, two[0].passphrase, lang)
    secret = "a-secret-word"
    empty, wrong = tmp_path / "empty", tmp_path / "wrong"
    empty.write_text("\n", encoding="utf-8")
    wrong.write_text(f"{hub.address} password={secret}\n", encoding="utf-8")
    nowhere = f"postgresql://me:{secret}@localhost:1/hub"
    wrong_port = tmp_path / "nowhere"
    wrong_port.write_text(nowhere, encoding="utf-8")
    for words in (
        ("init", "https://hub.example/hub"),
        ("init", "postgresql://me@hub.example/hub?sslmode=require"),
        ("init", nowhere),
        ("init", nowhere.replace(f":{secret}", "")),
        ("invite", hub.address, " ", "--to", tmp_path / "made"),
        ("invite", hub.address, "城" * 101, "--to", tmp_path / "made"),
        ("invite", hub.address, OFFICE, "--to", empty),
        ("join", empty),
        ("join", wrong),
        ("join", wrong_port),
        ("join", tmp_path / "no such"),
        ("join",),
        ("desks",),
    ):
        ended = first.run("hub", *words)
        told = (ended.returncode, ended.stdout, len(ended.stderr.splitlines()))
        assert told == (1, "", 1), (words, ended.stderr)
        assert secret not in ended.stderr
        assert "Traceback" not in ended.stderr
    assert not (tmp_path / "made").exists()
    # Whom no invitation helps: the hub's owner is told what of the address to look at.
    nobody = first.run("hub", "init", "postgresql://me@localhost:1/hub").stderr
    assert "xfconsole sync" not in nobody
    first.done("hub", "invite", hub.address, OFFICE, "--to", empty, "--replace")
    assert empty.read_text("utf-8").startswith("user=")
