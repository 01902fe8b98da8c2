"""A reception day by keyboard: whoever comes gets a place, and the decision is recorded."""

from __future__ import annotations

from screens.shared.form import Form, Kind, Part, Values
from screens.shared.moments import day_meant
from screens.shared.picks import known_units, official_rows, unit_rows
from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.reception.planning import leaders_named
from xfconsole.core.reception.sessions import Session
from xfconsole.core.rows import ReceivedRow
from xfconsole.core.words.desk import Channel, Identity, Level
from xfconsole.core.words.receiving import Decision, MeetingNote
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.typed import whole_number
from xfconsole.desk.verbs.deciding import Decided
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import LABELS, word
from xfconsole.ui.words.reception import decided_words, taken_back_words

_COME_FAULTS = {
    "register.refused.no_summary": "summary",
    "register.refused.headcount": "people",
    "reception.refused.people": "people",
}
_QUEUE_FAULTS = {
    "desk.refused.no_matter": "number",
    "reception.refused.queued": "number",
    "reception.refused.barred": "number",
    "reception.refused.barred_next": "number",
    "life.refused.barred": "number",
}
_DECIDE_FAULTS = {
    "reception.refused.no_decision": "text",
    "reception.refused.no_unit": "unit",
    "reception.refused.no_date": "on",
    "matter.refused.day": "on",
    "reception.refused.no_other_leader": "to",
    "reception.refused.no_leader": "to",
    "reception.refused.unknown_leader": "to",
    "life.refused.state": "decision",
}

_MEETING_FAULTS = {
    "reception.refused.no_outcome": "text",
    "reception.refused.meeting_ahead": "what",
    "reception.refused.meeting_day": "on",
    "matter.refused.day": "on",
}


def come_form(host: Host, session: Session) -> Form:
    """Register a matter of somebody who came, with the next place in the order.

    What they say of themselves is sealed with it; the order has number and topic alone.
    """

    async def run(values: Values) -> object:
        people = whole_number(values["people"]) if values["people"] else 1
        if people is None:
            raise Refused("reception.refused.people", text=values["people"])
        form = MatterForm(
            _channel(host, people),
            values["summary"],
            headcount=people,
            unit=values["unit"],
            identity=Identity(name=values["name"], phone=values["phone"]),
            anonymous=not (values["name"] or values["phone"]),
        )
        done = await host.desk_do(
            lambda desk: desk.register(form, draft=draft, reception=session.uid)
        )
        host.tell(say("reception.told.come", number=done.number))
        return done

    draft = f"reception:come:{session.uid}"
    return Form(
        say("action.reception.come"),
        (
            Part("summary", say("field.typed.summary")),
            Part("people", say("field.typed.headcount"), initial="1", offered=True),
            Part("unit", say("field.typed.unit"), rows=lambda: unit_rows(known_units(host))),
            Part("name", say(LABELS["name"]), hint=say("reception.form.optional")),
            Part("phone", say(LABELS["phone"]), hint=say("reception.form.optional")),
        ),
        run,
        lines=(say("reception.form.sealed"),),
        faults=_COME_FAULTS,
        draft=draft,
    )


def queue_form(host: Host, session: Session) -> Form:
    """Give a matter of the register a place: by appointment, or registered before."""

    async def run(values: Values) -> object:
        done = await host.desk_do(lambda desk: desk.queue_matter(session.uid, values["number"]))
        host.tell(say("reception.queue.done", place=done.number))
        return done

    part = Part("number", say("field.head.number"))
    return Form(say("action.reception.queue"), (part,), run, faults=_QUEUE_FAULTS)


def decide_form(host: Host, session: Session, row: ReceivedRow) -> Form:
    """Record what the leader decided on the matter under the cursor."""

    async def run(values: Values) -> object:
        situation = host.situation
        roster = situation.roster.everybody() if situation else ()
        named = leaders_named(values["to"], roster, host.office.policy) if values["to"] else ()
        decided = Decided(
            Decision(values["decision"]),
            values["text"],
            values["unit"],
            day_meant(values["on"], host.now(), host.zone),
            named[0] if named else None,
        )
        return await host.desk_do(lambda desk: desk.decide(session.uid, row.row.uid, decided))

    options = tuple((each.value, word(each)) for each in Decision)
    initial = Decision.SETTLED.value
    return Form(
        say("reception.form.decide", place=row.place, number=row.row.number),
        (
            Part("decision", say("reception.form.decision"), Kind.CHOICE, options, initial=initial),
            Part("text", say("reception.form.text"), Kind.BOX),
            Part(
                "unit",
                say("reception.form.unit"),
                rows=lambda: unit_rows(known_units(host)),
                initial=row.row.unit,
            ),
            Part("on", say("reception.form.on"), hint=say("reception.form.on_hint")),
            Part("to", say("reception.form.to"), rows=lambda: official_rows(host)),
        ),
        run,
        lines=(row.row.summary,),
        faults=_DECIDE_FAULTS,
        draft=f"reception:decide:{session.uid}:{row.row.uid}",
    )


def meeting_form(host: Host, row: ReceivedRow) -> Form:
    """Note what became of the coordination meeting on a matter."""
    number, on = row.row.number, row.on.isoformat() if row.on else ""

    async def run(values: Values) -> object:
        what, text = MeetingNote(values["what"]), values["text"]
        moved = day_meant(values["on"], host.now(), host.zone)
        done = await host.desk_do(
            lambda desk: desk.note_meeting(row.session, row.row.uid, what, text, moved)
        )
        host.tell(say("reception.meeting.done", number=number, what=what))
        return done

    options = tuple((each.value, word(each)) for each in MeetingNote)
    return Form(
        say("reception.form.meeting", number=number, on=on),
        (
            Part("what", say("reception.form.what"), Kind.CHOICE, options, initial="held"),
            Part("text", say("reception.form.outcome"), Kind.BOX),
            Part("on", say("reception.form.moved"), hint=say("reception.form.moved_hint")),
        ),
        run,
        lines=(row.row.summary, decided_words(row)),
        faults=_MEETING_FAULTS,
        draft=f"reception:meeting:{row.session}:{row.row.uid}",
    )


def undecide_form(host: Host, row: ReceivedRow) -> Form:
    """Take back what was decided on a matter, saying why."""

    async def run(values: Values) -> object:
        session, matter, why = row.session, row.row.uid, values["reason"]
        done = await host.desk_do(lambda desk: desk.take_back_decision(session, matter, why))
        host.tell(taken_back_words(row.row.number, done.taken_back))
        return done

    return Form(
        f"{row.row.number} {say('action.reception.undecide')}",
        (Part("reason", say("reception.form.reason")),),
        run,
        lines=(row.row.summary, say("reception.form.undecide", text=row.outcome or row.text)),
        faults={"desk.refused.no_reason": "reason"},
    )


def held_form(host: Host, session: Session, undecided: int) -> Form:
    """Record that a session was held, with what is to be said of it."""

    async def run(values: Values) -> object:
        return await host.desk_do(lambda desk: desk.hold_reception(session.uid, values["note"]))

    lines = (say("reception.form.undecided", count=undecided),) if undecided else ()
    part = Part("note", say("reception.form.note"), hint=say("reception.form.optional"))
    return Form(say("action.reception.held"), (part,), run, lines=lines)


def _channel(host: Host, people: int) -> Channel:
    """Return whether it is a group that comes, as the pack draws the line."""
    group = host.office.policy.level_for(people) is not Level.NONE
    return Channel.GROUP_VISIT if group else Channel.VISIT
