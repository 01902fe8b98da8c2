"""The handover sheet in lines of text, the same on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from xfconsole.core.identity.emergency_reading import ReadingToReview
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.incident.plan import Obligation
from xfconsole.core.night.handover import (
    DueMatter,
    NextShift,
    RunningIncident,
    Sheet,
    reports_clock,
)
from xfconsole.core.night.situation import IncidentView, Situation
from xfconsole.core.policy.pack import Policy
from xfconsole.core.roster.parties import HIDDEN
from xfconsole.core.rows import MatterRow
from xfconsole.core.words.desk import DutyState
from xfconsole.core.words.documents import SheetKind
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.text import neutral_line
from xfconsole.ui.papers import Section, SheetPaper, Signing
from xfconsole.ui.text.cells import plain, width, wrap
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.daily import handed_over, no_receipt
from xfconsole.ui.words.posts import lateness, post_name, standing_words
from xfconsole.ui.words.reception import reception_words
from xfconsole.ui.words.roster import hole_words
from xfconsole.ui.words.times import clock_time, countdown, moment, short_day
from xfconsole.ui.words.upward import report_name

SHORT = 10
"""So many lines of a long section are shown where the rest can be looked up."""
_BELL = {
    True: "handover.bell_heard",
    False: "handover.bell_not_heard",
    None: "handover.bell_unsaid",
}
SIGNING = ("outgoing", "incoming", "leader")
"""Who signs a sheet."""
ON_PAPER = 30
"""So many lines of a long section go on paper unless all are asked for."""
UNBROKEN = 10_000
"""Cells of a line that a program for texts breaks by itself."""
TITLE, STRONG, WARN, QUIET = "row--title", "row--strong", "row--warn", "row--quiet"


@frozen
class SheetLine:
    """A line with its style; ``about`` is the number of the matter or incident it tells of."""

    text: str
    style: str = ""
    about: str = ""


class SheetWords:
    """Tells a sheet in lines of at most ``cells``; ``most`` lines of a long section, None for all.

    ``backups`` are sentences about the backups; ``note`` the officer's own words.
    """

    def __init__(
        self, situation: Situation, policy: Policy, zone: ZoneInfo, cells: int, most: int | None
    ) -> None:
        self._situation, self._policy, self._zone = situation, policy, zone
        self._cells, self._most = cells, most

    def lines(self, sheet: Sheet, backups: Sequence[str], note: str = "") -> list[SheetLine]:
        """Return all sections; one with nothing in it says so, as silence could be a slip."""
        sections = [
            ("handover.incidents", len(sheet.incidents), self._incidents(sheet)),
            ("handover.standing", len(sheet.standing), self._standing(sheet)),
            ("handover.due", len(sheet.duties), self._due(sheet.duties)),
            ("handover.coming", len(sheet.coming), self._coming(sheet)),
            ("handover.holes", len(sheet.holes), self._holes(sheet)),
            ("handover.glass", len(sheet.glass), self._glass(sheet.glass)),
        ]
        if sheet.contested:
            # A task, too, of whoever comes next.
            parted = ("handover.contested", len(sheet.contested), self._contested(sheet))
            sections.insert(2, parted)
        found = [*self._who(sheet), *self._sentences(backups)]
        for key, count, lines in sections:
            found += self._section(say(key, count=count), list(lines))
        if said := self._dailies(sheet.at):
            found += self._section(say("handover.dailies", count=len(said)), said)
        if tasks := self._situation.reception:
            told = (reception_words(each, sheet.at) for each in tasks)
            owed = [line for each in told for line in self._wrapped(each)]
            found += self._section(say("handover.reception", count=len(tasks)), owed)
        if note:
            found += self._section(say("handover.note"), list(self._wrapped(note)))
        return found + self._section(say("handover.head"), [*self._head(sheet)])

    # --- sections ------------------------------------------------------------------------------

    def _who(self, sheet: Sheet) -> Iterator[SheetLine]:
        since = self._time(sheet.since, sheet.at) if sheet.since else glyph("none")
        said = say("handover.on_duty", officer=sheet.officer, since=since)
        bell = say(_BELL[self._situation.heard]) if sheet.since else ""
        yield from self._wrapped(said + bell)
        yield from self._next(sheet.shift, sheet.at)
        for said in self._daily(sheet):
            yield from self._wrapped(said)

    def _daily(self, sheet: Sheet) -> Iterator[str]:
        """Yield who signed the duty daily of the night, or that the handover signs it."""
        daily = daily_name(sheet)
        if not sheet.signed:
            yield say("handover.daily_unsigned", daily=daily)
        for each in sheet.signed:
            names = {"outgoing": each.outgoing, "incoming": each.incoming}
            at = self._time(each.at, sheet.at)
            yield say("handover.daily_signed", daily=daily, at=at, **names)

    def _next(self, shift: NextShift, now: datetime) -> Iterator[SheetLine]:
        since, until = (self._time(each, now) for each in (shift.starts_at, shift.ends_at))
        if not shift.holders:
            yield from self._wrapped(say("handover.next_unknown", since=since, until=until))
            return
        names = [f"{each.person} {each.phone}".strip() for each in shift.holders]
        yield from self._packed(say("handover.next", since=since, until=until), names)

    def _incidents(self, sheet: Sheet) -> Iterator[SheetLine]:
        for each in sheet.incidents:
            view = each.view
            said = say(
                "handover.incident",
                number=view.number,
                level=word(view.level),
                people=view.headcount,
                topic=HIDDEN if view.hidden else plain(view.topic),
            )
            if view.over:
                yield from self._wrapped(said + say("handover.over"), STRONG, view.number)
            else:
                yield from self._wrapped(said + with_words(view.keeper), STRONG, view.number)
                yield from self._packed(*self._awaited(each), view.number, "  ")
            for owed in self._owed(view, sheet.at):
                yield from self._wrapped(owed, "", view.number, "  ")

    def _owed(self, view: IncidentView, now: datetime) -> Iterator[str]:
        """Yield what is still to go up, which receipts are waited for, and what came down."""
        kept = self._situation.kept
        keeper = kept.get(reports_clock(view.uid), "")
        for each in view.plan.owed:
            name = say(f"upward.owed.{each.kind.value}")
            left = countdown(each.limit, now)
            said = say("handover.owed", report=name, time=self._time(each.limit, now), left=left)
            yield said + with_words(keeper)
        for report in view.reports:
            if report.receipt is None:
                name = report_name(report.kind, report.number)
                yield say("handover.no_receipt", report=name, to=plain(report.to))
        for order in view.instructions:
            if order.ended_at is None:
                yield self._instruction(view, order, now) + with_words(kept.get(order.uid, ""))

    def _instruction(self, view: IncidentView, order: Instruction, now: datetime) -> str:
        """Return an instruction that is open: what it says, by when, and who has not been told."""
        left = [post_name(view.policy, post) for post in order.posts if not order.told(post)]
        return say(
            "handover.instruction",
            leader=order.leader,
            text=plain(neutral_line(order.text)),
            due=say("handover.by", time=self._time(order.due, now)) if order.due else "",
            untold=say("handover.untold", posts=say("ui.and").join(left)) if left else "",
        )

    def _awaited(self, each: RunningIncident) -> tuple[str, list[str]]:
        """Return what runs out next at a live incident, and who it still awaits."""
        at = self._situation.at
        posts = [self._person(each.view.policy, d.post, d.person, _state(d)) for d in each.awaited]
        said = say("handover.awaits" if posts else "handover.awaits_nobody")
        return self._limit(each, at) + said, posts

    def _limit(self, each: RunningIncident, now: datetime) -> str:
        """Return which limit of a live incident runs out next, and how long there is."""
        if each.next_limit is None:
            return ""
        at, post = each.next_limit
        name = post_name(each.view.policy, post) if post else say("handover.report")
        return say("handover.limit", time=self._time(at, now), left=countdown(at, now), what=name)

    def _standing(self, sheet: Sheet) -> Iterator[SheetLine]:
        for each in sheet.standing:
            yield from self._wrapped(standing_words(self._situation, each))

    def _dailies(self, now: datetime) -> list[SheetLine]:
        """Return which daily reports are owed, and which receipts are waited for."""
        today, zone = now.astimezone(self._zone).date(), self._zone
        told = [handed_over(each, now, zone) for each in self._situation.daily]
        sent = (each for each in self._situation.dailies if each.receipt is None)
        told += [no_receipt(each, today) for each in sent]
        return [line for each in told for line in self._wrapped(each)]

    def _due(self, duties: Sequence[DueMatter]) -> Iterator[SheetLine]:
        for each in duties[: self._most]:
            yield from self._wrapped(
                due_words(each, self._zone) + with_words(each.keeper), "", each.duty.number
            )
        yield from self._more(len(duties))

    def _coming(self, sheet: Sheet) -> Iterator[SheetLine]:
        for row in sheet.coming[: self._most]:
            yield from self._wrapped(self._row(row, sheet.at), "", row.number)
        yield from self._more(len(sheet.coming))

    def _row(self, row: MatterRow, now: datetime) -> str:
        today = now.astimezone(self._zone).date()
        return say(
            "handover.coming_line",
            number=row.number,
            on=short_day(row.due_on, today) if row.due_on else "",
            clock=word(row.due_clock) if row.due_clock else "",
            topic=plain(row.summary),
        )

    def _contested(self, sheet: Sheet) -> Iterator[SheetLine]:
        for row in sheet.contested[: self._most]:
            said = say("handover.contested_line", number=row.number, topic=plain(row.summary))
            yield from self._wrapped(said, WARN, row.number)
        yield from self._more(len(sheet.contested))

    def _holes(self, sheet: Sheet) -> Iterator[SheetLine]:
        for hole in sheet.holes[: self._most]:
            yield from self._wrapped(hole_words(hole, self._policy, self._zone), WARN)
        yield from self._more(len(sheet.holes))

    def _glass(self, readings: Iterable[ReadingToReview]) -> Iterator[SheetLine]:
        for each in readings:
            at = moment(each.at, self._zone)
            said = {"number": each.number, "at": at, "officer": each.officer}
            yield from self._wrapped(say("handover.glass_line", **said, reason=plain(each.reason)))

    def _head(self, sheet: Sheet) -> Iterator[SheetLine]:
        yield SheetLine(f"  {sheet.head.typed}", STRONG)
        yield from self._wrapped(say("handover.head_why"), QUIET)

    def _sentences(self, said: Iterable[str]) -> Iterator[SheetLine]:
        for each in said:
            yield from self._wrapped(each)

    # --- how a line looks ----------------------------------------------------------------------

    def _section(self, title: str, lines: Sequence[SheetLine]) -> list[SheetLine]:
        nothing = SheetLine("  " + say("handover.nothing"), QUIET)
        return [SheetLine(""), SheetLine(title, TITLE), *(lines or [nothing])]

    def _more(self, count: int) -> Iterator[SheetLine]:
        left = count - self._most if self._most is not None else 0
        if left > 0:
            yield SheetLine("  " + say("handover.more", count=left), QUIET)

    def _wrapped(
        self, text: str, style: str = "", about: str = "", indent: str = ""
    ) -> Iterator[SheetLine]:
        for number, row in enumerate(wrap(text, self._cells - 4 - len(indent))):
            hanging = "  " if number else ""
            yield SheetLine(f"  {indent}{hanging}{row}", style, about)

    def _packed(
        self, begins: str, parts: Sequence[str], about: str = "", indent: str = ""
    ) -> Iterator[SheetLine]:
        """Put parts behind a beginning, so that a name is never cut at the end of a line."""
        room, comma = self._cells - 4 - len(indent), say("roster.and")
        rows, line = [], begins
        for number, part in enumerate(parts):
            said = part + (comma if number < len(parts) - 1 else "")
            if width(line + said.rstrip()) > room and line.strip():
                rows.append(line.rstrip())
                line = ""
            line += said
        yield from self._wrapped("\n".join([*rows, line]), "", about, indent)

    def _time(self, at: datetime, now: datetime) -> str:
        on, today = (each.astimezone(self._zone).date() for each in (at, now))
        time = clock_time(at, self._zone)
        return time if on == today else f"{short_day(on, today)} {time}"

    def _person(self, policy: Policy, post: str, person: str, state: str) -> str:
        whom = f"{post_name(policy, post)} {person}".rstrip()
        return say("handover.person", whom=whom, state=state)


def _state(duty: Obligation) -> str:
    """Return how far a duty is: of somebody not rung yet it says how often the post was."""
    if duty.state is DutyState.NOT_REACHED and not duty.own_attempts:
        return say("handover.others_tried", n=duty.attempts)
    return word(duty.state)


def below_title(sheet: Sheet, office: str, zone: ZoneInfo) -> tuple[str, str]:
    """Return what stands below the title on paper: the office, the shift, and when it was made."""
    since = moment(sheet.since, zone) if sheet.since else glyph("none")
    return office, say("handover.paper.shift", since=since, at=moment(sheet.at, zone))


def handover_paper(
    sheet: Sheet, lines: Iterable[SheetLine], office: str, zone: ZoneInfo
) -> SheetPaper:
    """Return the sheet as it goes on paper; ``lines`` are its own, ``UNBROKEN`` ones."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if line.style == TITLE:
            sections.append((line.text, []))
        elif line.text:
            sections[-1][1].append(line.text.strip())
    return SheetPaper(
        SheetKind.HANDOVER,
        say("handover.paper.title"),
        [Section(heading, told) for heading, told in sections],
        below_title(sheet, office, zone),
        [Signing(say(f"handover.signs.{who}")) for who in SIGNING],
    )


def daily_name(sheet: Sheet) -> str:
    """Return the duty daily with the night that it is of."""
    last = sheet.daily + timedelta(days=1)
    return say("handover.daily", since=short_day(sheet.daily, last), until=short_day(last, last))


def with_words(keeper: str) -> str:
    """Return with whom a clock stayed, nothing for the officer on duty."""
    return say("handover.with", officer=keeper) if keeper else ""


def due_words(each: DueMatter, zone: ZoneInfo, *, hidden: bool = False) -> str:
    """Return one matter with due work: number, how late, which duty, what it is about.

    ``hidden`` hides the last for another reader too.
    """
    duty = each.duty
    return say(
        "handover.due_line",
        number=duty.number,
        late=lateness(each.left, duty.what, duty.due_at.astimezone(zone)),
        clock=word(duty.clock),
        more=say("handover.more_duties", count=each.more) if each.more else "",
        topic=HIDDEN if each.hidden or hidden else plain(duty.summary),
    )
