"""``xfconsole doctor`` as typed, over a healthy, a bit-flipped and a truncated office."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from data.doctor.examine import connected
from data.file.wal import PAGE
from data.journal.journal import head
from data.office import DATABASE, open_office, opened_key
from data.tables.migrations import MIGRATIONS
from data.vault import vault
from data.vault.slots import KEYS_FILE
from tests.data.backed_up import tampered
from tests.data.damaged import LONG, flip, worked
from tests.data.offices import CLOCK, PASSPHRASE
from xfconsole.cli import run
from xfconsole.commands.offices import PASSPHRASE_VARIABLE
from xfconsole.ui.text.cells import width

PERSONAL = (*("来访者甲子", "停水", "写到一半", "李敏", PASSPHRASE), LONG[:8])
LANGUAGES = ("zh", "en")


class Doctor:
    """Runs the command as typed over one folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys

    def run(self, *arguments: str, lang: str = "en") -> tuple[int, str]:
        """Return the exit code and all that was said; nobody is named in it."""
        code = run(["--home", str(self.folder), "--lang", lang, "doctor", *arguments])
        out, err = self._capsys.readouterr()
        assert [word for word in PERSONAL if word in out + err] == []
        assert "Traceback" not in err
        return code, out + err


@pytest.fixture
def doctor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Doctor:
    folder = tmp_path / "office"
    worked(folder).close()
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_VARIABLE, str(passphrase))
    return Doctor(folder, capsys)


def lines(said: str, health: str) -> list[str]:
    return [line for line in said.splitlines() if line.startswith(health)]


@pytest.mark.parametrize(("lang", "bad"), [("zh", "异常"), ("en", "BAD")])
def test_a_healthy_office_has_nothing_bad(doctor: Doctor, lang: str, bad: str) -> None:
    code, said = doctor.run(lang=lang)
    assert code == 0
    assert lines(said, bad) == []
    assert len(said.splitlines()) > 17


@pytest.mark.parametrize(("lang", "bad", "todo"), [("zh", "异常", "请"), ("en", "BAD", "restore")])
def test_a_flipped_bit_is_told_with_what_to_do(
    doctor: Doctor, lang: str, bad: str, todo: str
) -> None:
    size = (doctor.folder / DATABASE).stat().st_size
    flip(doctor.folder / DATABASE, 8 * (size // PAGE // 2 * PAGE + 99))
    code, said = doctor.run(lang=lang)
    assert code == 1
    after = said.splitlines()
    at = next(place for place, line in enumerate(after) if line.startswith(bad))
    assert re.search(r"\b1\b", after[at])
    assert after[at + 1].strip().startswith("→")
    assert todo in after[at + 1] + after[at + 2]
    assert max(map(width, after)) <= 80


@pytest.mark.parametrize(("lang", "bad"), [("zh", "异常"), ("en", "BAD")])
def test_a_truncated_office_is_told(doctor: Doctor, lang: str, bad: str) -> None:
    with (doctor.folder / DATABASE).open("r+b") as file:
        file.truncate((doctor.folder / DATABASE).stat().st_size - 3 * PAGE)
    code, said = doctor.run(lang=lang)
    assert code == 1
    assert lines(said, bad)


def test_the_head_on_paper_is_compared(doctor: Doctor) -> None:
    key = vault.unlock(doctor.folder, PASSPHRASE).key
    with connected(doctor.folder, key) as connection:
        typed = head(connection).typed
    assert doctor.run("--quick", "--head", typed.lower().replace("-", " "))[0] == 0
    seq, code = typed.split("-", 1)
    slip = f"{seq}-{'3' if code[0] == '2' else '2'}{code[1:]}"
    exit_code, said = doctor.run("--head", slip)
    assert exit_code == 1
    assert said.startswith("Group 1")


def test_as_json_every_finding_has_its_documented_keys(doctor: Doctor) -> None:
    code, said = doctor.run("--quick", "--json")
    told = json.loads(said)
    assert code == 0
    assert told["health"] == "warn"
    for finding in told["findings"]:
        assert set(finding) == {"name", "health", "key", "found", "do", "values"}
    names = [finding["name"] for finding in told["findings"]]
    assert len(names) == len(set(names))
    assert "tables" not in names
    documented = Path("docs/json.md").read_text(encoding="utf-8")
    assert [name for name in names if f"`{name}`" not in documented] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_a_wrong_passphrase_it_says_what_it_can(
    doctor: Doctor, lang: str, tmp_path: Path
) -> None:
    (tmp_path / "passphrase").write_text("另一个口令另一个", encoding="utf-8")
    code, said = doctor.run("--json", lang=lang)
    told = {each["name"]: each["health"] for each in json.loads(said)["findings"]}
    assert code == 1
    assert told["passphrase"] == "bad"
    assert told["disk"] == told["log"] == "ok"
    assert "backups" in told


def test_with_damaged_key_slots_it_says_what_it_can(doctor: Doctor) -> None:
    flip(doctor.folder / KEYS_FILE, 8 * 200)
    code, said = doctor.run()
    assert code == 1
    assert re.search(r"^BAD +passphrase file .*put it\s+back from a backup", said, re.M | re.S)
    assert re.search(r"^ok +log", said, re.M)


def test_it_looks_beside_a_console_that_is_open(doctor: Doctor) -> None:
    with open_office(doctor.folder, PASSPHRASE, clock=CLOCK):
        assert doctor.run()[0] == 0


def test_an_office_is_saved_and_looked_over(doctor: Doctor, tmp_path: Path) -> None:
    flip(doctor.folder / DATABASE, 8 * 40)
    code, said = doctor.run("--salvage", str(tmp_path / "new"))
    assert code == 0
    assert "No entry is missing." in said
    code, said = doctor.run("--salvage", str(tmp_path / "new"))
    assert code == 1
    assert "is not empty" in said
    doctor.folder = tmp_path / "new"
    assert doctor.run()[0] == 0
    code, said = doctor.run("--salvage", str(tmp_path / "newer"), "--json")
    assert set(json.loads(said)) == {"folder", "events", "keys", "drafts", "lost", "gaps"}


def test_where_there_is_no_office_it_says_so(doctor: Doctor, tmp_path: Path) -> None:
    doctor.folder = tmp_path / "nowhere"
    code, said = doctor.run()
    assert code == 1
    assert said.startswith("There is no office in")


def test_a_file_of_an_older_version_is_not_called_damaged(doctor: Doctor) -> None:
    key = opened_key(doctor.folder, PASSPHRASE, clock=CLOCK).database
    later = ("stamp", "signed_desk", "signed_dseq")
    older = [f"ALTER TABLE event DROP COLUMN {name}" for name in later]
    held = ("DROP INDEX event_stamp", "DROP TRIGGER event_never_changes")
    tampered(doctor.folder / DATABASE, key, *held, *older, "PRAGMA user_version = 17")
    code, said = doctor.run()
    assert code == 0
    assert lines(said, "BAD") == []
    assert f"version 17, this program writes {len(MIGRATIONS)}" in " ".join(said.split())
    assert [each for each in said.splitlines() if each[6:].startswith(("tables", "roster"))] == []
