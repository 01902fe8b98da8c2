"""Desks of an office: one keeps a subject and prompts for it, another may take it over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from tests.data.files import File, Uids, contents
from tests.data.many_desks import bring_all, desk, desks
from tests.data.store.test_rebuild import rebuilt
from tests.desks import START, Night
from tests.receptions import planned_by
from xfconsole.core.facts.of_identity import IdentityErased
from xfconsole.core.facts.of_office import OfficeFounded, RosterImported
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.office.keeping import Keeping
from xfconsole.core.words.desk import Channel, DutyState, Identity
from xfconsole.core.words.refusal import Refused
from xfconsole.desk.state.work import Work

NOBODY = RosterImported("", ())


class Office:
    """A first desk and others, which read each other only when told."""

    def __init__(self, files: list[File]) -> None:
        self.files = files
        files[0].add(files[0].store.office, OfficeFounded("市信访接待中心", "Asia/Shanghai"))
        self.nights = [Night(store=files[0].store, ids=Uids(1000))]
        for at, file in enumerate(files[1:], 2):
            bring_all(files[0], file)
            self.nights.append(Night(store=file.store, roster=NOBODY, ids=Uids(1000 * at)))
        self.first, self.second = self.nights[:2]
        self.meet()
        self.meet()

    def meet(self) -> None:
        """Let all read each other, and look."""
        for source, target in permutations(self.files, 2):
            bring_all(source, target)
        for night in self.nights:
            night.desk.look_again()
            night.desk.tick()

    def later(self, minutes: float) -> None:
        for night in self.nights:
            night.after(minutes)

    def said(self, kind: str) -> list[tuple[str, int]]:
        """Return how often each desk announced something, in what the first desk knows."""
        told = self.files[0].rows(
            f"SELECT desk, count(*) FROM event WHERE kind = '{kind}' GROUP BY 1 ORDER BY 1"
        )
        return [(name, count) for name, count in told]

    def prompting(self) -> list[bool]:
        """Return for each desk whether it prompts for an incident."""
        return [bool(night.desk.situation().prompts) for night in self.nights]

    def refused(self, letter: str) -> str:
        with pytest.raises(Refused) as refusal:
            self.second.desk.take_over_desk(letter)
        return refusal.value.key


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Office]:
    with desks(tmp_path, 2) as files:
        yield Office(files)


def test_only_the_desk_that_keeps_an_incident_prompts_for_it(two: Office) -> None:
    two.first.open(33)
    two.meet()
    two.later(12)
    here, there = (night.desk.situation() for night in (two.first, two.second))
    assert here.prompts
    assert there.prompts == ()
    (shown,) = there.incidents
    assert shown.keeping == Keeping(False, ("A",), START)
    assert shown.plan.obligations
    two.meet()
    assert [name for name, _ in two.said("prompt.raised")] == [desk(0)]
    assert [name for name, _ in two.said("obligation.missed")] == [desk(0)]


def test_what_is_done_at_the_other_desk_counts_where_the_incident_is_kept(two: Office) -> None:
    two.first.open(33)
    two.meet()
    two.second.desk.arrive(two.first.incident, "duty_leader", person="王强")
    asked = [each.prompt.duty for each in two.first.desk.situation().prompts]
    two.meet()
    here = two.first.desk.situation()
    (came,) = (each for each in here.incidents[0].plan.obligations if each.post == "duty_leader")
    assert came.state is DutyState.ARRIVED
    assert [each.prompt.duty for each in here.prompts] == [e for e in asked if e != "duty_leader"]
    # The arrival says it: the keeper has nothing to add until it has something else to say.
    assert two.said("obligation.met") == two.said("prompt.cleared") == []
    two.first.desk.arrive(two.first.incident, "hall_safety", person="马骏")
    assert two.said("obligation.met") == two.said("prompt.cleared") == [(desk(0), 2)]


def test_what_was_taken_over_is_not_told_anew_by_what_the_former_keeper_went_on_to_say(
    two: Office,
) -> None:
    two.first.open(33)
    two.meet()
    two.second.after(12)
    two.second.desk.take_over(two.first.view().number)
    # The first desk does not know, and its clock runs on: it asks for what is due much later.
    two.first.after(180)
    shown = [each.prompt.uid for each in two.second.desk.situation().prompts]
    last = two.files[1].rows("SELECT max(dseq) FROM event WHERE desk = ?", desk(1))
    two.meet()
    assert [each.prompt.uid for each in two.second.desk.situation().prompts] == shown
    assert two.files[1].rows("SELECT max(dseq) FROM event WHERE desk = ?", desk(1)) == last


def test_what_is_taken_over_is_prompted_for_by_the_desk_that_took_it(
    two: Office, tmp_path: Path
) -> None:
    two.first.open(33)
    two.meet()
    matter = two.first.view().matter
    done = two.second.desk.take_over(two.first.view().number)
    assert {each.subject for each in done.events if each.kind == "subject.taken_over"} == {
        two.first.incident,
        matter,
    }
    assert two.second.desk.situation().incidents[0].keeping.here
    two.later(12)
    # The first desk has not read of it: both prompt.
    assert two.prompting() == [True, True]
    two.meet()
    assert two.prompting() == [False, True]
    for file in two.files:
        assert rebuilt(file, tmp_path) == contents(file.reader)
        assert file.rows("SELECT DISTINCT desk FROM keeper") == [(desk(1),)]
    with pytest.raises(Refused, match=r"keeping\.refused\.here"):
        two.second.desk.take_over(two.first.view().number)


def test_two_that_took_over_at_once_both_prompt_until_one_does_again(tmp_path: Path) -> None:
    with desks(tmp_path, 3) as files:
        three = Office(files)
        three.first.open(33)
        three.meet()
        number = three.first.view().number
        for night in three.nights[1:]:
            night.desk.take_over(number)
        three.meet()
        three.later(12)
        three.meet()
        assert three.prompting() == [False, True, True]
        missed = [name for name, _ in three.said("obligation.missed")]
        assert missed == sorted([desk(1), desk(2)])
        assert three.first.desk.situation().incidents[0].keeping.others == ("B", "C")
        last = [file.rows("SELECT max(seq) FROM event") for file in files]
        three.meet()
        assert [file.rows("SELECT max(seq) FROM event") for file in files] == last
        three.second.desk.take_over(number)
        three.meet()
        assert three.prompting() == [False, True, False]


def test_a_due_matter_is_prompted_for_where_it_is_kept(two: Office) -> None:
    two.first.desk.register(MatterForm(Channel.LETTER, "反映欠薪"))
    two.meet()
    two.later(60 * 24 * 16)
    assert two.first.desk.situation().duties
    assert two.second.desk.situation().duties == ()
    two.meet()
    assert two.second.desk.due_work() == ([], 0)
    done = two.second.desk.take_over_desk("a")
    assert [each.kind for each in done.events].count("subject.taken_over") == 1
    two.second.desk.tick()
    assert two.second.desk.situation().duties
    assert [name for name, _ in two.said("duty.prompted")] == [desk(0)]
    two.meet()
    assert two.first.desk.situation().duties == ()


def test_two_that_took_a_matter_over_at_once_both_ask_about_it(tmp_path: Path) -> None:
    with desks(tmp_path, 3) as files:
        three = Office(files)
        done = three.first.desk.register(MatterForm(Channel.LETTER, "反映欠薪"))
        three.meet()
        for night in three.nights[1:]:
            night.desk.take_over(done.number)
        three.second.after(60 * 24 * 16)
        three.meet()
        three.nights[2].after(60 * 24 * 16)
        assert [bool(night.desk.situation().duties) for night in three.nights] == [
            False,
            True,
            True,
        ]


def test_what_the_office_owes_is_asked_for_on_every_desk_by_its_own_clock_and_told_once(
    two: Office,
) -> None:
    planned_by(two.first.desk)
    two.meet()
    # The clock of the first desk is days ahead.
    two.first.after(60 * 24 * 11)
    two.meet()
    asked = [night.desk.situation().reception for night in two.nights]
    assert asked[0]
    assert asked[1] == ()
    two.second.after(60 * 24 * 11)
    two.meet()
    here, there = (night.desk.situation().reception for night in two.nights)
    assert [each.prompt.uid for each in here] == [each.prompt.uid for each in there]
    # The one that asked first has told it for both.
    assert [name for name, _ in two.said("prompt.raised")] == [desk(0)]
    last = [file.rows("SELECT max(seq) FROM event") for file in two.files]
    two.meet()
    assert [file.rows("SELECT max(seq) FROM event") for file in two.files] == last


def test_a_look_at_the_clocks_of_what_is_kept_elsewhere_comes_to_an_end(
    two: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By a number without a letter a matter is the first desk's, whoever registered it.
    monkeypatch.setattr(Work, "number", lambda *_: "2026-000009")
    two.second.desk.register(MatterForm(Channel.LETTER, "反映欠薪"))
    two.second.after(60 * 24 * 20)
    due = two.second.desk.next_change()
    assert due is None or due > two.second.now()


def test_a_desk_that_cannot_be_taken_over_is_refused(two: Office) -> None:
    said = [two.refused(each) for each in ("b", "A", "Q", "不知道是哪一台值班台")]
    assert said == [f"keeping.refused.{each}" for each in ("own", "nothing", "no_desk", "no_desk")]


def test_the_only_desk_has_nothing_to_take_over(tmp_path: Path) -> None:
    with desks(tmp_path, 1) as (file,):
        night = Night(store=file.store, ids=Uids(1000)).open(33)
        for refused in (night.desk.take_over, night.desk.take_over_desk):
            with pytest.raises(Refused, match=r"keeping\.refused\.alone"):
                refused("A")
        assert file.rows("SELECT * FROM keeper") == []


def test_a_clock_that_is_ahead_takes_no_time_from_who_takes_over(two: Office) -> None:
    """The other desk's clock shows an hour and a half more: it says what here is yet to come."""
    two.first.clock.jump(timedelta(minutes=90))
    two.first.open(33)
    two.meet()
    two.second.desk.take_over(two.first.view().number)
    obligations = two.second.desk.situation().incidents[0].plan.obligations
    assert obligations
    before = len(two.second.desk.situation().prompts)
    two.later(100)
    assert len(two.second.desk.situation().prompts) > before


def test_what_the_keeper_erases_can_be_opened_on_no_desk(two: Office) -> None:
    """A desk that joined from a backup has the keys that lay in it."""
    identity = Identity(name="来访者甲")
    two.first.desk.register(MatterForm(Channel.LETTER, "反映欠薪", identity=identity))
    ((matter, wrapped),) = two.files[0].rows("SELECT matter, wrapped FROM matter_key")
    with two.files[1].engine.begin() as connection:
        connection.execute("INSERT INTO matter_key VALUES (?, ?)", (matter, wrapped))
    two.meet()
    assert two.files[1].rows("SELECT matter FROM matter_key") == [(matter,)]
    two.files[0].add(matter, IdentityErased("claim", "李敏", "何静"))
    two.meet()
    assert two.files[1].rows("SELECT matter FROM matter_key") == []
