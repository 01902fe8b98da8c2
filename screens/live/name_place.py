"""Asks which unit or township an incident concerns: one on duty, another, or not known yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from screens.live.words import heading
from screens.shared.pick import Picker
from screens.shared.question import Answers, Asking, AskScreen, Step
from screens.widgets.picker_rows import Numbered, PickRow, answering, numbered
from xfconsole.core.incident.placing import ASKS_FOR, place_of
from xfconsole.core.night.situation import IncidentView, PromptView, Situation, Standing
from xfconsole.core.words.desk import Contact, Place, Uid
from xfconsole.core.words.official import among, name_key, same
from xfconsole.core.words.typed import whole_number
from xfconsole.desk import Desk, Done
from xfconsole.ui.host import Host
from xfconsole.ui.text.pinyin import near
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word

Answered = Callable[[Answers | None], None]


def named(view: IncidentView, place: Place) -> str:
    """Return the unit or township that an incident concerns by now."""
    return view.unit if place is Place.UNIT else view.township


def heads(situation: Situation, view: IncidentView, place: Place) -> list[Contact]:
    """Return the first holder of each unit or township on duty now; nobody the matter bars."""
    found: dict[str, Contact] = {}
    for each in situation.roster.without(view.bars).on_duty(situation.at):
        if each.unit and place_of(each.post, view.policy) is place:
            found.setdefault(name_key(each.unit), each)
    now = named(view, place)
    return sorted(
        found.values(), key=lambda each: (not same(now, each.unit), not near(now, each.unit))
    )


def alike(situation: Situation, view: IncidentView, place: Place) -> list[str]:
    """Return how the roster may write the unit or township that was named, if it has not got it."""
    name = named(view, place)
    known = [each.unit for each in heads(situation, view, place)]
    if not name or any(same(name, each) for each in known):
        return []
    return [each for each in known if near(name, each)]


def leader_of(situation: Situation, view: IncidentView) -> Contact | None:
    """Return whom to ask when nobody knows which unit it is: the duty leader who can be rung."""
    duties = [each for each in view.plan.obligations if each.post == "duty_leader"]
    called = next((each.contact for each in duties if each.contact), None)
    return called or next(iter(situation.holders(view, "duty_leader")), None)


def ask_place(
    screen: Screen[Any],
    host: Host,
    view: IncidentView,
    place: Place,
    *,
    text: str = "",
    prompt: Uid | None = None,
    then: Answered | None = None,
) -> None:
    """Let the officer pick, then name it; a refusal leaves what was picked in a field.

    ``text`` that the roster knows, or has nothing like, is taken as it is.
    """
    situation = host.situation
    assert situation is not None
    known = [each.unit for each in heads(situation, view, place)]
    if text and (among(text, known) or not any(near(text, each) for each in known)):
        screen.app.push_screen(AskScreen(_naming(host, view, place, prompt), (text,)), then)
        return
    asking = _naming(host, view, place, prompt)

    def picked(name: str | None) -> None:
        # Whoever takes what it is already has changed nothing, and is told nothing.
        if name is not None and not (name and same(name, named(view, place))):
            screen.app.push_screen(AskScreen(asking, (name,)), then)

    screen.app.push_screen(PlacePicker(situation, view, place, text), picked)


def ask_for_prompt(screen: Screen[Any], host: Host, view: Standing | None, then: Answered) -> None:
    """Let the officer name the place that a prompt's post belongs to."""
    if not isinstance(view, PromptView) or host.situation is None:
        return
    incident = host.situation.incident(view.incident)
    place = place_of(view.prompt.duty, incident.policy) if incident else None
    if incident and place:
        prompt = view.uid if view.prompt.kind in ASKS_FOR else None
        ask_place(screen, host, incident, place, prompt=prompt, then=then)


def _naming(host: Host, view: IncidentView, place: Place, prompt: Uid | None) -> Asking:
    title = say("place.which", number=view.number, place=word(place))

    def plan(answers: Answers) -> Step | None:
        return None if answers else Step(title, field=True, optional=True)

    async def run(answers: Answers) -> object:
        def verb(desk: Desk) -> Done:
            name = desk.name_unit if place is Place.UNIT else desk.name_township
            return name(view.uid, answers[0], prompt=prompt)

        return await host.desk_do(verb)

    return Asking(heading(view, place.value), plan, run)


class PlacePicker(Picker[str]):
    """Ends with a name, "" for "not known yet", or None.

    The roster's way to write what was typed is offered; Enter asks once more before it is taken.
    """

    def __init__(
        self, situation: Situation, view: IncidentView, place: Place, text: str = ""
    ) -> None:
        rows = [
            PickRow(each.unit, each.unit, f"{each.person} {each.phone}".strip())
            for each in heads(situation, view, place)
        ]
        now = named(view, place)
        if now and not any(same(now, each.name) or near(now, each.name) for each in rows):
            # Enter by itself must not take back what is known.
            rows.insert(0, PickRow(now, now, say("place.now")))
        title = say("place.which", number=view.number, place=word(place))
        super().__init__(title, rows, query=text, free=str)
        self._unknown = numbered([PickRow("", say("place.not_known"), _ask(situation, view))])
        self._near: list[str] = []
        self._asked = ""

    def do_take(self) -> None:
        """Take the row under the cursor; of another spelling ask first whether it is meant."""
        self._search(self.query_one("#query", Input).value)
        current = self._list.current
        if current is None:
            return
        name = current.row.name
        if name in self._near and self._asked != name:
            self._asked = name
            self._say(say("place.is_it", name=name))
            return
        self.dismiss(current.row.value)

    def _find(self, query: str) -> None:
        self._query, text = query, query.strip()
        self._asked = ""
        found = answering(query, self._rows)
        others = [each for each in self._rows if each not in found]
        alike = [each for each in others if text and near(text, each.row.name)]
        self._near = [each.row.name for each in alike]
        shown = [*found, *alike]
        if text and whole_number(text) is None and not any(same(text, e.row.name) for e in shown):
            shown.append(Numbered(0, PickRow(text, text, say("intake.pick.free"))))
        number = len(self._rows) + 1
        last = Numbered(number, self._unknown[0].row)
        shown = [last, *shown] if whole_number(text) == number else [*shown, last]
        self._list.show_rows(shown, cursor=0)
        self._say(say("place.near") if self._near and not found else "")

    def _say(self, text: str) -> None:
        line = self.query_one("#none", Static)
        line.update(Content(text))
        line.display = bool(text)


def _ask(situation: Situation, view: IncidentView) -> str:
    leader = leader_of(situation, view)
    if leader is None:
        return say("place.ask_nobody")
    return say("place.ask_leader", person=leader.person, phone=leader.phone)
