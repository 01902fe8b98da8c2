"""F8: one row in the key bar's place that takes a verb as a short line."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Protocol, cast

from textual.binding import BindingType
from textual.widgets import Input

from screens.ask import AskScreen
from screens.ask_field import AskField
from screens.command_acts import asked_for, deputies, other
from screens.form import open_form
from screens.name_place import ask_place
from screens.reporting import choose_report, open_report
from screens.undo import undo
from screens.widgets.one_line import OneLine, Part
from xfconsole.core.model import Place, ReportKind, Uid
from xfconsole.core.refusal import Refused
from xfconsole.core.situation import IncidentView, Situation
from xfconsole.ui.acting import Acting
from xfconsole.ui.actions import bindings
from xfconsole.ui.cells import truncate
from xfconsole.ui.command_line import WORDS, Command, complete, parse, post_of, verb_of
from xfconsole.ui.i18n import say

KEPT = 50


class _Foot(Protocol):
    """The desk screen around the line."""

    def close_foot(self) -> None:
        """Put the key bar back."""
        ...


class CommandLine(Acting, AskField):
    """Enter runs, Tab completes, Up brings back what was run before, Escape closes."""

    DEFAULT_CSS = """
    CommandLine { width: 1fr; height: 1; border: none; padding: 0 1; background: $panel; }
    CommandLine:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("command")]
    GROUP: ClassVar[str] = "command"

    def __init__(self) -> None:
        super().__init__(id="command", placeholder=say("command.placeholder"))
        self._back = 0
        self._offers: list[str] = []
        self._offered = ""
        self._seen: Situation | None = None

    def on_mount(self) -> None:
        """Remember which post has which number by now; say beside the line what can be written."""
        left = self.host.left.pop(self._place, "")
        # Of a line that was left nobody knows which list it was written by.
        self._seen = None if left else self.host.situation
        self._put(left)
        if self.parent is not None:
            self.screen.query_one("#foot").mount(CommandHint(id="command-hint"), after=self)

    def on_input_changed(self, _: Input.Changed) -> None:
        """Say how the verb goes on; what is typed is kept where the screen is not."""
        self.host.left[self._place] = self.value
        for hint in self.screen.query(CommandHint):
            hint.show(verb_of(self.value))

    # --- keys ----------------------------------------------------------------------------------

    async def action_submit(self) -> None:
        """Enter, as a text field calls it."""
        await self.action_act("command.run")

    async def do_run(self) -> None:
        """Run the line; a refusal leaves it standing."""
        line = self.value.strip()
        if not line:
            self.do_back()
            return
        if (action_id := WORDS.get(line.casefold())) is not None:
            self.do_back()
            await self.host.act(action_id)
            return
        command = parse(line)
        if command.verb == "undo":
            await undo(self.host)
            self._close(line)
            return
        situation, view = self._incident(command)
        if command.verb == "report":
            self._close(line)
            self._report(view, command)
            return
        if command.verb in tuple(Place):
            self._close(line)
            text = "".join(command.values)
            ask_place(self.screen, self.host, view, Place(command.verb), text=text)
            return
        seen = self._seen.incident(view.uid) if self._seen else None
        self._seen = situation
        if command.verb == "other":
            form = other(command, self.host, situation, view, seen)
            self._close(line)
            # What the line says goes before what was typed into the form and left there.
            await open_form(self, form if len(command.values) < 2 else replace(form, draft=""))
            return
        asking, answers = asked_for(command, self.host, situation, view, seen)
        if asking.plan(answers) is None:
            await asking.run(answers)
            self._close(line)
        else:
            self._close(line)
            self.app.push_screen(AskScreen(asking, answers))

    def do_complete(self) -> None:
        """Put in the next of what Tab offers."""
        if self.value != self._offered or not self._offers:
            self._offers = complete(self.value, self._names())
        if not self._offers:
            return
        self._offers = [*self._offers[1:], self._offers[0]]
        self._put(self._offers[-1])
        self._offered = self.value

    def do_earlier(self) -> None:
        """Bring back the line before."""
        self._recall(1)

    def do_later(self) -> None:
        """Bring back the line after."""
        self._recall(-1)

    def do_back(self) -> None:
        """Close the line."""
        self.host.left.pop(self._place, None)
        cast("_Foot", self.screen).close_foot()

    # --- helpers -------------------------------------------------------------------------------

    @property
    def _place(self) -> tuple[str, ...]:
        return ("command", str(getattr(self.screen, "GROUP", "")))

    def _incident(self, command: Command) -> tuple[Situation, IncidentView]:
        situation = self.host.situation
        incidents = situation.incidents if situation else ()
        if situation is None or not incidents:
            raise Refused("live.off.no_incident")
        numbers = " ".join(each.number for each in incidents[:8])
        if command.incident:
            found = [each for each in incidents if each.number == command.incident]
            if not found:
                raise Refused("command.refused.number", number=command.incident, numbers=numbers)
            return situation, found[-1]
        chosen: Uid | None = getattr(self.screen, "chosen", None)
        view = situation.incident(chosen) if chosen else None
        if view is None and len(incidents) > 1:
            raise Refused("command.refused.which", numbers=numbers)
        return situation, view or incidents[0]

    def _names(self) -> list[str]:
        try:
            situation, view = self._incident(Command(""))
        except Refused:
            return []
        return deputies(situation, view, post_of(self.value))

    def _report(self, view: IncidentView, command: Command) -> None:
        if command.values:
            open_report(self.screen, self.host, view, ReportKind(command.values[0]))
        else:
            choose_report(self.screen, self.host, view)

    def _close(self, line: str) -> None:
        history = self.host.ran
        if not history or history[-1] != line:
            history.append(line)
        del history[:-KEPT]
        self.do_back()

    def _recall(self, by: int) -> None:
        history = self.host.ran
        self._back = max(0, min(self._back + by, len(history)))
        self._put(history[-self._back] if self._back else "")

    def _put(self, line: str) -> None:
        self.value = line
        self.cursor_position = len(line)


class CommandHint(OneLine):
    """How the verb goes on, or which verbs there are."""

    DEFAULT_CSS = "CommandHint { width: 44; height: 1; background: $panel; color: $quiet; }"
    verb = ""

    def show(self, verb: str) -> None:
        """Show the form of this verb."""
        self.verb = verb
        self.redraw()

    def parts(self, cells: int) -> list[Part]:
        """Return the form."""
        key = FORMS.get(self.verb, "command.form.none")
        return [(truncate(" " + say(key), cells), "")]


FORMS: dict[str, str] = {
    "ring": "command.form.ring",
    "other": "command.form.other",
    "arrive": "command.form.arrive",
    "eta": "command.form.eta",
    "count": "command.form.count",
    "note": "command.form.note",
    "report": "command.form.report",
    "close": "command.form.close",
    "relieve": "command.form.relieve",
    "requests": "command.form.requests",
    "raise": "command.form.raise",
    "undo": "command.form.undo",
    "stand_down": "command.form.stand_down",
    "unit": "command.form.unit",
    "township": "command.form.township",
    "emergency": "command.form.emergency",
}
"""The form of each verb."""
