"""What an officer enters on a matter: what each act asks, what is refused, and what is kept."""

from __future__ import annotations

from pathlib import Path

from screens.matter.screen import MatterScreen
from screens.shared.pick import Picker
from screens.widgets.row_list import RowList
from tests.screens.fake_host import START, FakeOffice, top
from tests.screens.live_desk import press
from tests.screens.matters import (
    NUMBER,
    act,
    anonymous,
    begin,
    days,
    facts,
    fill,
    form,
    go_to,
    issue,
    letter,
    life,
    matter,
    open_matter,
    said,
    text,
    typed,
)
from xfconsole.core.facts.of_procedure import (
    AccessBlocked,
    DocumentIssued,
    MatterChased,
    MatterMoved,
    PartyBarred,
)
from xfconsole.core.matter.acts import Move, possible_acts
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Purpose, RingOutcome
from xfconsole.core.words.procedure import Act, Bar, Barred, Clock, Ground, State
from xfconsole.ui.words.closed_lists import word


async def test_the_list_holds_what_is_possible_and_nothing_else(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "a")
        assert isinstance(top(pilot), Picker)
        rows = top(pilot).query_one(RowList)
        names = [row.row.name for n in range(rows.total) if (row := rows.row(n))]
        assert names == [word(each.act) for each in possible_acts(life(office))]
        assert "petition office · art. 22" in said(pilot)


async def test_a_letter_is_forwarded_with_units_to_pick_from(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await begin(pilot, "forward")
        assert "registered → forwarded" in said(pilot)
        await press(pilot, "ctrl+o", *"住建", "enter")
        assert typed(pilot, "unit") == "住建局"
        await press(pilot, "ctrl+s")
        (moved,) = facts(office, MatterMoved)
        assert (moved.act, moved.unit, moved.to) == (Act.FORWARD, "住建局", State.FORWARDED)
        assert isinstance(top(pilot), MatterScreen)


async def test_enter_walks_a_form_to_its_end_and_records(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await begin(pilot, "assign")
        await press(pilot, *"住建局", "enter", *"+20", "enter", "enter", "enter")
        (moved,) = facts(office, MatterMoved)
        assert (moved.act, moved.unit) == (Act.ASSIGN, "住建局")
        assert moved.on is not None
        assert (moved.on - START.astimezone(office.zone).date()).days == 20


async def test_passing_down_levels_splits_the_first_fifteen_days(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, _):
        await open_matter(pilot)
        await begin(pilot, "forward")
        await fill(pilot, unit="住建局", levels="")
        await press(pilot, "backspace", "3", "ctrl+s")
        assert "pass down in time (level 3)" in text(pilot)


async def test_only_the_complainant_withdraws(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await begin(pilot, "withdraw")
        assert "only the complainant may ask for this" in said(pilot)
        await fill(pilot, text="来电撤回")
        await press(pilot, "ctrl+s")
        assert "only the complainant may ask for this" in said(pilot)
        assert typed(pilot, "text") == "来电撤回"
        assert facts(office, MatterMoved) == []
        await press(pilot, "1", "ctrl+s")
        assert life(office).state is State.WITHDRAWN
        assert "Now: withdrawn" in text(pilot)


async def test_declining_needs_a_ground_and_a_remedy(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await begin(pilot, "decline")
        await press(pilot, "ctrl+s")
        assert "lacks “ground” (Reg. art. 36)" in said(pilot)
        await press(pilot, "1", "ctrl+s")
        assert "lacks “remedy” (Reg. art. 19)" in said(pilot)
        assert typed(pilot, "ground") == Ground.PENDING
        assert form(pilot).here() == "remedy"
        await press(pilot, *"可查询", "ctrl+s")
        (moved,) = facts(office, MatterMoved)
        assert (moved.ground, moved.remedy, moved.to) == (
            Ground.PENDING,
            "可查询",
            State.DECLINED,
        )


async def test_a_ground_names_the_other_matter_by_its_number(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        office.verb(lambda desk: desk.register(MatterForm(Channel.VISIT, "安置房还没交")))
        return letter(office)

    async with matter(tmp_path, ready=ready) as (pilot, office):
        await open_matter(pilot, "2026-000002")
        await begin(pilot, "decline")
        await fill(pilot, ground="1", target="2026-999999", remedy="可查询")
        await press(pilot, "ctrl+s")
        assert "number" in said(pilot)
        assert facts(office, MatterMoved) == []
        await press(pilot, *["backspace"] * 6, *"000001", "ctrl+s")
        (moved,) = facts(office, MatterMoved)
        found = office.views.matter("2026-000001")
        assert found is not None
        assert moved.target == found.row.uid


async def test_a_barred_unit_is_refused_and_that_is_logged(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "b")
        await fill(pilot, bar="1", person="孙磊", unit="住建局")
        await press(pilot, "ctrl+s")
        (party,) = facts(office, PartyBarred)
        assert (party.bar, party.person, party.unit) == (Bar.ACCUSED, "孙磊", "住建局")
        assert "孙磊 · 住建局 (Reg. art. 30)" in text(pilot)
        await begin(pilot, "forward")
        await fill(pilot, unit="住建局")
        await press(pilot, "ctrl+s")
        assert "住建局 may not be the target (Reg. art. 30)" in said(pilot)
        assert typed(pilot, "unit") == "住建局"
        (block,) = facts(office, AccessBlocked)
        assert (block.barred, block.unit) == (Barred.TARGET, "住建局")
        assert life(office).state is State.REGISTERED


async def test_only_officials_of_the_roster_can_be_barred(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "b", "2")
        await fill(pilot, person="某来访人")
        await press(pilot, "ctrl+s")
        assert "only officials can be barred" in said(pilot)
        assert facts(office, PartyBarred) == []


async def test_whoever_is_barred_reads_nothing_and_that_is_logged(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        letter(office)
        return office.verb(lambda desk: desk.bar(NUMBER, Bar.RECUSED, person="李敏"))

    async with matter(tmp_path, ready=ready) as (pilot, office):
        await open_matter(pilot, NUMBER)
        assert "二期安置房" not in said(pilot)
        assert "may not read it" in said(pilot)
        assert Barred.READER in {each.barred for each in facts(office, AccessBlocked)}
        await press(pilot, "a")
        assert isinstance(top(pilot), MatterScreen)


async def test_an_unclear_time_says_how_to_write_it(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await begin(pilot, "forward")
        await fill(pilot, unit="住建局", when="昨天")
        await press(pilot, "ctrl+s")
        assert "The time is unclear" in said(pilot)
        assert form(pilot).here() == "when"
        assert facts(office, MatterMoved) == []


async def test_what_was_typed_waits_as_a_draft(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await begin(pilot, "submit")
        await fill(pilot, text="请示是否交办")
        await press(pilot, "escape")
        await begin(pilot, "submit")
        assert typed(pilot, "text") == "请示是否交办"
        await press(pilot, "ctrl+s")
        assert facts(office, MatterMoved)[0].text == "请示是否交办"
        kept = office.views.draft(f"act:{life(office).uid}:submit")
        assert kept is None or not kept.values


async def test_whoever_owes_a_duty_is_chased(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await days(pilot, office, 13)
        go_to(pilot, "accept · 住建局")
        assert "due soon, 2 days left" in text(pilot)
        await press(pilot, "c")
        assert "住建局 · accept · control date 2026-03-07, statutory 2026-03-09" in said(pilot)
        await press(pilot, "ctrl+s")
        assert "Choose how chasing ended" in said(pilot)
        await press(pilot, "1")
        await fill(pilot, text="答应明天受理")
        await press(pilot, "ctrl+s")
        (chased,) = facts(office, MatterChased)
        assert (chased.clock, chased.outcome) == (Clock.ACCEPT, RingOutcome.ANSWERED)
        assert chased.text == "答应明天受理"
        assert chased.person


async def test_several_duties_are_picked_from(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await press(pilot, "home", "c", *"notice", "enter", "1", "ctrl+s")
        assert facts(office, MatterChased)[0].clock is Clock.NOTICE


async def test_nothing_owed_is_not_chased(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, _):
        await open_matter(pilot)
        await act(pilot, "withdraw", by="1", text="撤")
        await press(pilot, "c")
        assert "There is no open duty" in said(pilot)


async def test_supervision_begins_and_ends_on_one_key(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "s", *"领导批示", "ctrl+s")
        assert life(office).supervised
        assert "supervised" in said(pilot)
        await press(pilot, "s", *"已办妥", "ctrl+s")
        assert not life(office).supervised
        assert [each.act for each in facts(office, MatterMoved)] == [
            Act.SUPERVISE,
            Act.END_SUPERVISION,
        ]


async def test_a_document_is_kept_as_it_was_shown(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await press(pilot, "i", *"notice of receipt", "enter")
        await press(pilot, "ctrl+s")
        assert "Where it went is missing" in said(pilot)
        await fill(pilot, route="由住建局[一科]办理", procedure="60日内答复", contact="值班员")
        await press(pilot, "ctrl+s")
        assert "由住建局[一科]办理" in said(pilot)
        assert facts(office, DocumentIssued) == []
        await press(pilot, "escape")
        assert typed(pilot, "procedure") == "60日内答复"
        await press(pilot, "ctrl+s", "ctrl+s")
        (issued,) = facts(office, DocumentIssued)
        assert "由住建局[一科]办理" in issued.text
        assert "某某" not in issued.text
        assert "met 2026-02-20 02:29 by document, in time" in " ".join(text(pilot).split())


async def test_no_notice_can_be_given_to_nobody(tmp_path: Path) -> None:
    async with matter(tmp_path, ready=anonymous) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "i")
        assert "cannot be given (Reg. art. 23)" in said(pilot)
        await press(pilot, *"notice of receipt", "enter")
        assert "cannot be given: name or address is not clear" in said(pilot)
        assert isinstance(top(pilot), MatterScreen)
        assert facts(office, DocumentIssued) == []


async def test_a_document_without_its_ground_says_what_comes_first(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await press(pilot, "i", *"notice of extension", "enter")
        assert "needs an extension: record it first" in said(pilot)
        assert facts(office, DocumentIssued) == []


async def test_the_decision_letter_begins_with_the_reply(tmp_path: Path) -> None:
    async with matter(tmp_path) as (pilot, office):
        await open_matter(pilot)
        await act(pilot, "forward", unit="住建局")
        await act(pilot, "accept")
        await begin(pilot, "reply")
        await fill(pilot, finding="3", requests="交房", facts="属实", decision="不予支持")
        await press(pilot, "ctrl+s")
        assert "Reg. art. 32" in said(pilot)
        assert form(pilot).here() == "basis"
        await press(pilot, *"合同", "ctrl+s")
        await issue(pilot, "decision letter", review_body="市政府", contact="值班员")
        (issued,) = facts(office, DocumentIssued)
        for part in ("交房", "属实", "不予支持", "合同"):
            assert part in issued.text


async def test_the_same_matter_shows_its_stage_from_both_sides(tmp_path: Path) -> None:
    def ready(office: FakeOffice) -> object:
        letter(office)
        office.verb(lambda desk: desk.move(NUMBER, Move(Act.FORWARD, unit="住建局")))
        later = MatterForm(Channel.VISIT, "安置房还没交", purpose=Purpose.CLAIM)
        number = office.verb(lambda desk: desk.register(later)).number
        return office.verb(lambda desk: desk.link(number, NUMBER))

    async with matter(tmp_path, ready=ready) as (pilot, _):
        await open_matter(pilot, "2026-000002")
        whole = " ".join(text(pilot).split())
        assert f"{NUMBER} · 2026-02-20 · letter · forwarded · 住建局" in whole
        go_to(pilot, f"{NUMBER} · ")
        await press(pilot, "enter")
        assert "2026-000002 · 2026-02-20 · visit · registered" in text(pilot)


async def test_a_leader_is_assigned_from_a_list_without_whoever_is_barred(tmp_path: Path) -> None:
    def signed(office: FakeOffice) -> object:
        office.with_holidays().with_roster()
        office.on_shift()
        form = MatterForm(Channel.JOINT_LETTER, "小区停水", headcount=10, purpose=Purpose.CLAIM)
        office.verb(lambda desk: desk.register(form))
        return office.verb(lambda desk: desk.bar(NUMBER, Bar.RECUSED, person="孙磊"))

    async with matter(tmp_path, ready=signed) as (pilot, office):
        await open_matter(pilot)
        assert "assign a leader · petition office" in text(pilot)
        await begin(pilot, "assign a leader")
        await press(pilot, "ctrl+o")
        picker = top(pilot)
        assert isinstance(picker, Picker)
        rows = picker.query_one(RowList)
        offered = [str(rows.row(n)) for n in range(rows.total)]
        assert offered
        assert not [each for each in offered if "孙磊" in each]
        assert [each for each in offered if "王强" in each]
        await press(pilot, "escape")
        await fill(pilot, leader="孙磊")
        await press(pilot, "ctrl+s")
        assert life(office).leader == ""
        assert Barred.ATTENDEE in {each.barred for each in facts(office, AccessBlocked)}
        await press(pilot, "ctrl+u", *"王强", "ctrl+s")
        assert life(office).leader == "王强"
        assert "leader 王强" in text(pilot)
