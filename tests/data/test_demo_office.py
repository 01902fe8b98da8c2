"""A demo night is thrown away whole, however it ends."""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn

import pytest

from data import founding
from data.office import OpenOffice, demo_office
from data.vault import vault
from tests.data.files import Uids
from tests.data.offices import CLOCK, names, note
from xfconsole.core.words.refusal import Refused


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, for this test alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def demo_in_a_test() -> AbstractContextManager[OpenOffice]:
    return demo_office("演示", "Asia/Shanghai", "李敏", clock=CLOCK, ids=Uids())


def test_a_demo_leaves_nothing_behind(temporary: Path) -> None:
    with demo_in_a_test() as office:
        assert office.folder.parent == temporary
        assert vault.KEYS_FILE not in names(office.folder)
        assert office.name == "演示"
        note(office, "试一试")
    assert names(temporary) == set()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_demo_that_crashes_leaves_nothing_behind(
    temporary: Path, error: type[BaseException]
) -> None:
    def crash(office: OpenOffice) -> NoReturn:
        office.writer.save_draft("intake", {"summary": "安"})
        raise error

    with pytest.raises(error), demo_in_a_test() as office:
        crash(office)
    assert names(temporary) == set()


def test_a_demo_that_cannot_start_leaves_nothing_behind(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> NoReturn:
        raise Refused("vault.refused.disk_full")

    monkeypatch.setattr(founding, "migrate", full)
    with (
        pytest.raises(Refused, match=r"vault\.refused\.disk_full"),
        demo_in_a_test(),
    ):
        pass
    assert names(temporary) == set()


@pytest.mark.usefixtures("temporary")
def test_every_demo_has_a_key_of_its_own() -> None:
    keys = set()
    for _ in range(2):
        with demo_in_a_test() as office:
            keys.add(office.key)
    assert len(keys) == 2
