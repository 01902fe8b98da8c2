"""What desks did at once: both stand, the stricter clock binds, one act settles it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from data.store.store import SqlStore, claim_file
from tests.data.files import KEY, Uids
from tests.data.many_desks import bring_all, desks, own
from tests.data.parting import DIRECT, FORWARD, Office
from tests.desks import START, ZONE, Night
from tests.due import forwarded
from tests.lives import MOVES
from xfconsole.core.days.workdays import Workdays
from xfconsole.core.facts.corrections import takes_back
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.following import Standing, contests, standings
from xfconsole.core.facts.of_incident import ContestSettled, EventCorrected, PostArrived, PostRung
from xfconsole.core.facts.of_office import OfficeFounded, OfficeRestored, RosterImported
from xfconsole.core.facts.of_procedure import MatterMoved
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.matter.acts import Move
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.desk import RingOutcome
from xfconsole.core.words.procedure import Act, Bar, Clock, State, Who
from xfconsole.core.words.refusal import Refused


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Office]:
    with desks(tmp_path, 2) as files:
        yield Office(files)


@pytest.fixture
def apart(two: Office) -> Office:
    """One desk forwarded the matter, the other told its sender where to go; both read of it."""
    two.nights[0].desk.move(two.matter, FORWARD)
    two.nights[1].desk.move(two.matter, DIRECT)
    two.meet()
    return two


# --- what stands meanwhile ------------------------------------------------------------------------


def running(office: Office, at: int) -> dict[str, str]:
    """Return the open clocks of the matter with their last days."""
    return dict(office.files[at].rows("SELECT clock, rolled_on FROM deadline WHERE met_at IS NULL"))


def test_both_acts_are_listed_on_both_desks(apart: Office, tmp_path: Path) -> None:
    acts = [each.uid for each in apart.events(0) if isinstance(each.fact, MatterMoved)]
    sides = {(apart.matter, "", "", each) for each in acts}
    assert apart.contested(0) == apart.contested(1) == sides
    assert len(sides) == 2
    apart.assert_alike(tmp_path)


def test_no_further_act_until_it_is_settled_but_everything_else(apart: Office) -> None:
    for night in apart.nights:
        for move in (FORWARD, Move(Act.ACCEPT), Move(Act.SUPERVISE, text="督办")):
            with pytest.raises(Refused, match=r"contested\.refused\.move"):
                night.desk.move(apart.matter, move)
        night.desk.note(apart.matter, "两处都在办")
        night.desk.open_incident(apart.matter, headcount=12)
        night.desk.chase(apart.matter, Clock.ACCEPT, RingOutcome.ANSWERED)


def test_a_clock_that_one_act_alone_stops_runs_on(two: Office) -> None:
    two.nights[0].desk.move(two.matter, FORWARD)
    two.meet()
    two.nights[0].desk.move(two.matter, Move(Act.ACCEPT))
    two.nights[1].desk.move(two.matter, Move(Act.SUPERVISE, text="督办"))
    assert "accept" not in running(two, 0)
    two.meet()
    for at in (0, 1):
        assert {"accept", "decide"} <= running(two, at).keys()


def test_of_two_dates_the_earlier_binds(two: Office) -> None:
    registered = two.events(0)[0]
    for days, night in ((2, two.nights[0]), (1, two.nights[1])):
        night.clock.advance(timedelta(days=3))
        received = registered.happened_at + timedelta(days=days)
        night.desk.correct(registered.uid, {}, "看错日期", happened_at=received, second="周平")
    two.meet()
    assert running(two, 0)["deal"] == "2026-03-09"
    later = next(
        e
        for e in two.events(0)
        if isinstance(e.fact, EventCorrected) and e.desk == own(two.files[0])
    )
    two.nights[1].desk.settle(later.uid, "以回执为准")
    two.meet()
    (received,) = two.files[1].rows("SELECT received_at FROM matter")[0]
    assert received.startswith("2026-02-21")


def test_what_somebody_may_ask_for_is_never_cut_short(two: Office) -> None:
    served = served_on(two, Act.SERVE)
    for days, night in ((1, two.nights[0]), (2, two.nights[1])):
        at = served.happened_at + timedelta(days=days)
        night.clock.advance(timedelta(days=3))
        night.desk.correct(served.uid, {}, "看错日期", happened_at=at, second="周平")
    two.meet()
    day = (served.happened_at + timedelta(days=32)).astimezone(ZONE).date()
    assert running(two, 0)["ask_review"] == Workdays({}, (), ()).next_working(day).isoformat()


def served_on(office: Office, act: Act) -> Event:
    for each in (Act.FORWARD, Act.ACCEPT, Act.REPLY, act):
        office.nights[0].desk.move(office.matter, MOVES[each])
    office.meet()
    return [e for e in office.events(0) if isinstance(e.fact, MatterMoved)][-1]


# --- settling -------------------------------------------------------------------------------------


def act_of(office: Office, act: Act) -> Event:
    found = (e for e in office.events(0) if isinstance(e.fact, MatterMoved) and e.fact.act is act)
    return next(found)


@pytest.mark.parametrize(
    ("act", "state", "clocks"),
    [
        (Act.FORWARD, State.FORWARDED, ("accept", "object")),
        (Act.DIRECT, State.DIRECTED, ()),
    ],
    ids=str,
)
def test_the_act_that_holds_is_what_counts(
    apart: Office, tmp_path: Path, act: Act, state: State, clocks: Sequence[str]
) -> None:
    done = apart.nights[1].desk.settle(act_of(apart, act).uid, "以先到为准")
    (settled,) = (e.fact for e in done.events if isinstance(e.fact, ContestSettled))
    assert {each.fact.act for each in apart.events(1) if each.uid in settled.following} == {  # type: ignore[attr-defined]
        Act.FORWARD, Act.DIRECT,
    }  # fmt: skip
    apart.meet()
    assert apart.contested(0) == apart.contested(1) == set()
    assert apart.files[0].rows("SELECT state FROM matter") == [(state.value,)]
    assert sorted(running(apart, 0)) == list(clocks)
    other = ({Act.FORWARD, Act.DIRECT} - {act}).pop()
    assert standings(apart.events(0)) == {act_of(apart, other).uid: Standing.LEFT_OUT}
    apart.assert_alike(tmp_path)
    following = apart.nights[0].desk.move(apart.matter, Move(Act.MARK_URGENT, text="急"))
    assert following.events[0].fact.following == (done.events[0].uid,)  # type: ignore[attr-defined]
    apart.meet()
    assert apart.contested(1) == set()


def test_two_that_settle_at_once_are_contested_again(apart: Office) -> None:
    for night, act in zip(apart.nights, (Act.FORWARD, Act.DIRECT), strict=True):
        night.desk.settle(act_of(apart, act).uid, "以先到为准")
    apart.meet()
    settled = [e.uid for e in apart.events(0) if isinstance(e.fact, ContestSettled)]
    assert {each for *_, each in apart.contested(0)} == set(settled)
    assert "accept" in running(apart, 0)
    apart.nights[0].desk.settle(settled[1], "两台商定")
    apart.meet()
    assert apart.contested(1) == set()
    assert standings(apart.events(1))[settled[0]] is Standing.LEFT_OUT


def test_what_is_not_contested_cannot_be_settled(two: Office) -> None:
    done = two.nights[0].desk.move(two.matter, FORWARD)
    with pytest.raises(Refused, match=r"contested\.refused\.none"):
        two.nights[0].desk.settle(done.events[0].uid, "先到")


def test_whoever_is_barred_settles_nothing(apart: Office) -> None:
    apart.nights[0].desk.bar(apart.matter, Bar.RECUSED, person="李敏")
    with pytest.raises(Blocked):
        apart.nights[0].desk.settle(act_of(apart, Act.FORWARD).uid, "先到")


def test_a_contested_act_is_corrected_as_if_it_held(apart: Office) -> None:
    """After the other one it would not have been possible at all."""
    for act, text in ((Act.FORWARD, {"unit": "水务局"}), (Act.DIRECT, {"text": "请申请仲裁"})):
        apart.nights[0].desk.correct(act_of(apart, act).uid, text, "写错了")
    apart.meet()
    assert len(apart.contested(1)) == 2


# --- corrections ----------------------------------------------------------------------------------


@pytest.fixture
def corrected(two: Office) -> Office:
    """Both desks corrected the summary, and one of them the unit too."""
    registered = two.events(0)[0].uid
    two.nights[0].desk.correct(registered, {"summary": "停水", "unit": "水务局"}, "写错了")
    two.nights[1].desk.correct(registered, {"summary": "停电"}, "听错了")
    two.meet()
    return two


def summary(office: Office, at: int) -> list[tuple[str, str]]:
    return office.files[at].rows("SELECT summary, unit FROM matter")


def test_corrections_of_one_field_are_contested_those_of_others_are_not(corrected: Office) -> None:
    assert {field for _, _, field, _ in corrected.contested(0)} == {"summary"}
    corrections = [e for e in corrected.events(0) if isinstance(e.fact, EventCorrected)]
    assert {act for *_, act in corrected.contested(1)} == {each.uid for each in corrections}
    corrected.nights[1].desk.settle(corrections[0].uid, "以来信为准")
    corrected.meet()
    assert corrected.contested(0) == set()
    held = corrections[0].fact.changes["summary"]  # type: ignore[attr-defined]
    assert summary(corrected, 0) == summary(corrected, 1) == [(held, "水务局")]


def test_a_correction_that_names_both_settles_them(corrected: Office, tmp_path: Path) -> None:
    registered = corrected.events(0)[0].uid
    corrected.nights[0].desk.correct(registered, {"summary": "停气"}, "再次核对")
    corrected.meet()
    assert corrected.contested(1) == set()
    assert summary(corrected, 1) == [("停气", "水务局")]
    corrected.assert_alike(tmp_path)


@pytest.mark.parametrize("first", [120, 60])
def test_of_two_numbers_of_people_the_higher_binds(two: Office, tmp_path: Path, first: int) -> None:
    """100 people are the principal leader's; whoever corrected last knew only of one of them."""
    incident = two.nights[0].desk.open_incident(two.matter, headcount=33).incident
    two.meet()
    opened = two.events(0, incident)[0].uid
    for night, people in zip(two.nights, (first, 180 - first), strict=True):
        night.clock.advance(timedelta(minutes=1))
        night.desk.correct(opened, {"headcount": people}, "看错")
    two.meet()
    for at, night in enumerate(two.nights):
        assert {side[2] for side in two.contested(at)} == {"headcount"}
        (view,) = night.desk.situation().incidents
        assert (view.headcount, view.contested) == (120, True)
        assert "principal_leader" in {each.post for each in view.plan.obligations}
    lower = next(
        e
        for e in two.events(0, incident)
        if isinstance(e.fact, EventCorrected) and e.fact.changes == {"headcount": 60}
    )
    two.nights[1].desk.settle(lower.uid, "清点")
    two.meet()
    assert [view.headcount for view in two.nights[0].desk.situation().incidents] == [60]
    two.assert_alike(tmp_path)


@pytest.fixture
def at_hall(two: Office) -> tuple[Office, str]:
    """One desk opened an incident at which the duty leader arrived; both know."""
    night = two.nights[0]
    incident = night.desk.open_incident(two.matter, headcount=33).incident
    night.clock.advance(timedelta(minutes=10))
    night.desk.arrive(incident, "duty_leader", person="王强")
    two.meet()
    return two, incident


def arrival(office: Office, incident: str) -> Event:
    return next(e for e in office.events(0, incident) if isinstance(e.fact, PostArrived))


def leader_at(office: Office, at: int) -> Obligation:
    (view,) = office.nights[at].desk.situation().incidents
    return next(each for each in view.plan.obligations if each.post == "duty_leader")


@pytest.mark.parametrize("holds", [0, 1], ids=["it was corrected", "it was taken back"])
def test_an_outcome_taken_back_and_corrected_stays_open_until_it_is_settled(
    at_hall: tuple[Office, str], tmp_path: Path, holds: int
) -> None:
    two, incident = at_hall
    arrived = arrival(two, incident)
    two.nights[1].desk.correct(arrived.uid, {"person": "林涛"}, "看错人")
    two.nights[0].desk.undo()
    two.meet()
    corrected, back = (
        next(e for e in two.events(0, incident) if takes_back(e) is taken and _corrects(e))
        for taken in (False, True)
    )
    assert back.fact.following == (arrived.uid,)  # type: ignore[attr-defined]
    for at in (0, 1):
        assert two.contested(at) == {
            (incident, arrived.uid, "withdrawn", each.uid) for each in (corrected, back)
        }
        assert not leader_at(two, at).done
    two.nights[1].desk.settle((corrected, back)[holds].uid, "已问大厅")
    two.meet()
    assert two.contested(0) == two.contested(1) == set()
    leader = leader_at(two, 0)
    assert (leader.done, leader.person) == ((True, "林涛"), (False, "王强"))[holds]
    two.assert_alike(tmp_path)


def _corrects(event: Event) -> bool:
    return isinstance(event.fact, EventCorrected)


def test_whoever_takes_back_what_was_corrected_follows_that(at_hall: tuple[Office, str]) -> None:
    two, incident = at_hall
    done = two.nights[1].desk.correct(arrival(two, incident).uid, {"person": "林涛"}, "看错人")
    two.meet()
    back = two.nights[0].desk.undo().events[0].fact
    assert back.following == (done.events[0].uid,)  # type: ignore[attr-defined]
    two.meet()
    assert two.contested(0) == two.contested(1) == set()


def test_of_two_times_of_one_ring_both_limits_bind(at_hall: tuple[Office, str]) -> None:
    """The desk told the post late by the one, and the post has less time to come by the other."""
    two, incident = at_hall
    first = two.nights[0]
    first.desk.ring(incident, "unit_head", RingOutcome.ANSWERED, person="孙磊")
    two.meet()
    rung = next(e for e in two.events(0, incident) if isinstance(e.fact, PostRung))
    opened = two.events(0, incident)[0].happened_at
    for minutes, night in ((2, first), (12, two.nights[1])):
        at = opened + timedelta(minutes=minutes)
        night.clock.advance(timedelta(minutes=20))
        night.desk.correct(rung.uid, {}, "看错钟", happened_at=at)
    two.meet()
    for night in two.nights:
        (view,) = night.desk.situation().incidents
        duty = next(each for each in view.plan.obligations if each.post == "unit_head")
        assert duty.told_at == opened + timedelta(minutes=12)
        assert duty.arrive_by == opened + timedelta(minutes=32)
        missed = {e.clock: e.due for e in view.plan.misses if e.post == "unit_head"}
        assert missed == {"tell": opened + timedelta(minutes=10), "arrive": duty.arrive_by}


# --- what is written ------------------------------------------------------------------------------


def test_the_only_desk_names_nothing_nor_does_it_where_a_backup_was_put_back(
    tmp_path: Path,
) -> None:
    with desks(tmp_path, 2) as (here, there):
        here.add(here.store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        night = Night(store=here.store, ids=Uids(1000))
        matter = forwarded(night)
        with here.store.begin() as tx:
            registered = tx.events_of(matter)[0]
        claim_file(here.engine, here.store.office, "put back")
        here.store = SqlStore(here.engine, KEY)
        here.add(here.store.office, OfficeRestored(here.now, 1, "0" * 15))
        again = Night(
            store=SqlStore(here.engine, KEY), roster=RosterImported("", ()), ids=Uids(9000)
        )
        again.desk.move(matter, Move(Act.ACCEPT))
        again.desk.correct(registered.uid, {"summary": "停水"}, "写错了")
        said = here.rows("SELECT body FROM event WHERE kind IN ('matter.moved', 'event.corrected')")
        assert len(said) == 3
        assert not any("following" in body for (body,) in said)
        assert here.rows("SELECT * FROM contested") == here.rows("SELECT * FROM moved") == []
        # Another desk knows all of them as one line.
        bring_all(here, there)
        other = Night(store=there.store, roster=RosterImported("", ()), ids=Uids(8000))
        other.desk.move(matter, Move(Act.HANDLE))
        bring_all(there, here)
        assert here.rows("SELECT * FROM contested") == []


# --- the engine -----------------------------------------------------------------------------------


def test_the_desk_that_keeps_a_matter_looks_at_what_another_one_did(two: Office) -> None:
    """Also if it dies between reading it and looking."""
    two.nights[1].desk.move(two.matter, FORWARD)
    bring_all(two.files[1], two.files[0])
    assert two.files[0].rows("SELECT * FROM moved") == [(two.matter,)]
    two.nights[0].restart()
    two.nights[0].desk.tick()
    assert {"accept", "object"} == running(two, 0).keys()
    assert two.files[0].rows("SELECT * FROM moved") == []
    # The other one keeps nothing of it.
    bring_all(two.files[0], two.files[1])
    assert two.files[1].rows("SELECT * FROM moved") == []


def unnamed(at: int, desk: str, uid: str) -> Event:
    fact = MatterMoved(Act.SUPERVISE, State.REGISTERED, Who.OFFICE, text="督办")
    return Event(uid, "m", START, START, "李敏", fact, at, (str(at), desk, at))


def test_copies_of_the_only_desk_part_where_both_go_on() -> None:
    """Neither names anything, for neither knew of another desk; one that was put back goes on."""
    copied = [unnamed(1, "first", "a"), unnamed(2, "copy", "b"), unnamed(3, "first", "c")]
    (contest,) = contests(copied)
    assert [each.uid for each in contest.acts] == ["b", "c"]
    put_back = [unnamed(1, "first", "a"), unnamed(2, "again", "b"), unnamed(3, "again", "c")]
    assert contests(put_back) == []
