"""F9: the card of what is due, one key per outcome; then the next card, until none is left."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.events import ScreenResume
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.live.name_place import ask_for_prompt
from screens.live.post_questions import QUESTIONS
from screens.live.report import open_due_report
from screens.live.words import blind_words
from screens.prompt.acts import (
    BundleActs,
    DueActs,
    InstructionActs,
    PromptActs,
    ReliefActs,
    card_label,
    open_matter,
    snooze_one,
)
from screens.prompt.bundle_card import part_lines
from screens.prompt.card_lines import Line, content
from screens.prompt.incident_card import INSTRUCTIONS, card_lines, list_lines
from screens.prompt.keys import AT_ONCE, card_keys, list_keys, wait_line
from screens.prompt.list import ROWS, CardList
from screens.prompt.outcomes import off
from screens.prompt.past_card import list_past, put_off
from screens.shared.form import open_form
from screens.shared.question import Answers, Asking, AskScreen
from screens.shared.undo import undo
from screens.upward.daily_form import open_owed_daily
from screens.widgets.said_line import SaidLine
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.due.contested import ContestedView
from xfconsole.core.due.list import DutyView
from xfconsole.core.due.past import PastView
from xfconsole.core.incident.daily import DailyView
from xfconsole.core.night.relief import ReliefView
from xfconsole.core.night.situation import PromptView, Situation, Standing
from xfconsole.core.reception.tasks import ReceptionView
from xfconsole.core.words.desk import RingOutcome
from xfconsole.ui.held_key import QUIET, CardGate
from xfconsole.ui.host import SituationChanged
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import action, bindings, label
from xfconsole.ui.keys.verb_table import ON_CARD
from xfconsole.ui.text.cells import wrap

CARD_ROWS = 19
"""So many rows of text and keys fit between the card's borders on 24 rows."""


class PromptScreen(CardList, Acting, ModalScreen[None]):
    """The most pressing first. No key acts for a card that the officer had no time to read.

    Every card drawn anew, and one whose person to ring is another now, waits for the key that means
    only "next", or for two seconds without a key; ``CardGate`` says when.
    """

    GROUP: ClassVar[str] = "prompt"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("prompt", "list")]
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(self) -> None:
        super().__init__()
        self._about: object = None
        self._ignored = ""
        self._busy = self._left = False

    def compose(self) -> ComposeResult:
        """Put the card over its keys."""
        with Container(id="card"):
            yield Static(id="card-said")
            yield Static(id="card-wait")
            yield SaidLine(id="said")
            yield Static(id="card-keys")

    def on_mount(self) -> None:
        """Begin with the most pressing; after a sleep with the whole list."""
        situation = self._situation
        self._listing = situation.blind is not None and len(situation.ranked) > 1
        self._next()

    # --- which prompt --------------------------------------------------------------------------

    @property
    def view(self) -> Standing | None:
        """What the card is about, or None once it stands no more."""
        return self._situation.standing(self._uid) if self._uid else None

    @property
    def _situation(self) -> Situation:
        situation = self.host.situation
        assert situation is not None
        return situation

    def on_situation_changed(self, _: SituationChanged) -> None:
        """Stay with the prompt while it stands, else go on to the most pressing."""
        if self._busy or not self.is_current:
            return
        if self.view is None:
            self._next()
        else:
            self._draw()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Go on when a question asked over the card was answered."""
        if self._left:
            return
        if self.view is not None:
            self._draw_anew()
        elif self._uid is not None:
            self._next()

    def show_second(self, _: datetime) -> None:
        """Move the lateness on."""
        if self.view is not None:
            self._draw()

    def _next(self) -> None:
        """Show the most pressing prompt, or close when there is none."""
        ranked = self._situation.ranked
        if not ranked:
            self.leave()
            return
        self._inside = None
        self._show(ranked[0])

    def _show(self, view: Standing) -> None:
        self._uid = view.uid
        self._draw_anew()

    def _draw_anew(self) -> None:
        """Draw a card that takes no outcome yet."""
        self._ignored = ""
        self._about = self._what()
        card = self._drawn.shut()
        self._draw()
        self.call_after_refresh(self._painted, card)

    def _painted(self, card: int) -> None:
        # The app takes its messages in turn: what was typed before this instant is dropped first.
        self.app.call_later(self._typed_before_is_gone, card)

    def _typed_before_is_gone(self, card: int) -> None:
        self._drawn.drawn(card)
        self.set_timer(QUIET, self._draw)
        if self._uid is not None:
            self.host.prompt_seen(self._uid)

    @cached_property
    def _drawn(self) -> CardGate:
        return CardGate(self.host.keys)

    def _what(self) -> object:
        """Return what an outcome would be logged for."""
        view = self.view
        asked = getattr(view, "asked", None) or getattr(view, "prompt", None)
        whom = view is None or (asked and asked.contact)
        return self._uid, self._listing, whom, getattr(view, "prompts", ())

    # --- keys ----------------------------------------------------------------------------------

    async def action_act(self, action_id: str) -> None:
        """Act for the card that stands, if the officer had time to read it."""
        if self._busy or self._left:
            return
        if self._about != self._what():  # Not drawn yet: nobody saw whom a key would mean.
            self._draw_anew()
        early = self._writes(action_id) and not self._drawn.open_for_key()
        if early and not self.action_reason(action_id):
            self._ignored = label(action(action_id))
            self.set_timer(QUIET, self._draw)
            self._draw()
        elif self._drawn.seen:
            await super().action_act(action_id)

    def _writes(self, action_id: str) -> bool:
        """Whether an action is about the card: on the list, all it shows is safe."""
        group, _, name = action_id.partition(".")
        return group == "prompt" and not self._listing and name not in AT_ONCE

    def action_reason(self, action_id: str) -> str:
        """Return why an outcome makes no sense for this prompt."""
        name, view = action_id.partition(".")[2], self.view
        if view is None or not action_id.startswith("prompt."):
            return ""
        return off(view, name, listing=self._listing)

    def perform(self, name: str) -> object:
        """Do what a key of the card means; of an incident's post as on the live screen."""
        key, verb = ON_CARD.get(name, (None, None))
        if key is None or verb is None or verb.name not in QUESTIONS:
            return super().perform(name)
        acts = self._acts()
        if isinstance(acts, PromptActs):
            return self._ask_or_log(QUESTIONS[verb.name](acts.verbs), (acts.number, *key.answers))
        outcome = RingOutcome(*key.answers)
        if outcome is RingOutcome.ANSWERED:
            return self._ask_or_log(acts.answered(), ())
        return self._log(acts.rang(outcome))

    async def _ask_or_log(self, asking: Asking, answers: Answers) -> None:
        """Ask what is left to ask; with nothing left, act at once."""
        if asking.plan(answers) is None:
            await self._log(asking.run(answers))
        else:
            self._ask(asking, answers)

    def do_next(self) -> None:
        """Have seen which card it is: from now on its keys mean it."""
        self._drawn.open_by_key()
        self._draw()

    async def do_other(self) -> None:
        """Somebody whom the roster does not name was rung."""
        await open_form(self, self._acts().other(), lambda done: self._after() if done else None)

    def do_place(self) -> None:
        """Say which unit or township it is."""
        ask_for_prompt(self, self.host, self.view, lambda named: self._after() if named else None)

    async def do_report(self) -> None:
        """Write the report that is due, or what came of an instruction."""
        if isinstance(view := self.view, DailyView):
            await open_owed_daily(self, self.host, view.uid)
            return
        acts = self._acts()
        if isinstance(acts, InstructionActs):
            self._ask(acts.carry_out())
        elif isinstance(acts, PromptActs) and (asking := acts.receipt()):
            self._ask(asking)
        else:
            open_due_report(self, self.host, self.view)

    def do_snooze(self) -> None:
        """Put it off, with a reason."""
        view = self.view
        if isinstance(view, ContestedView | PastView | ReceptionView):
            self._ask(put_off(self.host, view))
        elif isinstance(view, DailyView):
            most = self.host.office.policy.snooze_max_minutes
            self._ask(snooze_one(self.host, card_label("snooze"), view.uid, most))
        else:
            self._ask(self._acts().snooze())

    async def do_undo(self) -> None:
        """Take back the outcome logged last: its own card stands again."""
        await self._log(undo(self.host))

    def do_list(self) -> None:
        """Change between the card and the ranked list."""
        if self.view is not None:
            self._turn()

    def do_take(self) -> None:
        """Open the card of the line chosen on the list, or what the card is about."""
        view = self.view
        if self._listing and view is not None:
            self._take_line(view)
        elif isinstance(view, DutyBundle):
            self._list_parts(view)
        elif isinstance(view, DutyView):
            self._go(open_matter, self.app, view.duty.matter)
        elif isinstance(view, ContestedView | PastView):
            self._go(list_past, self.app, self.host, view)
        elif isinstance(view, ReceptionView):
            self._go(self.host.act, "app.reception")
        elif isinstance(view, DailyView):
            self._go(self.host.act, "app.upward")
        elif isinstance(view, ReliefView):
            self._go(self.host.act, "app.leave")

    def _go(self, *call: Any) -> None:
        """Leave the card for what it leads to."""
        self._left = True
        self.dismiss(None)
        self.app.call_later(*call)

    async def do_back(self) -> None:
        """Leave it standing and go back."""
        self.leave()

    # --- acts ----------------------------------------------------------------------------------

    def _acts(self) -> PromptActs | ReliefActs | DueActs | BundleActs | InstructionActs:
        match self.view:
            case DutyBundle() as bundle:
                return BundleActs(self.host, self._situation, bundle)
            case DutyView() as duty:
                return DueActs(self.host, self._situation, duty)
            case ReliefView() as relief:
                return ReliefActs(self.host, self._situation, relief)
        view = self.view
        assert isinstance(view, PromptView)
        incident = self._situation.incident(view.incident)
        assert incident is not None
        if view.prompt.kind in INSTRUCTIONS:
            return InstructionActs(self.host, incident, view)
        return PromptActs(self.host, self._situation, incident, view)

    async def _log(self, act: Awaitable[object]) -> None:
        """Do it, deaf meanwhile, and go on to the next card."""
        self._busy = True
        try:
            await act
        finally:
            self._busy = False
        self._after()

    def _after(self) -> None:
        """Go on to the next card; a new one is drawn even if it is about the same post."""
        self._listing = False
        self._next()

    def _ask(self, asking: Asking, answers: Answers = ()) -> None:
        self.app.push_screen(AskScreen(asking, answers, about=self._uid or ""), self._asked)

    def _asked(self, answers: Answers | None) -> None:
        if answers:
            self._after()

    def leave(self) -> None:
        """Leave it standing; where the desk was blind has been read by now."""
        if self._left:
            return
        self._left = True
        if self._situation.blind is not None and self._drawn.seen:
            seen = self.host.desk_do(lambda desk: desk.acknowledge_blind())
            self.app.run_worker(seen, exit_on_error=False)
        self.dismiss(None)

    # --- drawing -------------------------------------------------------------------------------

    def _draw(self) -> None:
        cells = 74
        situation, view = self._situation, self.view
        if view is None:
            return
        if self._about != self._what():
            self._draw_anew()
            return
        now, zone = self.host.now(), self.host.zone
        lines: list[Line] = []
        if blind := blind_words(situation, zone):
            lines += [(line, "bold $warning") for line in wrap(blind, cells)]
        bundle = self._listed
        if bundle is not None:
            lines += part_lines(bundle, self._cursor, cells=cells, rows=ROWS)
        elif self._listing:
            lines += list_lines(situation, self._cursor, now=now, zone=zone, cells=cells, rows=ROWS)
        else:
            office = self.host.office.name
            lines += card_lines(situation, view, now=now, zone=zone, office=office, cells=cells)
        ready = self._listing or self._drawn.open_if_quiet()
        keys = (
            list_keys(parts=bundle is not None)
            if self._listing
            else card_keys(view, self.action_reason, cells, ready)
        )
        # What may be said is at the end of a card, and goes first where the keys would not fit.
        room = CARD_ROWS - len(keys.plain.splitlines())
        self.query_one("#card-said", Static).update(content(lines[:room]))
        self.query_one("#card-wait", Static).update(
            Content("" if ready else wait_line(self._ignored, undoable=situation.undoable(now)))
        )
        self.query_one("#card-keys", Static).update(keys)
