"""Intake (登记): one form for whatever people bring; it is saved when its number appears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import DescendantFocus, ScreenResume, ScreenSuspend
from textual.widget import Widget
from textual.widgets import TextArea

from screens.intake.drafts import Drafts
from screens.intake.fields import (
    BOXES,
    FIELDS,
    FORM,
    IDENTITY,
    field_at_fault,
    has_crowd,
    matter_form,
)
from screens.intake.read_back import ReadBack, ReadBackScreen
from screens.intake.same_matter import ASKED, SameMatter, saved_title
from screens.intake.sheet import PICKED, IntakeSheet
from screens.shared.field_walk import Field, FieldWalk, PickList
from screens.shared.form import FormScreen
from screens.shared.frame import DeskScreen
from screens.shared.moments import received_at
from screens.shared.picks import PickRows, choice_rows, topic_rows, unit_rows
from screens.shared.witness import witness_form
from screens.widgets.field_choice import ChoiceField, FlagField
from xfconsole.core.matter.registration import MatterForm, checked
from xfconsole.core.words.desk import Channel
from xfconsole.core.words.refusal import Refused
from xfconsole.desk import Done
from xfconsole.ui.keys.actions import action, bindings
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.text.glyphs import glyph
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import duration


class IntakeScreen(FieldWalk, DeskScreen):
    """F2: Enter walks the fields, and after the last one registers."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("intake")]
    GROUP: ClassVar[str] = "intake"

    def __init__(self) -> None:
        super().__init__()
        self.sheet = IntakeSheet(id="sheet")
        self.fields = self.sheet.fields
        self._drafts = Drafts(self, self.sheet, self._fill)
        self._same = SameMatter(self, self.sheet, self._mark_changed)
        self._units: list[str] | None = None

    def compose_content(self) -> Iterable[Widget]:
        """Put the sheet with all fields."""
        yield self.sheet

    def on_mount(self) -> None:
        """Begin a fresh form, or offer the one that was not finished."""
        self.sheet.show(title=say("intake.title.new"))
        self._crowd_or_not()
        self._show_flags()
        self.go_to("channel")
        self._drafts.offer()

    def on_screen_suspend(self, _: ScreenSuspend) -> None:
        """Another screen or card is seen."""
        self._drafts.screen_left()

    def on_screen_resume(self, _: ScreenResume) -> None:
        """This one is seen again."""
        self._drafts.screen_seen()

    # --- fields --------------------------------------------------------------------------------

    def walk(self) -> list[str]:
        """Return the fields that Enter visits now, in order."""
        skipped = IDENTITY if self.sheet.anonymous else ()
        fields = self.fields.items()
        return [name for name, field in fields if name not in skipped and not field.disabled]

    def pick_list(self, name: str) -> PickList | None:
        """Return what a field is picked from, or None: choices, units and subjects are."""
        if name not in PICKED and not isinstance(self.fields.get(name), ChoiceField):
            return None
        title = say("live.field.source" if name == "source" else f"field.typed.{name}")
        return PickList(title.rstrip("*"), lambda: self._rows(name), free=name in PICKED)

    def _rows(self, name: str) -> PickRows:
        field = self.fields[name]
        if isinstance(field, ChoiceField):
            return choice_rows(field.options)
        if name == "topic":
            return topic_rows(tuple(self.host.subjects()))
        if self._units is None:
            self._units = self.host.views.units()
        return unit_rows(self._units)

    async def do_next(self) -> None:
        """Go to the next field; from the last one, register. Raises Refused for an unclear time."""
        if self.here() == "received":
            received_at(self.fields["received"].read(), self.host.now(), self.host.zone)
        await super().do_next()

    async def finish(self) -> None:
        """Register after the last field."""
        await self.do_save()

    def key_down(self) -> None:
        """Go to the next field where the arrow has nothing else to do."""
        self.go(1)

    def key_up(self) -> None:
        """Go back one field where the arrow has nothing else to do."""
        self.go(-1)

    def _fill(self, values: Mapping[str, str]) -> None:
        """Fill the form in, or empty it; the cursor goes to the last field that has something."""
        self.sheet.fill(values)
        self._same.show()
        self._show_flags()
        filled = [name for name in self.walk() if values.get(name)]
        self.go_to(filled[-1] if filled else "channel")

    # --- changes -------------------------------------------------------------------------------

    @on(TextArea.Changed)
    @on(ChoiceField.Changed)
    def _changed(self, event: TextArea.Changed | ChoiceField.Changed) -> None:
        if event.control.id in FIELDS:
            self.field_changed(self.fields[event.control.id])

    def field_changed(self, field: Field) -> None:
        """Show what follows from what was typed."""
        name = field.id or ""
        if name == "channel":
            self._crowd_or_not()
        elif name == "received":
            self._show_flags()
        elif name in ASKED:
            self._same.look_up()
        # What is typed was kept before it was drawn.
        if not self._drafts.holds(name, field.read()):
            self.write_draft()

    def write_draft(self) -> None:
        """Write the draft before it is seen; what was changed since was not read back."""
        read_back = self.sheet.read_back
        if read_back is not None and read_back != self.sheet.values():
            self.sheet.read_back = None
            self._show_flags()
        self._drafts.write()

    def _crowd_or_not(self) -> None:
        crowd = has_crowd({"channel": self.fields["channel"].read()})
        for name in ("headcount", "source"):
            self.fields[name].disabled = not crowd
        self.sheet.refresh()
        self.refresh_bindings()

    def _show_flags(self) -> None:
        """Show above the form what must not be overlooked: anonymous, marked, back-dated …"""
        sheet = self.sheet
        flags = [say("intake.flag.anonymous")] if sheet.anonymous else []
        flags += [say("intake.flag.read_back")] if sheet.read_back else []
        flags += [say("intake.flag.same", number=sheet.same_as)] if sheet.same_as else []
        flags += [back] if (back := self._back_dated()) else []
        sheet.show(flags=f" {glyph('dot')} ".join(flags))

    def _back_dated(self) -> str:
        now = self.host.now()
        try:
            at = received_at(self.fields["received"].read(), now, self.host.zone)
        except Refused:
            return ""
        return say("intake.flag.back_dated", time=duration(now - at)) if at else ""

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what the keys do in this field."""
        if event.widget.id in FIELDS:
            self.sheet.show(hint=self._hint(event.widget.id))
            self.sheet.refresh()

    def _hint(self, name: str) -> str:
        own = {"requests", "received", "representatives"}
        if name in own:
            hint = say(f"intake.hint.{name}")
        elif name in PICKED:
            hint = say("intake.hint.pick", pressed=key_name(action("intake.choose").key_list[0]))
        elif name in BOXES:
            hint = say("intake.hint.box")
        else:
            widget = self.fields[name]
            flag, choice = isinstance(widget, FlagField), isinstance(widget, ChoiceField)
            hint = say(f"intake.hint.{'flag' if flag else 'choice' if choice else 'line'}")
        last = name == self.walk()[-1]
        return f"{hint} {glyph('dot')} {say('intake.hint.last')}" if last else hint

    # --- what keys switch ----------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why an action is impossible in this field or for this channel."""
        if action_id == "intake.choose" and self.pick_list(self.here()) is None:
            return say("intake.reason.no_list")
        call = self.fields["channel"].read() == Channel.CALL
        if action_id == "intake.read_back" and not call:
            return say("intake.reason.not_call")
        if action_id == "intake.back" and self.host.came_from is None:
            return say("intake.reason.first")
        return self._same.reason() if action_id == "intake.same" else ""

    def do_back(self) -> None:
        """Go back to where one came from; what is typed stands here until then."""
        back = self.host.came_from
        assert back is not None
        back()

    def do_anonymous(self) -> None:
        """Hide the identity, or bring it back: nothing of it is cleared before it is saved."""
        if self.here() in IDENTITY:
            self.go_to("summary")
        self.sheet.hide_identity(not self.sheet.anonymous)
        self._mark_changed()

    def _mark_changed(self) -> None:
        """Show another mark of the form, and keep it."""
        self._show_flags()
        self.write_draft()

    def do_discard(self) -> None:
        """Empty the form; a second time brings everything back."""
        self._drafts.discard()

    async def do_same(self) -> None:
        """Compare what is typed with what it may be the same as."""
        await self._same.compare()

    def do_confidential(self) -> None:
        """Mark it confidential, or no longer."""
        flag = self.fields["confidential"]
        assert isinstance(flag, FlagField)
        flag.toggle()

    # --- registering ---------------------------------------------------------------------------

    async def do_save(self) -> None:
        """Register; a call is read back first. Whatever is refused stays in the form."""
        await self._refusable(self._save)

    async def do_read_back(self) -> None:
        """Read the call back now, then register."""
        await self.do_save()

    async def _save(self) -> None:
        values = self.sheet.all_values()
        form = checked(matter_form(values, self.host.now(), self.host.zone), self.host.now())
        if form.channel is Channel.CALL and not form.read_back:
            self.app.push_screen(ReadBackScreen(values), self._after_card)
        else:
            await self._register(form)

    async def _after_card(self, how: ReadBack | None) -> None:
        if how is ReadBack.DONE:
            self.sheet.read_back = self.sheet.values()
        if how in (ReadBack.DONE, ReadBack.WITHOUT):
            await self._refusable(self._save_read)

    async def _save_read(self) -> None:
        await self._register(matter_form(self.sheet.all_values(), self.host.now(), self.host.zone))

    async def _refusable(self, save: Callable[[], Awaitable[None]]) -> None:
        """Save, or say why not and go to the field at fault; everything stays as it was."""
        try:
            await save()
        except Refused as refused:
            if name := field_at_fault(refused):
                self.go_to(name)
            self.host.refuse(refused)

    async def _register(self, form: MatterForm) -> None:
        """Register; a receipt before the shift asks for the second officer first."""
        try:
            await self._store(form)
        except Refused as refused:
            if refused.key != "life.refused.second_receipt":
                raise
            second: list[str] = []
            card = FormScreen(witness_form(self.host, refused, second.append))
            self.app.push_screen(card, lambda done: self._vouched(form, second, done))

    async def _vouched(self, form: MatterForm, second: list[str], done: bool | None) -> None:
        if done and second:
            await self._refusable(lambda: self._store(replace(form, second=second[0])))

    async def _store(self, form: MatterForm) -> None:
        opening, same_as = form.channel is Channel.GROUP_VISIT, self.sheet.same_as
        self._drafts.paused = True
        try:
            done = await self.host.desk_do(
                lambda desk: desk.register(form, opening=opening, draft=FORM, same_as=same_as)
            )
        finally:
            self._drafts.paused = False
        self._units = None
        self._drafts.begin_afresh()
        self.sheet.show(title=saved_title(self.host.views, form, done), saved=True)
        if same_as and not done.same_as:
            self.host.tell(say("same.refused.not_linked", number=same_as))
        self._lead_on(done)

    def _lead_on(self, done: Done) -> None:
        """Go to the incident that was opened; else to the next unfinished form, if there is one."""
        if not done.incident:
            self._drafts.offer()
            return
        self._drafts.offer_due = True
        self.host.show_incident(done.incident)
