"""Reading an identity at the desk: who may, what the journal says, and that nothing else knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.ledger.views import SqlViews
from data.office import DATABASE, OpenOffice
from tests.data.files import KEY, File, Uids, new_file
from tests.data.offices import CLOCK, create
from tests.data.vault.test_identity_at_rest import decrypted, found_in, on_disk
from tests.desks import Night, turn
from tests.identities import (
    ACCUSATION_NO,
    CLAIM_NO,
    CONFIDENTIAL_NO,
    EVERY,
    WHO,
)
from xfconsole.assembly import desk_of
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_identity import GlassReviewed, IdentityRead
from xfconsole.core.facts.of_incident import EventCorrected
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.facts.of_office import RosterImported
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.procedure import Bar, Barred
from xfconsole.core.words.refusal import Refused

OTHER = "何静"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[File]:
    with new_file(tmp_path) as found:
        yield found


@pytest.fixture
def night(file: File) -> Night:
    held = (turn("duty_leader", "王强"), turn("unit_head", "孙磊", unit="水务局"))
    night = Night(store=file.store, roster=RosterImported("值班.csv", held))
    night.desk.start_shift()
    for each in EVERY:
        night.desk.register(each)
    return night


def uid_of(night: Night, number: str) -> str:
    with night.store.begin() as tx:
        found = tx.find_number(number)
    assert found is not None
    return found


def facts(night: Night, number: str) -> list[object]:
    """Return what was written about a matter since it was registered, dates left out."""
    kinds = (AccessBlocked, IdentityRead, GlassReviewed)
    found = night.events(uid_of(night, number))
    return [each.fact for each in found if isinstance(each.fact, kinds)]


def test_the_reason_is_neutralised_and_stands_on_one_line(night: Night) -> None:
    assert night.desk.read_identity(CLAIM_NO, " 核实\x1b[31m\n地址\u202e ") == WHO
    assert facts(night, CLAIM_NO) == [IdentityRead("核实␛[31m 地址\ufffd")]


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_no_reason_no_reading(night: Night, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        night.desk.read_identity(CLAIM_NO, reason)
    assert refused.value.key == "desk.refused.no_reason"
    assert facts(night, CLAIM_NO) == []


@pytest.mark.parametrize("number", [ACCUSATION_NO, CONFIDENTIAL_NO])
def test_two_officers_read_what_is_protected(night: Night, number: str) -> None:
    assert night.desk.read_identity(number, "核实", "王强") == WHO
    assert facts(night, number) == [IdentityRead("核实", "王强")]


def test_nothing_is_returned_when_the_commit_fails(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise Refused("vault.refused.disk_full")

    returned = []
    with monkeypatch.context() as failing:
        failing.setattr("data.store.store.SqlTransaction.finish", full)
        with pytest.raises(Refused):
            returned.append(night.desk.read_identity(CLAIM_NO, "核实"))
    assert returned == []
    assert facts(night, CLAIM_NO) == []
    assert night.desk.read_identity(CLAIM_NO, "核实") == WHO


def test_the_accused_is_kept_away_and_the_attempt_is_journaled(night: Night) -> None:
    night.desk.bar(ACCUSATION_NO, Bar.ACCUSED, person="李敏")
    with pytest.raises(Blocked):
        night.desk.read_identity(ACCUSATION_NO, "核实", "王强")
    with pytest.raises(Blocked):
        night.desk.read_identity(ACCUSATION_NO, "有生命危险", glass=True)
    assert (
        facts(night, ACCUSATION_NO)
        == [AccessBlocked(Barred.READER, Bar.ACCUSED, person="李敏")] * 2
    )


def test_so_is_whoever_speaks_for_the_unit_an_accused_leads(night: Night) -> None:
    night.desk.bar(ACCUSATION_NO, Bar.ACCUSED, unit="水务局")
    with pytest.raises(Blocked):
        night.desk.read_identity(ACCUSATION_NO, "核实", "孙磊")
    assert facts(night, ACCUSATION_NO) == [AccessBlocked(Barred.READER, Bar.ACCUSED, person="孙磊")]
    assert night.desk.read_identity(ACCUSATION_NO, "核实", "王强") == WHO


def test_no_correction_makes_a_protected_matter_readable_alone(night: Night) -> None:
    registered = next(
        each
        for each in night.events(uid_of(night, ACCUSATION_NO))
        if isinstance(each.fact, MatterRegistered)
    )
    night.desk.correct(registered.uid, {"purpose": "claim"}, "看错了")
    with pytest.raises(Refused, match=r"identity\.refused\.second"):
        night.desk.read_identity(ACCUSATION_NO, "核实")
    assert night.desk.read_identity(ACCUSATION_NO, "核实", "王强") == WHO


@pytest.mark.parametrize("changes", [{"reason": "别的"}, {"second": ""}, {"glass": False}])
def test_what_was_read_is_never_corrected(night: Night, changes: dict[str, object]) -> None:
    night.desk.read_identity(ACCUSATION_NO, "有生命危险", glass=True)
    event = _last(night, ACCUSATION_NO)
    with pytest.raises(Refused, match=r"desk\.refused\.not_correctable"):
        night.desk.correct(event.uid, changes, "改")
    night.desk.officer = OTHER
    night.desk.review_reading(event.uid, "已核实")
    with pytest.raises(Refused, match=r"desk\.refused\.not_correctable"):
        night.desk.correct(_last(night, ACCUSATION_NO).uid, {"note": "改"}, "改")
    assert not [
        each
        for each in night.events(uid_of(night, ACCUSATION_NO))
        if isinstance(each.fact, EventCorrected)
    ]


def test_a_lone_reading_waits_for_another_officer(night: Night, file: File) -> None:
    night.desk.read_identity(ACCUSATION_NO, "有生命危险", glass=True)
    night.after(5)
    night.desk.read_identity(CONFIDENTIAL_NO, "有人要跳楼", glass=True)
    night.desk.read_identity(CLAIM_NO, "核实")
    waiting = file.views.readings_to_review()
    assert [(each.number, each.at, each.officer, each.reason) for each in waiting] == [
        (ACCUSATION_NO, night.at(0), "李敏", "有生命危险"),
        (CONFIDENTIAL_NO, night.at(5), "李敏", "有人要跳楼"),
    ]
    night.restart()
    night.desk.officer = OTHER
    night.desk.review_reading(waiting[0].event, "  已核实\n属实 ")
    assert facts(night, ACCUSATION_NO)[-1] == GlassReviewed(waiting[0].event, "已核实 属实")
    assert [each.number for each in file.views.readings_to_review()] == [CONFIDENTIAL_NO]


def test_a_barred_officer_reviews_nothing_and_is_told_nothing(night: Night, file: File) -> None:
    night.desk.read_identity(ACCUSATION_NO, "有生命危险", glass=True)
    night.desk.bar(ACCUSATION_NO, Bar.RECUSED, person="王强")
    event = file.views.readings_to_review()[0].event
    seen = SqlViews(file.reader, KEY, "王强")
    assert seen.readings_to_review() == []
    night.desk.officer = "王强"
    with pytest.raises(Blocked):
        night.desk.review_reading(event, "没问题")
    assert len(file.views.readings_to_review()) == 1


def test_what_waits_is_looked_up_by_its_index(file: File) -> None:
    from data.journal.journal import IDENTITY_READINGS

    with file.reader.connect() as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {IDENTITY_READINGS} ORDER BY seq").all()
    assert "event_glass" in " ".join(str(row) for row in plan)


def test_a_reading_rings_nothing_and_moves_no_clock(night: Night) -> None:
    before = night.desk.situation()
    night.desk.read_identity(ACCUSATION_NO, "有生命危险", glass=True)
    after = night.desk.situation()
    assert replace(after, revision=before.revision, at=before.at) == before


def test_an_identity_whose_key_is_not_here_is_told_in_one_sentence(
    night: Night, file: File
) -> None:
    with file.engine.begin() as connection:
        connection.execute("DELETE FROM matter_key")
    with pytest.raises(Refused, match=r"identity\.refused\.elsewhere"):
        night.desk.read_identity(CLAIM_NO, "核实")
    assert facts(night, CLAIM_NO) == []


# --- many at once ------------------------------------------------------------------------------


def test_an_export_journals_each_matter_with_the_files_name(night: Night) -> None:
    matters = [uid_of(night, number) for number in (CLAIM_NO, ACCUSATION_NO, "2026-000004")]
    done = night.desk.read_identities(matters, "年度编报", "王强", export="台账.xlsx")
    assert (dict(done.found), done.kept_back) == ({matters[0]: WHO, matters[1]: WHO}, 0)
    said = IdentityRead("年度编报", "王强", export="台账.xlsx")
    assert facts(night, CLAIM_NO) == facts(night, ACCUSATION_NO) == [said]
    assert facts(night, "2026-000004") == []
    assert "甲子" not in repr(done)


def test_an_export_leaves_out_what_either_officer_may_not_read(night: Night) -> None:
    night.desk.bar(CLAIM_NO, Bar.RECUSED, person="王强")
    matters = [uid_of(night, number) for number in (CLAIM_NO, ACCUSATION_NO)]
    done = night.desk.read_identities(matters, "年度编报", "王强", export="台账.xlsx")
    assert (list(done.found), done.kept_back) == ([matters[1]], 1)
    block = AccessBlocked(Barred.EXPORT_READER, Bar.RECUSED, person="王强")
    assert facts(night, CLAIM_NO) == [block]


def test_an_export_without_its_second_officer_reads_none_of_it(night: Night) -> None:
    matters = [uid_of(night, number) for number in (CLAIM_NO, ACCUSATION_NO)]
    with pytest.raises(Refused, match=r"identity\.refused\.second"):
        night.desk.read_identities(matters, "年度编报", export="台账.xlsx")
    assert facts(night, CLAIM_NO) == []


# --- what is left ------------------------------------------------------------------------------


def test_a_reading_leaves_nothing_in_any_file_of_the_office(tmp_path: Path) -> None:
    office, _ = create(tmp_path / "office")
    with office:
        desk = desk_of(office, CLOCK, Uids(1000))
        for each in EVERY:
            desk.register(each)
        desk.read_identity(CLAIM_NO, "核实")
        desk.read_identity(ACCUSATION_NO, "核实", "王强")
        desk.read_identity(CONFIDENTIAL_NO, "有生命危险", glass=True)
        office.indexer.catch_up()
        _nothing_in(office)
        assert (office.folder / f"{DATABASE}-wal").stat().st_size > 0
    _nothing_in(office)


def _nothing_in(office: OpenOffice) -> None:
    clear = decrypted(office)
    assert "有生命危险".encode() in clear
    assert found_in(clear) == []
    assert found_in(on_disk(office)) == []


def _last(night: Night, number: str) -> Event:
    kinds = (IdentityRead, GlassReviewed)
    found = [each for each in night.events(uid_of(night, number)) if isinstance(each.fact, kinds)]
    return found[-1]
