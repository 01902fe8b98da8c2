"""Whatever happens to desks, sticks, cables and the hub: all come to the same, and lose nothing."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from data.exchange import batch as batches
from data.exchange.batch import text_of
from data.journal.desks import waiting
from tests.data.answers import CLOCK, KEEPER, LETTER
from tests.data.files import File, contents
from tests.data.hub.office_at_large import AtLarge, at_large
from tests.data.many_desks import known, told, written
from tests.data.parting import contested_in
from tests.data.store.test_rebuild import rebuilt
from tests.hub import new_hub


def come_to_the_same(data: DataObject) -> None:
    with (
        new_hub() as hub,
        tempfile.TemporaryDirectory() as name,
        at_large(data, hub, Path(name)) as office,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(batches, "MOST_LINES", 20)
        for _ in range(data.draw(st.integers(5, 40))):
            office.act()
        office.depart()
        assert_quiet(office.settle())
        assert_alike(office, Path(name))


def assert_quiet(why: list[set[str]]) -> None:
    """Hold that desks answered what they read once, and a second time only what letters changed.

    A letter that a desk takes tells of its pack, and may be one that another took: then it takes
    the next. Whatever is written may show whose clock is ahead. The third exchange brings that.
    """
    first, second, third = [*why, set(), set(), set()][:3]
    assert len(why) <= 3, why
    assert second <= ({LETTER, KEEPER, CLOCK} if LETTER in first else {CLOCK}), why
    assert third <= {CLOCK}, why


def assert_alike(office: AtLarge, folder: Path) -> None:
    files = [each.file for each in office.desks]
    alike = told(files[0])
    for file in files:
        assert told(file) == alike
        assert file.rows("SELECT * FROM matter_key ORDER BY 1") == files[0].rows(
            "SELECT * FROM matter_key ORDER BY 1"
        )
        for desk, last in known(file).items():
            assert [line["dseq"] for line in written(file, desk)] == [*range(1, last + 1)]
        with file.reader.connect() as connection:
            assert not waiting(connection, file.store.office)
        assert not file.rows("SELECT 1 FROM batch WHERE lines IS NOT NULL")
    office.officers.hold_alike(files)
    hashes = line_hashes(files[0])
    assert len(hashes) == len(alike["event"])
    assert office.acknowledged.items() <= hashes.items()
    assert contested_in(files[0]) == office.planted.sides()
    assert rebuilt(files[0], folder) == contents(files[0].reader)
    assert rebuilt(files[-1], folder) == contents(files[-1].reader)


def line_hashes(file: File) -> dict[str, bytes]:
    """Return the hash of each entry of a desk."""
    return {
        line["uid"]: hashlib.sha256(text_of([line])).digest()
        for desk in known(file)
        for line in written(file, desk)
    }


@pytest.mark.long
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_happens_every_desk_comes_to_the_same(data: DataObject) -> None:
    come_to_the_same(data)


@pytest.mark.torture
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_happens_hundreds_of_times(data: DataObject) -> None:
    come_to_the_same(data)
