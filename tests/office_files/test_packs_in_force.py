"""Which policy pack the office works by, and what happens when its own can't be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.offices import CLOCK, create
from tests.packs import TEXT
from xfconsole.assembly import desk_of
from xfconsole.core.policy.load import PolicyError
from xfconsole.core.words.refusal import Refused
from xfconsole.ids import RandomIds
from xfconsole.office_files.in_force import OWN_PACK, default_pack, pack_in_force

OWN = TEXT.replace("at_least = 30", "at_least = 20")


def test_an_office_without_a_pack_works_by_the_one_shipped(tmp_path: Path) -> None:
    assert pack_in_force(tmp_path).digest == default_pack().digest


def test_the_offices_own_pack_goes_first(tmp_path: Path) -> None:
    (tmp_path / OWN_PACK).write_text(OWN, encoding="utf-8")
    assert pack_in_force(tmp_path).digest != default_pack().digest
    office, _ = create(tmp_path / "office")
    with office:
        (office.folder / OWN_PACK).write_text(OWN, encoding="utf-8")
        assert desk_of(office, CLOCK, RandomIds()).policy.digest == pack_in_force(tmp_path).digest


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(b'id = "x"\nbands = 3\n', 1, id="keys missing"),
        pytest.param(b'id = "x"\nversion = [\n', None, id="broken off"),
        pytest.param(b"\xff\xfe", 1, id="no text"),
        pytest.param(b"", 1, id="empty"),
    ],
)
def test_a_faulty_pack_names_its_line(tmp_path: Path, data: bytes, line: int | None) -> None:
    (tmp_path / OWN_PACK).write_bytes(data)
    with pytest.raises(PolicyError) as faulty:
        pack_in_force(tmp_path)
    found = faulty.value.problems[0].line
    assert found >= 1
    assert line in (None, found)


def test_a_pack_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / OWN_PACK).mkdir()
    with pytest.raises(Refused, match=r"policy\.refused\.unreadable"):
        pack_in_force(tmp_path)
