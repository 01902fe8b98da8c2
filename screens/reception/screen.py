"""Leaders' reception days on one screen: the plan, a day's order of coming, and the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from enum import Enum, auto
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import ScreenResume
from textual.widget import Widget

from screens.matter.screen import MatterScreen
from screens.reception.day_forms import (
    come_form,
    decide_form,
    held_form,
    meeting_form,
    queue_form,
    undecide_form,
)
from screens.reception.papers import paper_form, result_screen
from screens.reception.plan_forms import (
    cancel_form,
    change_form,
    notice_screen,
    plan_form,
    told_form,
)
from screens.reception.reasons import meeting_owed, not_to_decide, not_to_note, reason_of
from screens.shared.form import Form, open_form
from screens.shared.frame import DeskScreen
from screens.shared.preview import PreviewScreen
from screens.widgets.headed_list import HeadedList, ListHead
from screens.widgets.one_line import TitleLine
from screens.widgets.row_list import Column, RowList
from xfconsole.core.night.situation import Situation
from xfconsole.core.reception.sessions import Session
from xfconsole.core.reception.tasks import to_notice
from xfconsole.core.rows import MeetingCalled, ReceivedRow
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Desk
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.reception import (
    decided_words,
    leader_words,
    owed_words,
    session_day,
    session_state,
    told_words,
)

LEDGER_DAYS = 366
"""So far back the ledger looks; the command looks as far as asked."""
_ANYWHERE = frozenset({"plan", "ledger", "result", "paper", "back"})
"""What is about no line."""


class _View(Enum):
    PLAN = auto()
    DAY = auto()
    LEDGER = auto()


class ReceptionScreen(DeskScreen):
    """Enter leads from the plan to a day, and from a day's order to the matter; Esc leads back."""

    GROUP: ClassVar[str] = "reception"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("reception")]
    AUTO_FOCUS: ClassVar[str | None] = "#rows"

    def __init__(self) -> None:
        super().__init__()
        self._view, self._about = _View.PLAN, ""
        self._sessions: tuple[Session, ...] = ()
        self._order: Sequence[ReceivedRow] = ()
        self._revision, self._at = -1, -1
        self._reading = self._again = False

    def compose_content(self) -> Iterable[Widget]:
        """Put the title over the list, and what is to be done next below."""
        rows = HeadedList[Any](self._plan_columns(), id="rows")
        yield TitleLine(id="title")
        yield ListHead(rows, id="head")
        yield rows
        yield TitleLine(id="detail")
        yield TitleLine(id="owed")

    def situation_changed(self, situation: Situation) -> None:
        """Take in what was done."""
        if situation.revision != self._revision:
            self._revision, self._sessions = situation.revision, situation.sessions
            self._read()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Read again what was done elsewhere."""
        self._read()

    def _read(self) -> None:
        self._again = True
        if not self._reading:
            self._reading = True
            self.run_worker(self._read_on(), group="reception", exit_on_error=False)

    async def _read_on(self) -> None:
        try:
            while self._again:
                self._again = False
                self._order = await asyncio.to_thread(self._found)
                self._show()
        finally:
            self._reading = False

    def _found(self) -> Sequence[ReceivedRow]:
        views, now = self.host.views, self.host.now()
        if self._view is _View.DAY:
            return views.received(self._about)
        if self._view is _View.LEDGER:
            since, until = now - timedelta(days=LEDGER_DAYS), now + timedelta(days=LEDGER_DAYS)
            return list(views.received_between(since, until))[::-1]
        return ()

    # --- what is shown -------------------------------------------------------------------------

    def _show(self) -> None:
        rows = self._rows
        plan = self._view is _View.PLAN
        rows.set_columns(self._plan_columns() if plan else self._order_columns())
        first = self._next_place() if plan and self._at < 0 else self._at if plan else None
        rows.show_rows(self._sessions if plan else self._order, cursor=first)
        self.query_one("#title", TitleLine).show(*self._title())
        self._say_current()
        self._say_owed()
        self.query_one(ListHead).redraw()
        self.refresh_bindings()

    def _title(self) -> tuple[str, str]:
        session = self._session
        if self._view is _View.DAY and session is not None:
            today = self.host.now().astimezone(self.host.zone).date()
            when = session_day(session.planned, self.host.zone, today)
            who = leader_words(session.planned, self.host.office.policy)
            key = "reception.screen.order" if self._order else "reception.screen.nobody"
            return f"{when}  {who}", say(key, count=len(self._order))
        if self._view is _View.LEDGER:
            count = say("reception.screen.order", count=len(self._order))
            return say("reception.screen.ledger"), count
        held = sum(each.held_at is not None for each in self._sessions)
        note = say("reception.screen.count", count=len(self._sessions), held=held)
        return say("help.group.reception"), note if self._sessions else say("reception.screen.none")

    def _next_place(self) -> int:
        """Return the place of the session under way, or the next one."""
        now = self.host.now()
        places = (n for n, each in enumerate(self._sessions) if each.planned.ends_at > now)
        return next(places, max(0, len(self._sessions) - 1))

    def _say_current(self) -> None:
        row, said = self._rows.current, ""
        if isinstance(row, Session):
            said = "  ".join(filter(None, (row.planned.place, told_words(row), row.reason)))
        elif isinstance(row, ReceivedRow):
            said = decided_words(row)
        self.query_one("#detail", TitleLine).show(said)

    def _say_owed(self) -> None:
        situation, said = self.host.situation, ""
        if situation is not None and situation.reception:
            today = situation.at.astimezone(self.host.zone).date()
            said = owed_words(situation.reception[0].owed, self.host.zone, today)
        self.query_one("#owed", TitleLine).show(said)

    def _plan_columns(self) -> list[tuple[str, Column[Any]]]:
        today = self.host.now().astimezone(self.host.zone).date()
        zone, policy = self.host.zone, self.host.office.policy

        def when(each: Session) -> str:
            return session_day(each.planned, zone, today)

        def state(each: Session) -> str:
            return session_state(each, self.host.now())

        return [
            ("reception.head.when", Column(when, cells=22)),
            ("reception.head.leader", Column(lambda e: leader_words(e.planned, policy))),
            ("reception.head.place", Column(lambda e: e.planned.place, cells=14)),
            ("reception.head.state", Column(state, cells=12, style=self._style)),
        ]

    def _order_columns(self) -> list[tuple[str, Column[Any]]]:
        zone = self.host.zone

        def on_day(each: ReceivedRow) -> str:
            return each.starts_at.astimezone(zone).date().isoformat()

        first: list[tuple[str, Column[Any]]] = []
        if self._view is _View.LEDGER:
            first = [("reception.head.when", Column(on_day, cells=11))]
        return [
            *first,
            ("reception.head.no", Column(lambda e: str(e.place), cells=4)),
            ("reception.head.number", Column(lambda e: e.row.number, cells=12)),
            ("reception.head.topic", Column(lambda e: e.row.summary)),
            ("reception.head.decision", Column(decided_words, cells=24)),
        ]

    def _style(self, session: Session) -> str:
        """Return how to show a session: what needs something stands out."""
        if session.cancelled and session.noticed_at is not None:
            return "row--quiet"
        unsaid = session.planned.ends_at <= self.host.now() and session.held_at is None
        again = session.published and session.noticed_at is None
        return "row--warn" if again or (unsaid and not session.cancelled) else ""

    @on(RowList.Highlighted)
    def _moved(self, event: RowList.Highlighted) -> None:
        if self._view is _View.PLAN and self._sessions:
            self._at = event.index
        self._say_current()
        self.refresh_bindings()

    # --- acts ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why something can't be done with what is under the cursor."""
        name, session = action_id.partition(".")[2], self._session
        if not action_id.startswith("reception.") or name in _ANYWHERE:
            return ""
        if name == "notice":
            return "" if self._to_notice() else say("reception.refused.nothing_to_notice")
        if name == "open":
            return "" if self._rows.current is not None else say("reception.off.nothing")
        now, zone = self.host.now(), self.host.zone
        if name == "meeting":
            return not_to_note(self._row, self._meeting)
        if name in ("decide", "undecide"):
            return not_to_decide(self._row, now, zone, back=name == "undecide")
        if session is None:
            return say("reception.off.no_session")
        return reason_of(name, session, now, zone)

    def do_open(self) -> None:
        """Go on to the day, or to the matter."""
        row = self._rows.current
        if isinstance(row, Session):
            self._turn(_View.DAY, row.uid)
        elif isinstance(row, ReceivedRow):
            self.app.switch_screen(MatterScreen(row.row.uid, self.back_to))

    async def do_plan(self) -> None:
        """Plan half a year."""
        await open_form(self, plan_form(self.host, self._sessions))

    async def do_change(self) -> None:
        """Let somebody else hold the session, or at another time or place."""
        now = self.host.now()
        others = [
            each
            for each in self._sessions
            if each.open and each.planned.starts_at > now and each.uid != self._current.uid
        ]
        await self._ask(change_form(self.host, self._current, others))

    async def do_cancel(self) -> None:
        """Cancel the session."""
        await self._ask(cancel_form(self.host, self._current))

    def do_notice(self) -> None:
        """Read the notice of what needs one, then make it out."""
        sessions = self._to_notice()
        text, window = notice_screen(self.host, sessions)
        uids = [each.uid for each in sessions]

        self._issue(
            window,
            lambda desk: desk.notice_receptions(uids, text),
            say("reception.told.noticed"),
        )

    async def do_told(self) -> None:
        """Record which units were told."""
        await self._ask(told_form(self.host, self._current))

    async def do_come(self) -> None:
        """Register whoever came, with the next place."""
        await self._ask(come_form(self.host, self._current))

    async def do_queue(self) -> None:
        """Give a matter of the register the next place."""
        await self._ask(queue_form(self.host, self._current))

    async def do_decide(self) -> None:
        """Record what the leader decided."""
        row = self._row
        session = next((e for e in self._sessions if row and e.uid == row.session), None)
        if row is not None and session is not None:
            await self._ask(decide_form(self.host, session, row))

    async def do_undecide(self) -> None:
        """Take back what the leader decided."""
        if (row := self._row) is not None:
            await self._ask(undecide_form(self.host, row))

    async def do_meeting(self) -> None:
        """Note what became of the meeting on a matter; on the plan, of the one owed first."""
        row, owed = self._row, self._meeting
        if row is None and owed is not None:
            rows = await asyncio.to_thread(self.host.views.received, owed.session)
            row = next((each for each in rows if each.row.uid == owed.matter), None)
        if row is None or row.row.barred is not None:
            self.host.tell(say("reception.off.no_meeting"))
        else:
            await self._ask(meeting_form(self.host, row))

    async def do_held(self) -> None:
        """Record that the session was held."""
        rows = await asyncio.to_thread(self.host.views.received, self._current.uid)
        undecided = sum(each.decision is None for each in rows)
        await self._ask(held_form(self.host, self._current, undecided))

    async def do_result(self) -> None:
        """Read a quarter's result, then make it out."""
        first, text, window = await result_screen(self.host, self._sessions)
        self._issue(
            window,
            lambda desk: desk.report_quarter(first, text),
            say("reception.told.reported"),
        )

    async def do_paper(self) -> None:
        """Save the notice, or the result, that was made out last."""
        await self._ask(paper_form(self.host))

    def do_ledger(self) -> None:
        """Show every matter received."""
        self._turn(_View.LEDGER, "")

    async def do_back(self) -> None:
        """Go back to the plan, then to the roster."""
        if self._view is _View.PLAN:
            await self.host.act("app.roster")
        else:
            self._turn(_View.PLAN, "")

    def _turn(self, view: _View, about: str) -> None:
        self._view, self._about, self._order = view, about, ()
        self._read()

    def _issue(self, window: PreviewScreen, verb: Callable[[Desk], object], told: str) -> None:
        """Show a paper, and keep it if the officer wants it so."""

        async def issued(wanted: bool | None) -> None:
            if not wanted:
                return
            try:
                await self.host.desk_do(verb)
                self.host.tell(told)
            except Refused as refused:
                self.host.refuse(refused)

        self.app.push_screen(window, issued)

    async def _ask(self, form: Form) -> None:
        await open_form(self, form)

    def _to_notice(self) -> list[Session]:
        return to_notice(self._sessions, self.host.now())

    @property
    def _rows(self) -> HeadedList[Any]:
        return self.query_one("#rows", HeadedList)

    @property
    def _row(self) -> ReceivedRow | None:
        """The matter under the cursor, if the officer may read it."""
        row = self._rows.current
        return row if isinstance(row, ReceivedRow) and row.row.barred is None else None

    @property
    def _meeting(self) -> MeetingCalled | None:
        """The meeting owed first, where the plan is shown."""
        return meeting_owed(self.host.situation) if self._view is _View.PLAN else None

    @property
    def _session(self) -> Session | None:
        """The session under the cursor, or the day that is shown."""
        if self._view is _View.DAY:
            return next((each for each in self._sessions if each.uid == self._about), None)
        row = self._rows.current if self._view is _View.PLAN else None
        return row if isinstance(row, Session) else None

    @property
    def _current(self) -> Session:
        session = self._session
        assert session is not None
        return session
