"""The desk changes hands in one transaction, with the running clocks that were accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests.desks import OFFICER, Night
from tests.due import letter, until
from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_incident import ClockSaidBack, ReportFiled
from xfconsole.core.facts.of_office import ClocksAccepted, ShiftEnded, ShiftHandedOver, ShiftStarted
from xfconsole.core.night.handover import keepers, reports_clock
from xfconsole.core.office.journal_head import read_head
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.procedure import Bar
from xfconsole.core.words.refusal import Refused

NEXT, THIRD = "何静", "罗安"


def office_events(night: Night) -> list[Event]:
    with night.store.begin() as tx:
        return tx.events_of(night.store.office)


def kept(night: Night) -> dict[Uid, str]:
    """Return with whom the journal says each clock stayed."""
    return keepers(office_events(night))


def handed(night: Night) -> ShiftHandedOver:
    facts = [each.fact for each in office_events(night)]
    return [each for each in facts if isinstance(each, ShiftHandedOver)][-1]


def busy(night: Night, *, reported: bool = True) -> tuple[Uid, Uid]:
    """Two weeks in: a letter is due soon, and a group has just come. Returns incident, matter.

    ``reported``: the incident owes no report any more.
    """
    night.desk.start_shift()
    matter = letter(night)
    until(night, "03-05")
    night.open(33)
    if reported:
        night.report("final")
    return night.incident, matter


def test_one_transaction_ends_a_shift_and_begins_the_next(night: Night) -> None:
    incident, matter = busy(night)
    with night.store.begin() as tx:
        head = tx.head()
    done = night.desk.hand_over(NEXT, "灯坏了", {incident, matter})
    told = [(each.kind, each.officer) for each in done.events]
    assert told[:3] == [
        (ShiftEnded.kind, OFFICER),
        (ShiftHandedOver.kind, OFFICER),
        (ShiftStarted.kind, NEXT),
    ]
    assert handed(night) == ShiftHandedOver(
        NEXT, "灯坏了", (incident, matter), (), read_head(head.typed).typed, date(2026, 3, 4)
    )
    assert night.desk.situation().officer == NEXT
    assert night.desk.note(incident, "在").events[0].officer == NEXT


def test_what_is_not_accepted_stays_with_whoever_had_it(night: Night) -> None:
    incident, matter = busy(night)
    night.desk.hand_over(NEXT, "", {matter})
    assert kept(night) == {incident: OFFICER}
    situation = night.desk.situation()
    assert dict(situation.kept) == {incident: OFFICER}
    assert [each.keeper for each in situation.incidents] == [OFFICER]


def test_until_it_is_accepted_later(night: Night) -> None:
    incident, matter = busy(night)
    night.desk.hand_over(NEXT)
    assert set(kept(night)) == {incident, matter}
    night.desk.accept_clocks({incident})
    assert kept(night) == {matter: OFFICER}
    night.desk.accept_clocks({matter})
    assert kept(night) == {}
    with pytest.raises(Refused):
        night.desk.accept_clocks({matter})
    assert sum(isinstance(each.fact, ClocksAccepted) for each in office_events(night)) == 2


def test_what_was_kept_twice_is_still_with_the_first(night: Night) -> None:
    incident, matter = busy(night)
    night.desk.hand_over(NEXT, "", {matter})
    night.desk.hand_over(THIRD, "", ())
    assert kept(night) == {incident: OFFICER, matter: NEXT}


def test_back_at_the_desk_one_has_what_one_kept(night: Night) -> None:
    incident, _ = busy(night)
    night.desk.hand_over(NEXT)
    night.desk.hand_over(OFFICER, "", ())
    assert incident not in night.desk.situation().kept


def test_what_ended_meanwhile_is_neither_taken_nor_kept(night: Night) -> None:
    incident, matter = busy(night)
    night.desk.receive(incident, night.entered(ReportFiled).uid, "赵颖")
    night.desk.close(incident, "散了")
    night.desk.hand_over(NEXT, "", {incident, matter, "unknown"})
    assert (handed(night).accepted, handed(night).kept) == ((matter,), ())


def test_whoever_took_a_report_is_still_to_be_asked_for_when_its_incident_is_over(
    night: Night,
) -> None:
    incident, matter = busy(night)
    night.desk.close(incident, "散了")
    night.desk.hand_over(NEXT, "", {matter})
    assert (handed(night).accepted, handed(night).kept) == ((matter,), (reports_clock(incident),))


def test_a_new_desk_reads_the_same_from_the_journal(night: Night) -> None:
    incident, _ = busy(night)
    night.desk.hand_over(NEXT)
    before = dict(night.desk.situation().kept)
    anew = night.new_desk()
    anew.sign_in(NEXT)
    anew.tick()
    assert dict(anew.situation().kept) == before
    assert incident in before


def test_what_the_next_is_barred_from_cannot_be_passed_on(night: Night) -> None:
    incident, matter = busy(night)
    night.desk.bar(matter, Bar.RECUSED, person=NEXT)
    stored = len(office_events(night))
    with pytest.raises(Refused) as refused:
        night.desk.hand_over(NEXT, "", {incident, matter})
    assert refused.value.key == "handover.refused.barred"
    assert len(office_events(night)) == stored
    assert night.desk.officer == OFFICER
    night.desk.hand_over(NEXT, "", {incident})
    assert kept(night) == {matter: OFFICER}
    with pytest.raises(Refused):
        night.desk.accept_clocks({matter})


def test_nor_a_live_incident_of_such_a_matter(night: Night) -> None:
    incident, _ = busy(night)
    night.desk.bar(night.view().matter, Bar.ACCUSED, person=NEXT)
    with pytest.raises(Refused):
        night.desk.hand_over(NEXT, "", {incident})
    night.desk.hand_over(NEXT)
    assert kept(night)[incident] == OFFICER


@pytest.mark.parametrize("to", ["", "  ", OFFICER, f" {OFFICER}\n"])
def test_nobody_hands_over_to_nobody_or_themselves(night: Night, to: str) -> None:
    busy(night)
    with pytest.raises(Refused) as refused:
        night.desk.hand_over(to)
    assert refused.value.key == "handover.refused.nobody_else"


def broken(*_: object) -> None:
    raise OSError("gone")


@pytest.mark.parametrize("at", ["append", "drop_draft", "save_heartbeat"])
def test_cut_off_on_the_way_the_old_shift_is_whole(
    night: Night, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    incident, matter = busy(night)
    before = office_events(night)
    with night.store.begin() as tx:
        kind: type[object] = type(tx)
    with monkeypatch.context() as patch:
        patch.setattr(kind, at, broken)
        with pytest.raises(OSError, match="gone"):
            night.desk.hand_over(NEXT, "灯坏了", {incident})
    assert office_events(night) == before
    assert night.desk.officer == OFFICER
    night.desk.hand_over(NEXT, "灯坏了", {incident})
    assert kept(night) == {matter: OFFICER}


Act = Callable[[Night], object]


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda at: at.desk.start_shift(), id="starting a shift"),
        pytest.param(lambda at: at.desk.sign_in(NEXT), id="signing in"),
        pytest.param(lambda at: at.desk.note(at.incident, "在"), id="a note"),
    ],
)
def test_only_a_handover_and_an_acceptance_move_what_was_kept(night: Night, act: Act) -> None:
    busy(night)
    night.desk.hand_over(NEXT)
    before = kept(night)
    act(night)
    assert kept(night) == before


def test_more_than_the_ranked_list_shows_change_hands_in_one_go(night: Night) -> None:
    night.desk.start_shift()
    for number in range(120):
        letter(night, f"第{number}封")
    night.sleep(timedelta(days=15).total_seconds() / 60)
    while night.desk.tick().events:
        pass
    running = night.desk.running()
    assert len(running.duties) == 120
    night.desk.hand_over(NEXT, "", {each.matter for each in running.duties})
    assert len(handed(night).accepted) == 120
    assert kept(night) == {}


def said_back(night: Night) -> list[tuple[str, str, bool, str]]:
    found = [each for each in night.events() if isinstance(each.fact, ClockSaidBack)]
    return [
        (each.fact.clock, each.fact.text, each.fact.aloud, each.officer)
        for each in found
        if isinstance(each.fact, ClockSaidBack)
    ]


def test_what_is_taken_over_is_said_back_by_who_takes_it(night: Night) -> None:
    incident, matter = busy(night, reported=False)
    night.desk.instruct(incident, "郑岚", "今晚答复", ["unit_head"])
    order = night.view().instructions[0].uid
    reports = reports_clock(incident)
    said = {incident: " 33人，\n住建局在路上", reports: "", order: "转达住建局"}
    night.desk.hand_over(NEXT, "", {incident, matter, reports, order}, said)
    assert set(handed(night).accepted) == {incident, matter, reports, order}
    assert set(said_back(night)) == {
        (incident, "33人， 住建局在路上", False, NEXT),
        (reports, "", True, NEXT),
        (order, "转达住建局", False, NEXT),
    }


def test_an_instruction_and_the_reports_owed_are_clocks_of_their_own(night: Night) -> None:
    incident, _ = busy(night, reported=False)
    night.desk.instruct(incident, "郑岚", "今晚答复", ["unit_head"])
    order = night.view().instructions[0].uid
    night.desk.hand_over(NEXT, "", {incident}, {incident: ""})
    assert {order: OFFICER, reports_clock(incident): OFFICER}.items() <= kept(night).items()
    night.desk.accept_clocks({order}, {order: "已知"})
    assert order not in kept(night)
    with pytest.raises(Refused, match=r"handover\.refused\.unsaid"):
        night.desk.accept_clocks({reports_clock(incident)}, {})
