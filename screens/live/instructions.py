"""Leaders' instructions at an incident: note one, pass it on, note what came of it."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import BindingType

from screens.live.listed import ListedScreen
from screens.live.post_questions import outcome_choices
from screens.live.words import duty_post
from screens.shared.form import Form, Kind, Part, Values, open_form
from screens.shared.moments import day_of
from screens.shared.picks import choice_rows, official_rows
from screens.shared.question import Answers, Asking, AskScreen, Choice, Step
from screens.widgets.row_list import Column, RowList
from xfconsole.core.incident.instructed import Instruction
from xfconsole.core.night.situation import IncidentView, Situation
from xfconsole.core.words.desk import Contact, RingOutcome, Uid
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.official import name_key
from xfconsole.core.words.refusal import Refused
from xfconsole.core.words.spelled_times import in_digits
from xfconsole.core.words.text import neutral_line
from xfconsole.core.words.typed import keyed
from xfconsole.ui.host import Host
from xfconsole.ui.keys.actions import bindings
from xfconsole.ui.text.cells import plain
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.times import clock_time, moment
from xfconsole.ui.words.upward import read_back_words


@frozen
class InstructionRow:
    """One line: an instruction, or with ``post`` one of those who are to be told."""

    text: str
    state: str
    of: Instruction
    post: str = ""


class InstructionScreen(ListedScreen):
    """Instructions with the posts under them. Enter acts on the line, ``n`` notes another one."""

    GROUP: ClassVar[str] = "instruct"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("instruct", "list")]

    def listed(self) -> InstructionList:
        """Return the list of what was instructed."""
        return InstructionList(id="told-rows")

    def lines(self, view: IncidentView) -> tuple[str, str, list[InstructionRow]]:
        """Return the instructions, each with its posts."""
        nothing = "" if view.instructions else say("instruction.none")
        title = say("instruction.title", number=view.number)
        return title, nothing, instruction_rows(view, self.host.now(), self.host.zone)

    # --- keys ----------------------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why the line under the cursor cannot be acted on."""
        if action_id != "instruct.act":
            return ""
        row = self._row()
        if row is None:
            return say("instruction.off.row")
        return say("instruction.off.over") if row.of.ended_at else ""

    def do_act(self) -> None:
        """Pass it on to the post under the cursor, or note what came of the instruction."""
        view, row, situation = self.view, self._row(), self.host.situation
        if view is None or row is None or situation is None:
            return
        if row.post:
            asking = relaying(self.host, view, row.of, holder(situation, view, row.post))
        else:
            asking = carrying_out(self.host, view, row.of)
        self.app.push_screen(AskScreen(asking), self.show_lines)

    async def do_new(self) -> None:
        """Ask for another instruction."""
        view = self.view
        if view is not None:
            await open_form(self, new_instruction(self.host, view), self.show_lines)

    def _row(self) -> InstructionRow | None:
        row: InstructionRow | None = self.current
        return row


class InstructionList(RowList[InstructionRow]):
    """What was instructed left, how far it is right."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - textual's own name
        columns = [
            Column[InstructionRow](lambda row: row.text, style=_style),
            Column[InstructionRow](lambda row: row.state, cells=30, style=_style),
        ]
        super().__init__(columns, id=id)


def _style(row: InstructionRow) -> str:
    if row.of.ended_at is not None:
        return "row--quiet"
    return "" if row.post else "row--strong"


def instruction_rows(view: IncidentView, now: datetime, zone: ZoneInfo) -> list[InstructionRow]:
    """Return a line for each instruction, and under it one for each post."""
    rows: list[InstructionRow] = []
    for each in view.instructions:
        said = {"time": clock_time(each.at, zone), "leader": each.leader}
        text = plain(say("instruction.row", **said, text=neutral_line(each.text)))
        rows.append(InstructionRow(text, _state(each, now, zone), each))
        rows += [
            InstructionRow(f"   {duty_post(view, post)}", _told(each, post, zone), each, post)
            for post in each.posts
        ]
    return rows


def _state(each: Instruction, now: datetime, zone: ZoneInfo) -> str:
    today = now.astimezone(zone).date()
    if each.ended_at is not None:
        key = "instruction.row.carried" if each.carried else "instruction.row.done"
        return say(key, time=clock_time(each.ended_at, zone))
    due = say("instruction.row.due", time=moment(each.due, zone, today=today)) if each.due else ""
    return say("instruction.row.open", due=due)


def _told(each: Instruction, post: str, zone: ZoneInfo) -> str:
    told, rings = each.told(post), each.rung(post)
    if told is not None:
        how = read_back_words(told.read_back)
        said = say("instruction.post.told", time=clock_time(told.at, zone), how=how)
        return f"{told.person} {said}"
    if rings:
        return say("instruction.post.tried", outcome=word(rings[-1].outcome), n=len(rings))
    return say("instruction.post.untold")


# --- questions and forms -------------------------------------------------------------------------


def holder(situation: Situation, view: IncidentView, post: str) -> Contact:
    """Return who is rung for a post: nobody whom the matter bars; without a name where none is."""
    return next(iter(situation.holders(view, post)), Contact(post, "", ""))


def relaying(
    host: Host,
    view: IncidentView,
    instruction: Instruction,
    whom: Contact,
    prompt: Uid | None = None,
) -> Asking:
    """Ask how ringing a post ended, and of who answered whether it was read back."""
    title = say(
        "instruction.ask.outcome",
        post=duty_post(view, whom.post),
        person=whom.person,
        phone=whom.phone or say("ui.prompt.no_phone"),
    )
    lines = (plain(neutral_line(instruction.text)),)

    def plan(answers: Answers) -> Step | None:
        if not answers:
            return Step(title, outcome_choices(), lines=lines)
        if answers == (RingOutcome.ANSWERED.value,):
            read = (Choice("yes", say("upward.read.yes")), Choice("no", say("upward.read.no")))
            return Step(say("instruction.ask.read_back"), read, lines=lines)
        return None

    async def run(answers: Answers) -> object:
        outcome = RingOutcome(answers[0])
        back = answers[1] == "yes" if len(answers) > 1 else None
        return await host.desk_do(
            lambda desk: desk.relay(
                view.uid, instruction.uid, whom.post, outcome, person=whom.person, read_back=back,
                prompt=prompt,
            )
        )  # fmt: skip

    return Asking(say("instruction.title", number=view.number), plan, run)


def carrying_out(
    host: Host, view: IncidentView, instruction: Instruction, prompt: Uid | None = None
) -> Asking:
    """Ask whether it was carried out or goes on with the matter, and how."""
    lines = (plain(neutral_line(instruction.text)),)
    choices = tuple(
        Choice(name, say(f"instruction.ask.done.{name}")) for name in ("carry_out", "carry_over")
    )

    def plan(answers: Answers) -> Step | None:
        if not answers:
            return Step(say("instruction.ask.done"), choices, lines=lines)
        over = answers[0] == "carry_over"
        key = "instruction.ask.where" if over else "instruction.ask.result"
        return Step(say(key), field=True, lines=lines) if len(answers) == 1 else None

    async def run(answers: Answers) -> object:
        carried = answers[0] == "carry_over"
        return await host.desk_do(
            lambda desk: desk.carry_out(
                view.uid, instruction.uid, answers[1], carried=carried, prompt=prompt
            )
        )

    return Asking(say("instruction.title", number=view.number), plan, run)


_FIELDS = ("leader", "text", "posts", "due")


def new_instruction(host: Host, view: IncidentView) -> Form:
    """Ask who instructed what, whom to tell, and by when it is to be done."""
    names = {each.id: duty_post(view, each.id) for each in view.policy.posts.values()}
    rows = choice_rows((name, name) for name in names.values())

    async def run(values: Values) -> object:
        posts = _posts(values["posts"], names)
        due = due_at(values["due"], host.now(), host.zone)
        return await host.desk_do(
            lambda desk: desk.instruct(view.uid, values["leader"], values["text"], posts, due=due)
        )

    hints = {name: say(f"instruction.hint.{name}") for name in ("posts", "due")}
    labels = {name: say(f"instruction.field.{name}") for name in _FIELDS}
    return Form(
        heading=say("instruction.form.heading", number=view.number),
        parts=(
            Part("leader", labels["leader"], rows=lambda: official_rows(host)),
            Part("text", labels["text"], Kind.BOX),
            Part("posts", labels["posts"], hint=hints["posts"], rows=lambda: rows, between="、"),
            Part("due", labels["due"], hint=hints["due"]),
        ),
        run=run,
        faults={
            "instruction.refused.leader": "leader",
            "desk.refused.no_text": "text",
            "instruction.refused.post": "posts",
            "instruction.refused.when": "due",
            "instruction.refused.due": "due",
        },
        draft=f"instruction:{view.uid}",
    )


_APART = re.compile(r"\s*[、,，;；]+\s*")


def _posts(text: str, names: dict[str, str]) -> list[str]:
    """Return the posts that names mean. Raises Refused for one that is none."""
    known = {name_key(name): post for post, name in names.items()}
    found = []
    for piece in filter(None, _APART.split(text)):
        post = known.get(name_key(piece))
        if post is None:
            raise Refused("instruction.refused.post", post=neutral_line(piece)[:30])
        found.append(post)
    return found


_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def due_at(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when ``18:00`` comes next, or when the day that ``+3`` or ``02-25`` means is over.

    None for an empty text. Raises Refused for anything else.
    """
    if not text:
        return None
    try:
        clock = _CLOCK.fullmatch(in_digits(keyed(text)))
        at = time(int(clock[1]), int(clock[2])) if clock else None
    except ValueError:
        raise Refused("instruction.refused.when") from None
    if at is not None:
        next_at = datetime.combine(now.astimezone(zone).date(), at, zone)
        return (next_at if next_at > now else next_at + timedelta(days=1)).astimezone(now.tzinfo)
    day = day_of(text, now, zone)
    if day is None:
        raise Refused("instruction.refused.when")
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(now.tzinfo)
