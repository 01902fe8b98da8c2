"""Passphrases, officers and the recovery code: who gets in, who does not, and what they read."""

from __future__ import annotations

import base64
import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.vault import vault
from data.vault.recovery import new_recovery_code
from data.vault.slots import DEFAULT_COST, Cost, read_slots, slot_for, write_slots
from xfconsole.core.words.refusal import Refused

CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
PASSPHRASE = "梧桐树下的长椅 7"
OTHER = "another passphrase"


@pytest.fixture
def opened(tmp_path: Path) -> vault.Opened:
    return vault.create(tmp_path, "李敏", PASSPHRASE, cost=CHEAP)


def stored(folder: Path) -> dict[str, Any]:
    """Return the key slots without the sum over them, as somebody may write them who means harm."""
    document: dict[str, Any] = json.loads((folder / vault.KEYS_FILE).read_bytes())
    del document["sha256"]
    return document | {"format": 1}


def store(folder: Path, document: object) -> None:
    (folder / vault.KEYS_FILE).write_text(json.dumps(document), encoding="utf-8")


def test_the_passphrase_opens_what_was_made(tmp_path: Path, opened: vault.Opened) -> None:
    assert vault.unlock(tmp_path, PASSPHRASE) == vault.Unlocked(opened.key, "李敏")
    assert vault.unlock(tmp_path, PASSPHRASE, " 李敏 ") == vault.Unlocked(opened.key, "李敏")


@pytest.mark.parametrize("wrong", ["", "x", PASSPHRASE + " ", PASSPHRASE.replace("7", "8")])
@pytest.mark.usefixtures("opened")
def test_a_wrong_passphrase_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        vault.unlock(tmp_path, wrong)


@pytest.mark.usefixtures("opened")
def test_full_width_letters_are_the_same_passphrase(tmp_path: Path) -> None:
    assert vault.unlock(tmp_path, "梧桐树下的长椅\u3000７").officer == "李敏"


@pytest.mark.usefixtures("opened")
def test_a_byte_order_mark_is_no_part_of_a_passphrase(tmp_path: Path) -> None:
    assert vault.unlock(tmp_path, f"\ufeff{PASSPHRASE}").officer == "李敏"


def test_one_that_was_set_up_with_the_mark_opens_with_the_same_file(tmp_path: Path) -> None:
    opened = vault.create(tmp_path, "李敏", PASSPHRASE, cost=CHEAP)
    marked = slot_for(opened.key.raw, "李敏", f"\ufeff{OTHER}".encode(), "officer:李敏", CHEAP)
    write_slots(tmp_path, replace(read_slots(tmp_path), officers=(marked,)))
    assert vault.unlock(tmp_path, f"\ufeff{OTHER}") == vault.Unlocked(opened.key, "李敏")
    vault.reset_passphrase(tmp_path, opened.key, "李敏", f"\ufeff{OTHER}", cost=CHEAP)
    assert vault.unlock(tmp_path, OTHER).officer == "李敏"


def test_the_mark_makes_no_short_passphrase_longer(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.short"):
        vault.create(tmp_path, "李敏", "\ufeff1234567", cost=CHEAP)


@pytest.mark.parametrize("short", ["", "1234567", "七个字的密码啊"])
def test_a_short_passphrase_is_refused_and_nothing_is_written(tmp_path: Path, short: str) -> None:
    with pytest.raises(Refused) as refused:
        vault.create(tmp_path, "李敏", short, cost=CHEAP)
    assert (refused.value.key, refused.value.values) == ("vault.refused.short", {"least": 8})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_an_officer_has_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.no_officer"):
        vault.create(tmp_path, name, PASSPHRASE, cost=CHEAP)


def test_a_vault_is_never_made_over_another(tmp_path: Path, opened: vault.Opened) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.exists"):
        vault.create(tmp_path, "王强", OTHER, cost=CHEAP)
    assert vault.unlock(tmp_path, PASSPHRASE).key == opened.key


def test_each_officer_has_a_passphrase_of_their_own(tmp_path: Path, opened: vault.Opened) -> None:
    vault.add_officer(tmp_path, opened.key, "王强", OTHER, cost=CHEAP)
    assert vault.officers(tmp_path) == ["李敏", "王强"]
    assert vault.unlock(tmp_path, OTHER) == vault.Unlocked(opened.key, "王强")
    assert vault.unlock(tmp_path, PASSPHRASE, "李敏").key == opened.key
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        vault.unlock(tmp_path, OTHER, "李敏")


@pytest.mark.usefixtures("opened")
def test_a_name_without_a_slot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        vault.unlock(tmp_path, PASSPHRASE, "孙磊")
    assert (refused.value.key, refused.value.values) == (
        "vault.refused.officer",
        {},
    )


def test_an_officer_is_added_once(tmp_path: Path, opened: vault.Opened) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.officer_known"):
        vault.add_officer(tmp_path, opened.key, "李敏", OTHER, cost=CHEAP)
    assert vault.unlock(tmp_path, PASSPHRASE, "李敏").key == opened.key


def change(folder: Path, old: str, new: str) -> None:
    key = vault.unlock(folder, old, "李敏").key
    vault.reset_passphrase(folder, key, "李敏", new, cost=CHEAP)


def test_a_changed_passphrase_replaces_the_old_one_of_that_officer(
    tmp_path: Path, opened: vault.Opened
) -> None:
    vault.add_officer(tmp_path, opened.key, "王强", OTHER, cost=CHEAP)
    change(tmp_path, PASSPHRASE, "a third passphrase")
    assert vault.unlock(tmp_path, "a third passphrase").officer == "李敏"
    assert vault.unlock(tmp_path, OTHER).officer == "王强"
    assert vault.officers(tmp_path) == ["李敏", "王强"]
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        vault.unlock(tmp_path, PASSPHRASE)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        pytest.param("not the old one", OTHER, "vault.refused.passphrase", id="old one wrong"),
        pytest.param(PASSPHRASE, "short", "vault.refused.short", id="new one short"),
    ],
)
@pytest.mark.usefixtures("opened")
def test_a_refused_change_leaves_the_old_passphrase(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    before = (tmp_path / vault.KEYS_FILE).read_bytes()
    with pytest.raises(Refused) as refused:
        change(tmp_path, old, new)
    assert refused.value.key == key
    assert (tmp_path / vault.KEYS_FILE).read_bytes() == before


def test_the_recovery_code_opens_and_sets_a_new_passphrase(
    tmp_path: Path, opened: vault.Opened
) -> None:
    unlocked = vault.unlock_with_recovery(tmp_path, opened.recovery_code)
    assert unlocked == vault.Unlocked(opened.key, "")
    vault.reset_passphrase(tmp_path, unlocked.key, "李敏", OTHER, cost=CHEAP)
    assert vault.unlock(tmp_path, OTHER).key == opened.key


@pytest.mark.usefixtures("opened")
def test_the_recovery_code_of_another_office_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.recovery_other"):
        vault.unlock_with_recovery(tmp_path, new_recovery_code())


def test_the_recovery_code_is_no_passphrase(tmp_path: Path, opened: vault.Opened) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        vault.unlock(tmp_path, opened.recovery_code)


def test_nothing_secret_is_in_a_representation(tmp_path: Path, opened: vault.Opened) -> None:
    unlocked = vault.unlock(tmp_path, PASSPHRASE)
    for said in (repr(opened), str(opened), repr(unlocked), repr(opened.key)):
        assert opened.recovery_code not in said
        assert opened.key.raw.hex() not in said
        assert repr(opened.key.raw) not in said
        assert PASSPHRASE not in said


def test_the_file_holds_neither_secret_nor_key(tmp_path: Path, opened: vault.Opened) -> None:
    text = (tmp_path / vault.KEYS_FILE).read_text(encoding="utf-8")
    secrets = [PASSPHRASE, opened.recovery_code]
    for key in (opened.key.raw, opened.key.database, opened.key.sealing):
        secrets += [key.hex(), base64.b64encode(key).decode()]
    assert [secret for secret in secrets if secret in text] == []


def test_every_key_in_use_is_another(opened: vault.Opened) -> None:
    key = opened.key
    assert len({key.raw, key.database, key.sealing}) == 3
    assert vault.DataKey(key.raw).database == key.database


def test_every_vault_has_a_key_and_a_code_of_its_own(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(vault.create(tmp_path / name, "李敏", PASSPHRASE, cost=CHEAP))
    assert made[0].key != made[1].key
    assert made[0].recovery_code != made[1].recovery_code


@pytest.mark.parametrize("part", ["salt", "nonce", "wrapped"])
@pytest.mark.usefixtures("opened")
def test_a_changed_slot_does_not_open(tmp_path: Path, part: str) -> None:
    document = stored(tmp_path)
    changed = bytearray(base64.b64decode(document["officers"][0][part]))
    changed[3] ^= 1
    document["officers"][0][part] = base64.b64encode(changed).decode()
    store(tmp_path, document)
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        vault.unlock(tmp_path, PASSPHRASE)


@pytest.mark.usefixtures("opened")
def test_a_slot_does_not_open_under_another_name(tmp_path: Path) -> None:
    document = stored(tmp_path)
    document["officers"][0]["officer"] = "王强"
    store(tmp_path, document)
    with pytest.raises(Refused, match=r"vault\.refused\.passphrase"):
        vault.unlock(tmp_path, PASSPHRASE, "王强")


def spoil_nothing_left(_: dict[str, Any]) -> object:
    return []


def spoil_no_recovery(document: dict[str, Any]) -> object:
    del document["recovery"]
    return document


def spoil_memory_bomb(document: dict[str, Any]) -> object:
    document["officers"][0]["kdf"]["memory_kib"] = 1 << 40
    return document


def spoil_no_passes(document: dict[str, Any]) -> object:
    document["officers"][0]["kdf"]["passes"] = 0
    return document


def spoil_other_kdf(document: dict[str, Any]) -> object:
    document["officers"][0]["kdf"]["name"] = "md5"
    return document


def spoil_salt(document: dict[str, Any]) -> object:
    document["officers"][0]["salt"] = "not base64"
    return document


@pytest.mark.parametrize(
    "spoil",
    [
        spoil_nothing_left,
        spoil_no_recovery,
        spoil_memory_bomb,
        spoil_no_passes,
        spoil_other_kdf,
        spoil_salt,
    ],
)
@pytest.mark.usefixtures("opened")
def test_a_damaged_file_is_told_from_a_wrong_passphrase(tmp_path: Path, spoil: Any) -> None:
    store(tmp_path, spoil(stored(tmp_path)))
    with pytest.raises(Refused, match=r"vault\.refused\.slots_damaged"):
        vault.unlock(tmp_path, PASSPHRASE)


@pytest.mark.usefixtures("opened")
def test_half_a_file_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / vault.KEYS_FILE
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(Refused, match=r"vault\.refused\.slots_damaged"):
        vault.officers(tmp_path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"vault\.refused\.slots_missing"):
        vault.unlock(tmp_path, PASSPHRASE)


@pytest.mark.usefixtures("opened")
def test_a_file_of_a_newer_program_is_told(tmp_path: Path) -> None:
    store(tmp_path, {**stored(tmp_path), "format": 9})
    with pytest.raises(Refused, match=r"vault\.refused\.slots_newer"):
        vault.unlock(tmp_path, PASSPHRASE)


@pytest.mark.usefixtures("opened")
@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
def test_only_the_officer_may_read_the_file(tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / vault.KEYS_FILE).stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [vault.KEYS_FILE]


def test_power_lost_while_writing_leaves_the_old_slots(
    tmp_path: Path, opened: vault.Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Refused, match=r"vault\.refused\.disk_full"):
        vault.add_officer(tmp_path, opened.key, "王强", OTHER, cost=CHEAP)
    assert vault.officers(tmp_path) == ["李敏"]
    assert [each.name for each in tmp_path.iterdir()] == [vault.KEYS_FILE]


def test_the_file_is_on_disk_before_it_takes_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(handle: int) -> None:
        done.append("fsync")
        fsync(handle)

    def noted_replace(path: Path, target: Path) -> Path:
        done.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    vault.create(tmp_path, "李敏", PASSPHRASE, cost=CHEAP)
    assert done == ["fsync", "rename", "fsync"]


def test_slots_made_by_default_cost_what_they_should_and_open(tmp_path: Path) -> None:
    opened = vault.create(tmp_path, "李敏", PASSPHRASE)
    assert stored(tmp_path)["officers"][0]["kdf"] == {
        "name": "argon2id",
        "memory_kib": 262_144,
        "passes": 3,
        "lanes": 4,
    }
    assert Cost(262_144, 3, 4) == DEFAULT_COST
    assert vault.unlock(tmp_path, PASSPHRASE).key == opened.key


@pytest.mark.usefixtures("opened")
def test_every_single_flipped_bit_of_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / vault.KEYS_FILE
    whole, said = path.read_bytes(), set()
    for bit in range(8 * len(whole)):
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        try:
            read_slots(tmp_path)
            said.add("nothing")
        except Refused as refused:
            said.add(refused.key)
    assert said == {"vault.refused.slots_damaged", "vault.refused.slots_newer"}
