"""Whose passphrases open a restored office: those that open it now, not those of back then."""

from __future__ import annotations

import shutil
from pathlib import Path

from data.backup.interrupted_restore import DATABASE
from data.file.engine import open_engine
from data.vault import vault
from data.vault.vault import KEYS_FILE, DataKey, Unlocked
from xfconsole.core.words.refusal import Refused


def opened_slots(folder: Path, making: Path, passphrase: str) -> tuple[Unlocked, bool]:
    """Open the copy of a backup in ``making``, and put the key slots there that are to hold.

    Those of the office in ``folder`` hold where they wrap the backup's key: whoever was revoked
    since stays revoked. Returns too whether they do. Raises Refused for a passphrase that opened
    the office only when the backup was made, and for one that opens neither.
    """
    present = _present(folder, passphrase)
    if present is not None and _opens(making / DATABASE, present.key):
        shutil.copyfile(folder / KEYS_FILE, making / KEYS_FILE)
        return present, True
    unlocked = vault.unlock(making, passphrase)
    if _belong(folder, making, unlocked.key):
        raise Refused("backup.refused.former_passphrase")
    return unlocked, False


def _present(folder: Path, passphrase: str) -> Unlocked | None:
    try:
        return vault.unlock(folder, passphrase)
    except Refused:
        return None  # None are there, they are damaged, or another passphrase opens them.


def _belong(folder: Path, making: Path, key: DataKey) -> bool:
    """Whether the folder's key slots are whole and wrap this key."""
    try:
        known = vault.wraps(folder, key)
    except Refused:
        return False
    if known is not None or not (folder / DATABASE).exists():
        return bool(known)
    # A copy: closing the file itself would clear its log away.
    copy = making / "present.db"
    try:
        shutil.copyfile(folder / DATABASE, copy)
        return _opens(copy, key)
    finally:
        copy.unlink(missing_ok=True)


def _opens(database: Path, key: DataKey) -> bool:
    engine = open_engine(database, key.database, read_only=True)
    try:
        engine.connect().close()
    except Refused:
        return False
    finally:
        engine.dispose()
    return True
