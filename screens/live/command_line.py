"""F8: one row in the key bar's place that takes a verb as a short line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, Protocol, cast

from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Input

from screens.live import post_questions
from screens.live.incident_questions import NEW, QUESTIONS
from screens.live.instructions import InstructionScreen
from screens.live.name_place import ask_place
from screens.live.post_questions import PostVerbs, numbered
from screens.live.report import Asked, choose_report, open_report
from screens.live.told import ToldScreen
from screens.live.words import duty_post
from screens.shared.form import Form, open_form
from screens.shared.question import Answers, AskField, Asking, AskScreen
from screens.shared.undo import undo
from screens.widgets.one_line import OneLine, Part
from xfconsole.core.night.situation import IncidentView, Situation
from xfconsole.core.office.numbers import the_one
from xfconsole.core.words.desk import Level, Place, ReportKind, Uid
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.command_line import WORDS, Command, complete, parse, post_of, verb_of
from xfconsole.ui.host import Host
from xfconsole.ui.keys.acting import Acting
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.keys.verb_table import BY_LETTER
from xfconsole.ui.text.cells import truncate
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say

KEPT = 50


class _Foot(Protocol):
    """The desk screen around the line."""

    def close_foot(self) -> None:
        """Put the key bar back."""
        ...


class CommandLine(Acting, AskField):
    """Enter runs, Tab completes, Up brings back what was run before, Escape closes."""

    DEFAULT_CSS = "CommandLine { width: 1fr; background: $panel; }"
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
        if (shown := _SHOWN.get(command.verb)) is not None:
            self._close(line)
            self.app.push_screen(shown(view.uid))
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
            the_one(command.incident, [each.uid for each in found])
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
            open_report(self.screen, self.host, view, Asked(ReportKind(command.values[0])))
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


_SHOWN: dict[str, Callable[[Uid], ModalScreen[None]]] = {
    "told": ToldScreen,
    "instruct": InstructionScreen,
}
"""The verbs that show a list of their own."""


class CommandHint(OneLine):
    """How the verb goes on, or which verbs there are."""

    DEFAULT_CSS = "CommandHint { width: 48; height: 1; background: $panel; color: $quiet; }"
    verb = ""

    def show(self, verb: str) -> None:
        """Show the form of this verb."""
        self.verb = verb
        self.redraw()

    def parts(self, cells: int) -> list[Part]:
        """Return the form."""
        if self.verb:
            form = say(f"verb.{self.verb}.form")
        else:
            form = say("command.form.none", verbs=" ".join(BY_LETTER))
        return [(truncate(f" {form}", cells), "")]


def asked_for(
    command: Command,
    host: Host,
    situation: Situation,
    view: IncidentView,
    seen: IncidentView | None,
) -> tuple[Asking, Answers]:
    """Return the verb and the answers given; its card asks for the rest. Raises Refused.

    ``seen`` is the incident as it was when the line was begun: its numbers are what is meant. None
    if that is not known: then a number is asked about once.
    """
    if command.verb in post_questions.QUESTIONS:
        return _on_post(command, PostVerbs(host, situation, view), seen)
    return QUESTIONS[command.verb](host, view), _given(command, view)


def _given(command: Command, view: IncidentView) -> Answers:
    """Return the answers that a line on the incident as a whole gives."""
    match command.verb:
        case "requests" if command.values:
            return (NEW, *command.values)
        case "raise":
            return _next_level(view, command.values)
        case "close" if count := sum(each.open for each in view.requests):
            raise Refused("desk.refused.open_requests", count=count)
        case "close" if count := sum(each.ended_at is None for each in view.instructions):
            raise Refused("desk.refused.open_instructions", count=count)
    return command.values


def deputies(situation: Situation, view: IncidentView, post: int) -> list[str]:
    """Return who can stand in, each once; the deputies of the post of this number come first."""
    posts = [each.post for each in view.plan.obligations]
    first = posts[post - 1 : post] if post > 0 else []
    found = (situation.stand_ins(view, each) for each in (*first, *posts))
    written: dict[str, str] = {}
    for each in (deputy for deputies in found for deputy in deputies):
        written.setdefault(name_key(each.person), each.person)
    return list(written.values())


def other(
    command: Command,
    host: Host,
    situation: Situation,
    view: IncidentView,
    seen: IncidentView | None,
) -> Form:
    """Return the form for somebody whom the roster does not name, with what the line gave."""
    verbs = PostVerbs(host, situation, view)
    number, *typed = command.values or ("",)
    if number:
        _refuse_moved(number, verbs, seen)
    return verbs.other(verbs.duty(number) if number else None, *typed)


def _on_post(
    command: Command, verbs: PostVerbs, seen: IncidentView | None
) -> tuple[Asking, Answers]:
    if command.values:
        _refuse_moved(command.values[0], verbs, seen)
    elif not verbs.view.plan.obligations:
        raise Refused("live.off.no_posts")
    return post_questions.QUESTIONS[command.verb](verbs), command.values


def _refuse_moved(number: str, verbs: PostVerbs, seen: IncidentView | None) -> None:
    """Refuse a number that means another post, or another person to ring, than when it was seen."""
    duty, at = verbs.duty(number), slice(int(number) - 1, int(number))
    if seen is None or numbered(verbs.view)[at] != numbered(seen)[at]:
        post = duty_post(verbs.view, duty.contact.post if duty.contact else duty.post)
        person = duty.contact.person if duty.contact else glyph("none")
        raise Refused("command.refused.moved", number=number, post=post, person=person)


def _next_level(view: IncidentView, values: Answers) -> Answers:
    higher = [each for each in Level if each.rank > view.level.rank]
    if not higher:
        raise Refused("desk.refused.level_not_higher")
    return (higher[0].value, *values) if values else ()
