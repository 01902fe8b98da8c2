"""Reception days in words: sessions, what is owed about them, the notice and a quarter's result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_reception import MeetingNoted, ReceptionSession
from xfconsole.core.policy.pack import Policy
from xfconsole.core.reception.sessions import Session
from xfconsole.core.reception.tasks import Owed, ReceptionView
from xfconsole.core.rows import MeetingCalled, ReceivedRow
from xfconsole.core.words.desk import PromptKind
from xfconsole.core.words.layout import Line, Place, placed
from xfconsole.core.words.receiving import Decision
from xfconsole.ui.words.catalogue import language, say
from xfconsole.ui.words.closed_lists import document_day, word
from xfconsole.ui.words.times import short_day, weekday


def session_day(session: ReceptionSession, zone: tzinfo, today: date) -> str:
    """Return ``12-07 Mon 09:00`` of a session."""
    local = session.starts_at.astimezone(zone)
    return f"{short_day(local.date(), today)} {weekday(local)} {local:%H:%M}"


def session_state(session: Session, now: datetime) -> str:
    """Return where the office stands with a session, in a word or two."""
    if session.held_at is not None:
        return say("reception.state.held")
    if session.noticed_at is None and session.published:
        off = session.cancelled
        return say("reception.state.cancelled_again" if off else "reception.state.again")
    if session.cancelled:
        return say("reception.state.cancelled")
    if session.planned.starts_at <= now < session.planned.ends_at:
        return say("reception.state.now")
    if session.planned.ends_at <= now:
        return say("reception.state.unsaid")
    return say("reception.state.published" if session.published else "reception.state.planned")


def told_words(session: Session) -> str:
    """Return which units are to be told yet that they come along, or that nobody has to."""
    units = session.untold or session.called_off
    key = "reception.told.off" if session.cancelled else "reception.told.left"
    return say(key, units=units) if units else ""


def owed_words(owed: Owed, zone: tzinfo, today: date) -> str:
    """Return what the office owes: what, of which session or time, and by when."""
    if owed.meeting is not None:
        return _meets(owed.kind, owed.meeting, today)
    about = _about(owed, zone, today)
    if owed.last is None:
        return say("reception.owed_open", what=word(owed.kind), about=about)
    last = short_day(owed.last, today)
    key = "reception.owed_late" if today > owed.last else "reception.owed"
    return say(key, what=word(owed.kind), about=about, last=last)


def _meets(kind: PromptKind, meeting: MeetingCalled, today: date) -> str:
    """Return what is owed of a meeting: nothing of the matter but its number."""
    key = "reception.owed_meeting_late" if today > meeting.on else "reception.owed_meeting"
    day, about = short_day(meeting.on, today), {"number": meeting.number, "leader": meeting.leader}
    return say(key, what=word(kind), day=day, **about)


def _about(owed: Owed, zone: tzinfo, today: date) -> str:
    if owed.session is not None:
        return f"{session_day(owed.session.planned, zone, today)} {owed.session.planned.leader}"
    assert owed.first is not None
    quarterly = owed.kind is PromptKind.RECEPTION_RESULT
    return quarter_name(owed.first) if quarterly else half_year_name(owed.first)


def quarter_name(first: date) -> str:
    """Return what a quarter is called, by its first day."""
    return say("reception.quarter", year=first.year, n=(first.month + 2) // 3)


def half_year_name(first: date) -> str:
    """Return what half of a year is called, by its first day."""
    return say("reception.half_first" if first.month == 1 else "reception.half", year=first.year)


def reception_words(view: ReceptionView, at: datetime) -> str:
    """Return a task about a reception day as one sentence."""
    return owed_words(view.owed, view.zone, at.astimezone(view.zone).date())


def received_words(row: ReceivedRow) -> str:
    """Return a matter in a session's order as one sentence: number, topic, and what was decided."""
    values = {"place": row.place, "number": row.row.number, "topic": row.row.summary}
    said = say("reception.received", **values)
    return f"{said}  {decided_words(row)}".rstrip()


def decided_words(row: ReceivedRow) -> str:
    """Return what was decided on a matter: how, by whom and when; nothing where nothing was."""
    if row.decision is None:
        return ""
    said = decision_words(row.decision, row.unit, row.on, row.passed_to, row.text)
    if row.meeting is None:
        return said
    return f"{say('reception.decided', decision=row.meeting, told=row.outcome)} · {said}"


def decision_words(decision: Decision, unit: str, on: date | None, to: str, text: str) -> str:
    """Return a decision as it was made: of whom what is asked, by when, and in which words."""
    key = "event.detail.meets" if decision is Decision.MEETING else "event.detail.on"
    due = say(key, on=on.isoformat()) if on else ""
    told = " ".join(filter(None, (unit, due, to, text)))
    return say("reception.decided", decision=decision, told=told)


def taken_back_words(number: str, events: Iterable[Event]) -> str:
    """Return what was taken back on a matter: its decision, or what was noted of its meeting."""
    noted = any(isinstance(event.fact, MeetingNoted) for event in events)
    return say("reception.undecide.meeting" if noted else "reception.undecide.done", number=number)


def leader_words(session: ReceptionSession, policy: Policy) -> str:
    """Return a session's leader with post and field."""
    post = policy.posts[session.post].name.say(language()) if session.post in policy.posts else ""
    said = " ".join(filter(None, (session.leader, post)))
    return say("reception.leader", leader=said, charge=session.charge) if session.charge else said


def notice_text(
    sessions: Sequence[Session],
    office: str,
    policy: Policy,
    zone: tzinfo,
    today: date,
    contact: str = "",
) -> str:
    """Return the notice of sessions: name, post, field, time, place; and what became of others.

    One that is cancelled is told to be; one that was public before is told as changed. ``contact``
    is whom to ask at the office, in lines.
    """
    lines = [set_at(Place.TITLE, say("reception.notice.title", office=office)), ""]
    held = [each for each in sessions if not each.cancelled]
    if held:
        lines += [say("reception.notice.lead"), ""]
    for number, each in enumerate(held, 1):
        lines += [*_noticed(number, each, policy, zone), ""]
    if off := [each for each in sessions if each.cancelled]:
        lines.append(say("reception.notice.off"))
        lines += [say("reception.notice.off_line", **_values(e.planned, policy, zone)) for e in off]
        lines.append("")
    if held:
        lines += [say("reception.notice.how"), ""]
    if contact.strip():
        lines += [say("reception.notice.contact", contact=" ".join(contact.split())), ""]
    return "\n".join([*lines, *signed(office, today)])


def signed(office: str, today: date) -> list[str]:
    """Return the lines that a paper of the office ends with: its name and the day."""
    return [set_at(Place.RIGHT, each) for each in (office, document_day(today))]


def set_at(place: Place, text: str) -> str:
    """Return a line of a paper where it stands on the page."""
    return placed(Line(place, text), text)


def _noticed(number: int, session: Session, policy: Policy, zone: tzinfo) -> Iterable[str]:
    planned = session.planned
    values = _values(planned, policy, zone)
    changed = say("reception.notice.changed") if session.published else ""
    yield say("reception.notice.when", n=number, changed=changed, **values)
    yield say("reception.notice.who", **values)
    if planned.charge:
        yield say("reception.notice.charge", charge=planned.charge)
    yield say("reception.notice.where", place=planned.place, form=planned.form)
    if planned.units:
        yield say("reception.notice.units", units=say("ui.and").join(planned.units))


def _values(planned: ReceptionSession, policy: Policy, zone: tzinfo) -> dict[str, object]:
    starts, ends = (each.astimezone(zone) for each in (planned.starts_at, planned.ends_at))
    post = policy.posts[planned.post].name.say(language()) if planned.post in policy.posts else ""
    hours = {"starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    day = {"day": document_day(starts.date()), "weekday": weekday(starts)}
    return {**day, **hours, "leader": planned.leader, "post": post}
