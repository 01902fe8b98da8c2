"""An erased identity is nowhere any more: in no page, in no unused part of one, not in the log."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from data.office import DATABASE
from data.store.rebuild import rebuild
from data.vault.sealing import Sealer
from data.vault.wiping import Wiper
from tests.data.erasing import SECOND, SUGGESTION, WINDOW, YEAR, Desked, desked, left
from tests.data.files import KEY, File, contents, new_file
from tests.data.vault.test_identity_at_rest import decrypted, found_in
from xfconsole.core.facts.of_identity import IdentityErased
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.identity.due import months_after
from xfconsole.core.matter.acts import Move
from xfconsole.core.matter.limits import midnight_after
from xfconsole.core.words.desk import Identity, Purpose
from xfconsole.core.words.procedure import Act, Who
from xfconsole.core.words.refusal import Refused


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[Desked]:
    with desked(tmp_path / "office") as made:
        yield made


def test_every_file_is_searched_before_and_after(at_desk: Desked) -> None:
    number, other = at_desk.finished(), at_desk.finished()
    needles, kept = at_desk.needles(number), at_desk.needles(other)
    # The control: the search finds what is there, and only the raw key never is.
    assert left(at_desk.office, needles) == ["wrapped"]
    at_desk.erased(number)
    assert left(at_desk.office, needles) == []
    assert left(at_desk.office, kept) == ["wrapped"]
    assert found_in(decrypted(at_desk.office)) == []
    sealed = next(
        e.fact.sealed for e in at_desk.events(number) if isinstance(e.fact, MatterRegistered)
    )
    assert sealed.encode() in decrypted(at_desk.office), "the journal keeps what was written"
    with pytest.raises(Refused, match=r"identity\.refused\.erased"):
        at_desk.desk.read_identity(number, "回访", SECOND)
    assert at_desk.desk.read_identity(other, "回访").name == "来访者甲子"


def test_nor_is_it_in_the_closed_folder(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    with desked(folder) as at_desk:
        number = at_desk.finished()
        needles = at_desk.needles(number)
        at_desk.approved(number)
        at_desk.clock.advance(WINDOW)
        at_desk.desk.tick()
        assert left(at_desk.office, needles) == ["wrapped"], "the log still has it"
    assert not (folder / f"{DATABASE}-wal").exists()
    assert left(at_desk.office, needles) == []


def test_what_is_left_says_who_decided_by_which_rule(at_desk: Desked) -> None:
    number = at_desk.finished()
    at_desk.erased(number)
    erased = at_desk.standing(number).erased
    assert erased is not None
    fact = erased.fact
    assert isinstance(fact, IdentityErased)
    assert (fact.rule, fact.proposed_by, fact.approved_by) == (
        "retention.suggestion",
        "李敏",
        SECOND,
    )
    file = at_desk.office.views.matter(number)
    assert file is not None
    assert not file.row.has_identity
    assert (file.row.summary, file.text) == (SUGGESTION.summary, SUGGESTION.text)
    assert [each.kind for each in file.events][-1] == "identity.erased"


def test_the_tables_follow_from_the_journal_at_every_step(at_desk: Desked, tmp_path: Path) -> None:
    number = at_desk.finished()

    def same() -> bool:
        with new_file(tmp_path, f"again-{at_desk.clock.passed.total_seconds()}.db") as again:
            with again.engine.begin() as connection:
                connection.execute("DELETE FROM meta")
            rebuild(at_desk.office.reader, again.engine)
            return contents(again.reader) == contents(at_desk.office.reader)

    at_desk.approved(number)
    assert contents(at_desk.office.reader)["erasure"] != []
    assert same()
    at_desk.clock.advance(WINDOW)
    at_desk.desk.tick()
    assert contents(at_desk.office.reader)["erasure"] == []
    assert same()
    registered = next(e for e in at_desk.events(number) if isinstance(e.fact, MatterRegistered))
    at_desk.desk.correct(registered.uid, {"summary": "更正后的摘要"}, "笔误")
    file = at_desk.office.views.matter(number)
    assert file is not None
    assert not file.row.has_identity, (
        "a correction must not bring the sealed text back into the row"
    )


def test_a_deleted_key_may_stay_in_unused_parts_until_they_are_wiped(file: File) -> None:
    """Why deleting the row is not enough, though it is overwritten: moved rows leave copies.

    With these sizes SQLite leaves one of some two thousand; one is too many.
    """
    sealer, rnd = Sealer(KEY.sealing), random.Random(3)
    kept: dict[str, str] = {}
    gone: dict[str, str] = {}
    for turn in range(60):
        with file.store.begin() as tx:
            connection = tx.connection
            for number in range(60):
                matter = f"m{turn * 60 + number:06d}{'x' * rnd.randrange(30)}"
                kept[matter] = sealer.new_key(matter)
                row = (matter, kept[matter])
                connection.execute("INSERT INTO matter_key VALUES (?, ?)", row)
            for matter in rnd.sample(sorted(kept), min(len(kept), rnd.randrange(70))):
                gone[matter] = kept.pop(matter)
                tx.destroy_key(matter)
    with file.engine.connect() as connection:
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    clear = pages(file)
    assert any(key.encode() in clear for key in gone.values()), "nothing to wipe: proves nothing"
    assert Wiper(file.engine).step()
    clear = pages(file)
    assert [each for each in gone if gone[each].encode() in clear] == []
    assert dict(file.rows("SELECT matter, wrapped FROM matter_key")) == kept


def pages(file: File) -> bytes:
    """Return every page of the file and of its log, decrypted."""
    from tests.data.vault.test_identity_at_rest import _page, _pages

    log = file.path.with_name(f"{file.path.name}-wal")
    stored = [_pages(file.path.read_bytes(), 0, 0), _pages(log.read_bytes(), 32, 24)]
    return b"".join(_page(KEY.database, page, at) for each in stored for at, page in each)


def test_while_somebody_reads_it_stays_owed(at_desk: Desked) -> None:
    number = at_desk.finished()
    needles = at_desk.needles(number)
    at_desk.approved(number)
    with at_desk.office.reader.connect() as reading:
        reading.execute("SELECT count(*) FROM event").scalar()
        at_desk.clock.advance(WINDOW)
        at_desk.desk.tick()
        wiper = Wiper(at_desk.office.engine)
        assert not wiper.step()
        assert wiper.owed()
        assert left(at_desk.office, needles) == ["wrapped"]
    assert wiper.step()
    assert not wiper.owed()
    assert not wiper.step()
    assert left(at_desk.office, needles) == []


def test_half_typed_forms_are_kept_and_dropped_ones_wiped(at_desk: Desked) -> None:
    """A draft of the intake that was registered is gone; what somebody types now stays."""
    office = at_desk.office
    office.writer.save_draft("intake", {"name": "来访者甲子"}).result(10)
    with office.engine.connect() as connection:
        body = connection.execute("SELECT body FROM draft").scalar()
    number = at_desk.desk.register(SUGGESTION, draft="intake").number
    office.writer.save_draft("note", {"text": "写到一半"}).result(10)
    at_desk.desk.move(number, Move(Act.ANSWER, text="已答复"))
    assert body in decrypted(office)
    at_desk.erased(number)
    assert body not in decrypted(office)
    draft = office.views.draft("note")
    assert draft is not None
    assert draft.values == {"text": "写到一半"}


def test_an_erased_identity_has_no_second_life(at_desk: Desked) -> None:
    number = at_desk.finished()
    at_desk.erased(number)
    with pytest.raises(Refused, match=r"erasure\.refused\.erased"):
        at_desk.desk.propose_erasures([number])
    assert at_desk.rows() == []


def test_a_matter_that_nobody_named_themselves_in_is_never_listed(at_desk: Desked) -> None:
    number = at_desk.finished(replace(SUGGESTION, anonymous=True), Identity())
    at_desk.clock.advance(YEAR)
    assert at_desk.rows() == []
    with pytest.raises(Refused, match=r"erasure\.refused\.none"):
        at_desk.desk.propose_erasures([number])


@pytest.mark.parametrize(
    ("purpose", "confidential", "months"),
    [
        (Purpose.SUGGESTION, False, 12),
        (Purpose.SUGGESTION, True, 36),
        (Purpose.ACCUSATION, False, 60),
        (Purpose.CLAIM, False, 60),
        (None, False, 60),
    ],
)
def test_a_class_is_listed_from_the_day_after_its_period(
    at_desk: Desked, purpose: Purpose | None, confidential: bool, months: int
) -> None:
    """The look-up leaves out by receipt what the rule itself would keep, and nothing else."""
    form = replace(SUGGESTION, purpose=purpose, confidential=confidential)
    number = at_desk.desk.register(form).number
    at_desk.desk.move(number, Move(Act.WITHDRAW, Who.COMPLAINANT, text="问题已解决"))
    local = at_desk.desk.now().astimezone(at_desk.desk.zone)
    due = midnight_after(months_after(local.date(), months), at_desk.desk.zone)
    at_desk.clock.advance(due - at_desk.desk.now() - timedelta(seconds=1))
    assert at_desk.rows() == []
    at_desk.clock.advance(timedelta(seconds=1))
    assert [(each.number, each.since) for each in at_desk.rows()] == [(number, due)]
