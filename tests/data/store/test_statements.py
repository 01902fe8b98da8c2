"""How many statements an act puts to the file: as many in a full office as in an empty one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from data.store.drafts import DraftStore
from data.vault.sealing import Sealer
from tests.data.files import KEY, File
from tests.data.ledger.test_ledger_plans import asked
from tests.desks import Night
from xfconsole.core.ledger.listing import Listing
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity
from xfconsole.desk import Imported

FEW, MANY = 3, 120
LETTER = MatterForm(Channel.LETTER, "楼道堆物", text="楼道里堆满了纸箱，走不过去。")
Act = Callable[[], object]


def registered(file: File, night: Night) -> Act:
    return lambda: night.desk.register(LETTER)


def looked_with_nothing_due(file: File, night: Night) -> Act:
    night.desk.tick()
    return night.desk.tick


def drafted(file: File, night: Night) -> Act:
    save = DraftStore(file.engine, Sealer(KEY.sealing), night.now).save
    return lambda: save({"intake": {"summary": "楼道堆物"}})


def listed(file: File, night: Night) -> Act:
    return lambda: file.views.matters(Listing(night.now()))


def opened(file: File, night: Night) -> Act:
    number = night.desk.register(LETTER).number
    return lambda: file.views.matter(number)


@pytest.mark.parametrize(
    ("begun", "amount"),
    [(registered, 10), (looked_with_nothing_due, 0), (drafted, 2), (listed, 3), (opened, 4)],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_full_office_is_asked_no_more_than_an_empty_one(
    file: File, begun: Callable[[File, Night], Act], amount: int
) -> None:
    night = Night(store=file.store)
    found = []
    for matters in (FEW, MANY):
        for _ in range(matters):
            night.desk.register(LETTER)
            night.clock.advance(timedelta(seconds=1))
        # Whatever is done once only comes before what is counted.
        act = begun(file, night)
        act()
        found.append(len(asked(file, act)))
    assert found == [amount, amount]


def replied(name: str, letters: int) -> Sequence[Imported]:
    """Return the letters of a file, each from somebody who says their name, with its reply."""
    identity = Identity(name="吴越", phone="139-0000-0099")
    form = replace(LETTER, identity=identity, source=name)
    refs = (f"{name}#{number}" for number in range(letters))
    return [Imported(replace(form, source_ref=ref), "已转住建局办理") for ref in refs]


def test_a_file_of_letters_is_stored_by_as_many_statements_as_one_letter(file: File) -> None:
    desk = Night(store=file.store).desk
    few, many, found = replied("乙.xlsx", 1), replied("丙.xlsx", MANY), []
    desk.register_batch(replied("甲.xlsx", 1))
    for letters in (few, many):
        act = partial(desk.register_batch, letters)
        found.append(len(asked(file, act)))
    assert found == [15, 15]
    matters = "SELECT count(*), count(answered_at) FROM matter"
    assert file.rows(matters) == [(2 + MANY, 2 + MANY)]
    assert file.rows("SELECT count(*) FROM matter_key") == [(2 + MANY,)]
