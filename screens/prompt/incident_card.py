"""What the prompt card says: what is due and since when, why, whom to ring and what to say."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from screens.live.name_place import alike, leader_of
from screens.live.words import duty_post
from screens.prompt.bundle_card import bundle_lines
from screens.prompt.card_lines import QUIET, STRONG, WARN, Line, kept_lines, listed, why_lines
from screens.prompt.daily_card import daily_lines
from screens.prompt.due_card import due_lines
from screens.prompt.past_card import contested_lines, past_lines
from screens.prompt.reception_card import reception_lines
from screens.prompt.relief_card import relief_lines
from screens.prompt.when import duty_of, order_words, short_time, when_words
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.list import DutyView
from xfconsole.core.due.past import PastView
from xfconsole.core.incident.daily import DailyView
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.incident.placing import ASKS_FOR, UNNAMED, place_of
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.night.situation import IncidentView, PromptView, Situation, Standing
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.core.words.desk import Contact, DutyState, Place, PromptKind
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.text.cells import plain, truncate, width, wrap
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.posts import card_count, standing_words, tries_words
from xfconsole.ui.words.times import clock_time
from xfconsole.ui.words.upward import report_name

REPORTS = (
    PromptKind.REPORT_FIRST,
    PromptKind.REPORT_WRITTEN,
    PromptKind.REPORT_FOLLOW_UP,
    PromptKind.REPORT_RECEIPT,
)
INSTRUCTIONS = (PromptKind.INSTRUCTION_RELAY, PromptKind.INSTRUCTION_DUE)


def instruction_of(incident: IncidentView, view: PromptView) -> Instruction:
    """Return the instruction that a prompt is about."""
    return next(each for each in incident.instructions if each.uid == view.prompt.about)


def report_of(incident: IncidentView, view: PromptView) -> FiledReport | None:
    """Return the first report whose receipt a prompt asks for, or None."""
    asked = view.prompt.kind is PromptKind.REPORT_RECEIPT
    return next(iter(incident.untaken), None) if asked else None


def card_lines(
    situation: Situation,
    view: Standing,
    *,
    now: datetime,
    zone: ZoneInfo,
    office: str,
    cells: int,
) -> list[Line]:
    """Return the card of a prompt, or of due work, in lines of at most ``cells``."""
    if isinstance(view, DutyView):
        return due_lines(situation, view, now=now, zone=zone, office=office, cells=cells)
    if isinstance(view, ReliefView):
        return relief_lines(situation, view, now=now, zone=zone, office=office, cells=cells)
    if isinstance(view, DailyView):
        return daily_lines(situation, view, now=now, zone=zone, cells=cells)
    if isinstance(view, ReceptionView):
        return reception_lines(situation, view, cells=cells)
    if isinstance(view, ContestedView):
        return contested_lines(situation, view, cells=cells)
    if isinstance(view, PastView):
        return past_lines(situation, view, zone=zone, cells=cells)
    if isinstance(view, DutyBundle):
        return bundle_lines(situation, view, office=office, cells=cells)
    incident = situation.incident(view.incident)
    if incident is None:
        return []
    title = _title(situation, incident, view, cells)
    lines: list[Line] = [(title, "bold $accent")]
    lines += _what(situation, incident, view, cells)
    lines += _spelt(situation, incident, view, cells)
    lines += [(truncate(when_words(view, now, zone), cells), WARN)]
    lines += kept_lines(incident.keeper, cells)
    if incident.over:
        lines += [(line, QUIET) for line in wrap(say("prompt.over"), cells)]
    if view.prompt.corrected:
        lines += [(line, WARN) for line in wrap(say("prompt.corrected"), cells)]
    lines += why_lines(view.rule, cells)
    if view.prompt.kind in INSTRUCTIONS:
        return lines + _instructed(incident, view, now, zone, cells)
    lines += _speech(situation, incident, view, office, now, zone, cells)
    return lines


def list_lines(
    situation: Situation, cursor: int, *, now: datetime, zone: ZoneInfo, cells: int, rows: int
) -> list[Line]:
    """Return all cards that stand in rank order, each with its limit and how late it is.

    A window round the cursor; what is due beyond the list is only counted.
    """
    more = situation.waiting - len(situation.duties)
    due, cards = situation.due, situation.cards
    bundled = say("prompt.list_bundled", n=due, cards=card_count(cards))
    title = bundled if cards < due else say("prompt.list", n=due)
    title += say("prompt.list_more", n=more) if more else ""
    ranked = situation.ranked

    def row(index: int) -> tuple[str, str]:
        view = ranked[index]
        said = f"{index + 1} {standing_words(situation, view)}"
        return said, order_words(view, now, zone)

    lines = listed(len(ranked), row, cursor, cells=cells, rows=rows)
    return [(truncate(title, cells), STRONG), *lines]


def _title(situation: Situation, incident: IncidentView, view: PromptView, cells: int) -> str:
    """Return rank, incident, people and level; the topic gets what room they leave."""
    values: dict[str, object] = {
        "rank": situation.rank(view.uid),
        "of": situation.cards,
        "number": view.number,
        "people": say("live.people", people=incident.headcount, source=word(incident.source)),
        "level": word(view.level),
    }
    room = cells - width(say("prompt.title", topic="", **values))
    return truncate(say("prompt.title", topic=truncate(view.topic, room), **values), cells)


def _which(
    situation: Situation, incident: IncidentView, kind: PromptKind, cells: int
) -> list[Line]:
    """Say what is to be named, whose duty waits for it, and whom to ask who does not know."""
    state = UNNAMED[kind]
    waiting = [duty_post(incident, d.post) for d in incident.plan.obligations if d.state is state]
    leader = leader_of(situation, incident)
    lines = [(truncate(word(kind), cells), STRONG)]
    lines.append((truncate(say("place.waiting", posts=say("ui.and").join(waiting)), cells), ""))
    if leader is not None:
        said = say("place.unsure", person=leader.person, phone=leader.phone)
        lines.append((truncate(said, cells), ""))
    return lines


def _spelt(
    situation: Situation, incident: IncidentView, view: PromptView, cells: int
) -> list[Line]:
    """Offer the roster's way to write the unit or township that it does not know."""
    place = place_of(view.prompt.duty, incident.policy)
    found = alike(situation, incident, place) if place else []
    if not found or place is None:
        return []
    name = incident.unit if place is Place.UNIT else incident.township
    said = say("place.alike", name=name, known=say("ui.and").join(found))
    return [(line, WARN) for line in wrap(said, cells)]


def _what(situation: Situation, incident: IncidentView, view: PromptView, cells: int) -> list[Line]:
    prompt = view.prompt
    what = word(prompt.kind)
    if prompt.kind in ASKS_FOR:
        return _which(situation, incident, prompt.kind, cells)
    if (report := report_of(incident, view)) is not None:
        name = report_name(report.kind, report.number)
        said = say("prompt.receipt", what=what, report=name, to=plain(report.to))
        return [(line, STRONG) for line in wrap(said, cells)]
    if prompt.contact is None:
        post = f" {duty_post(incident, prompt.duty)}" if prompt.duty else ""
        return [(truncate(what + post, cells), STRONG)]
    whom = say(
        "prompt.whom",
        what=what,
        post=duty_post(incident, prompt.contact.post),
        person=prompt.contact.person,
        phone=prompt.contact.phone or say("ui.prompt.no_phone"),
    )
    lines = [(truncate(whom + tries_words(prompt), cells), STRONG)]
    if prompt.kind in INSTRUCTIONS:
        return lines
    if prompt.contact.post != prompt.duty:
        stands = say("prompt.stands_for", post=duty_post(incident, prompt.duty))
        lines.append((truncate(stands, cells), ""))
    lines.append((truncate(_after(incident, view.deputy), cells), QUIET))
    return lines


def _instructed(
    incident: IncidentView, view: PromptView, now: datetime, zone: ZoneInfo, cells: int
) -> list[Line]:
    """Say what the instruction is: the words to be passed on."""
    each = instruction_of(incident, view)
    said = say(
        "instruction.card.said",
        leader=each.leader,
        time=short_time(each.at, now, zone),
        text=plain(neutral_line(each.text)),
    )
    return [(line, "$foreground on $surface") for line in wrap(said, cells)[:6]]


def _after(incident: IncidentView, deputy: Contact | None) -> str:
    if deputy is None:
        return say("prompt.after_none")
    post = duty_post(incident, deputy.post)
    return say("prompt.after", post=post, person=deputy.person, phone=deputy.phone)


def _speech(
    situation: Situation,
    incident: IncidentView,
    view: PromptView,
    office: str,
    now: datetime,
    zone: ZoneInfo,
    cells: int,
) -> list[Line]:
    contact, duty = view.prompt.contact, duty_of(incident, view)
    if contact is None:
        return []
    # A deputy is rung for the first time, whatever clock of the post runs already.
    chase = duty is not None and duty.state is DutyState.EN_ROUTE
    named = incident.unit if not incident.hidden else ""
    speech = say(
        "prompt.say_chase" if chase else "prompt.say",
        person=contact.person,
        office=office,
        officer=situation.officer,
        topic=say("party.spoken") if incident.hidden else plain(incident.topic),
        people=incident.headcount,
        unit=say("prompt.say_unit", unit=named) if named else "",
        time=clock_time(_come_by(incident, view, now), zone),
        eta=_promised(duty, zone),
    )
    return [(line, "$foreground on $surface") for line in wrap(speech, cells)]


def _come_by(incident: IncidentView, view: PromptView, now: datetime) -> datetime:
    """Return by when whoever is rung now has to come: by a clock that runs, else from now on."""
    duty, policy, post = duty_of(incident, view), incident.policy, view.prompt.duty
    if duty is not None and duty.arrive_by is not None and duty.arrive_by > now:
        return duty.arrive_by
    minutes = policy.travel[policy.posts[post].travel].minutes if post in policy.posts else 0
    return now + timedelta(minutes=minutes)


def _promised(duty: Obligation | None, zone: ZoneInfo) -> str:
    if duty is None or duty.eta is None:
        return say("prompt.say_soon")
    return say("prompt.say_eta", time=clock_time(duty.eta, zone))
