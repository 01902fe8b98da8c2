"""A night already under way, made with the desk's own verbs, for looking around."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from xfconsole.core.intake import MatterForm
from xfconsole.core.model import Channel, CountSource, Identity, Purpose, RingOutcome
from xfconsole.core.ports import Clock, Reading
from xfconsole.demo_roster import demo_roster
from xfconsole.desk import Desk

_STARTED_AGO = timedelta(minutes=26)


class StoryClock:
    """The real clock seen from some minutes ago; telling the story brings it up to the present."""

    def __init__(self, real: Clock, ago: timedelta = _STARTED_AGO) -> None:
        self._real, self._ago = real, ago

    def read(self) -> Reading:
        """Return the clocks as they were then."""
        now = self._real.read()
        return Reading(now.wall - self._ago, now.boot - self._ago.total_seconds(), now.boot_id)

    def advance(self, minutes: int) -> None:
        """Let minutes of the story pass, up to the present."""
        self._ago = max(self._ago - timedelta(minutes=minutes), timedelta(0))


def play_night(make_desk: Callable[[Clock], Desk], real: Clock, say: Callable[..., str]) -> None:
    """Fill an empty office with a shift, its roster, three matters and one live incident.

    ``say`` gives the texts (``demo.*``) in the officer's language.
    """
    clock = StoryClock(real)
    desk = make_desk(clock)

    def later(minutes: int) -> None:
        for _ in range(minutes):
            clock.advance(1)
            desk.kept_awake()
            desk.tick()

    roster = demo_roster(clock.read().wall, desk.zone)
    desk.import_roster(roster.source, roster.entries)
    desk.start_shift()
    _register_quiet_ones(desk, say, later)
    _play_incident(desk, say, later)
    later(int(_STARTED_AGO.total_seconds() // 60))


def _register_quiet_ones(desk: Desk, say: Callable[..., str], later: Callable[[int], None]) -> None:
    desk.register(
        MatterForm(
            Channel.CALL,
            say("demo.call"),
            text=say("demo.call_text"),
            purpose=Purpose.CLAIM,
            unit=say("demo.heating_unit"),
            identity=Identity(name=say("demo.caller"), phone="139-0000-0100"),
            read_back=True,
        )
    )
    later(3)
    desk.register(
        MatterForm(Channel.LETTER, say("demo.letter"), purpose=Purpose.SUGGESTION, anonymous=True)
    )
    later(5)


def _play_incident(desk: Desk, say: Callable[..., str], later: Callable[[int], None]) -> None:
    form = MatterForm(
        Channel.GROUP_VISIT,
        say("demo.group"),
        text=say("demo.group_text"),
        purpose=Purpose.CLAIM,
        unit=say("demo.housing_unit"),
        headcount=28,
        count_source=CountSource.ESTIMATE,
        requests=(say("demo.request_date"), say("demo.request_rent")),
    )
    incident = desk.register(form, opening=True).incident
    later(1)
    desk.ring(incident, "duty_leader", RingOutcome.ANSWERED, eta=desk.now() + timedelta(minutes=4))
    desk.ring(incident, "receptionist", RingOutcome.ANSWERED)
    desk.arrive(incident, "receptionist")
    later(2)
    desk.ring(incident, "hall_safety", RingOutcome.ANSWERED)
    desk.ring(incident, "unit_head", RingOutcome.ANSWERED, eta=desk.now() + timedelta(minutes=24))
    later(1)
    desk.count(incident, 33)
    desk.note(incident, say("demo.note"))
    later(1)
    desk.arrive(incident, "duty_leader")
    desk.ring(incident, "township_head", RingOutcome.NO_ANSWER)
    later(3)
    desk.ring(incident, "township_head", RingOutcome.NO_ANSWER)
    desk.arrive(incident, "hall_safety")
