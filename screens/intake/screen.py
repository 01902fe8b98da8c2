"""Intake (登记): one form for whatever people bring; it is saved when its number appears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Input, TextArea

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
from screens.intake.same_matter import ASKED, Comparing, saved_title
from screens.intake.sheet import PICKED, IntakeSheet
from screens.shared.form import FormScreen
from screens.shared.moments import received_at
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


class IntakeScreen(Comparing):
    """F2: Enter walks the fields, and after the last one registers."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("intake")]
    GROUP: ClassVar[str] = "intake"

    def compose_content(self) -> Iterable[Widget]:
        """Put the sheet with all fields."""
        yield IntakeSheet(id="sheet")

    def on_mount(self) -> None:
        """Begin a fresh form, or offer the one that was not finished."""
        self.sheet.show(title=say("intake.title.new"))
        self._crowd_or_not()
        self.show_flags()
        self.set_focus(self.sheet.widget("channel"))
        self.offer_draft()

    # --- changes -------------------------------------------------------------------------------

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(ChoiceField.Changed)
    def _changed(self, event: Input.Changed | TextArea.Changed | ChoiceField.Changed) -> None:
        name = event.control.id
        if name not in FIELDS:
            return
        if name == "channel":
            self._crowd_or_not()
        elif name == "received":
            self.show_flags()
        elif name in ASKED:
            self.look_for_alike()
        self.draft_changed()

    def _crowd_or_not(self) -> None:
        crowd = has_crowd({"channel": self.sheet.field("channel").read()})
        for name in ("headcount", "source"):
            self.sheet.widget(name).disabled = not crowd
        self.sheet.refresh()
        self.refresh_bindings()

    def show_flags(self) -> None:
        """Show above the form what must not be overlooked: anonymous, marked, back-dated …"""
        flags = [say("intake.flag.anonymous")] if self.anonymous else []
        flags += [say("intake.flag.read_back")] if self.confirmed else []
        flags += [say("intake.flag.same", number=self.same_as)] if self.same_as else []
        flags += [back] if (back := self._back_dated()) else []
        self.sheet.show(anonymous=self.anonymous, flags=f" {glyph('dot')} ".join(flags))

    def _back_dated(self) -> str:
        now = self.host.now()
        try:
            at = received_at(self.sheet.field("received").read(), now, self.host.zone)
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
            widget = self.sheet.widget(name)
            flag, choice = isinstance(widget, FlagField), isinstance(widget, ChoiceField)
            hint = say(f"intake.hint.{'flag' if flag else 'choice' if choice else 'line'}")
        last = name == self.walk()[-1]
        return f"{hint} {glyph('dot')} {say('intake.hint.last')}" if last else hint

    # --- what keys switch ----------------------------------------------------------------------

    def action_reason(self, action_id: str) -> str:
        """Say why an action is impossible in this field or for this channel."""
        here = self.here()
        if action_id == "intake.choose" and not (
            here in PICKED or (here and isinstance(self.sheet.widget(here), ChoiceField))
        ):
            return say("intake.reason.no_list")
        call = self.sheet.field("channel").read() == Channel.CALL
        if action_id == "intake.read_back" and not call:
            return say("intake.reason.not_call")
        if action_id == "intake.back" and self.host.came_from is None:
            return say("intake.reason.first")
        return self.compare_reason() if action_id == "intake.same" else ""

    def do_back(self) -> None:
        """Go back to where one came from; what is typed stands here until then."""
        back = self.host.came_from
        assert back is not None
        back()

    def do_anonymous(self) -> None:
        """Hide the identity, or bring it back: nothing of it is cleared before it is saved."""
        if self.here() in IDENTITY:
            self.set_focus(self.sheet.widget("summary"))
        self.show_anonymous(not self.anonymous)
        self.draft_changed()

    def show_anonymous(self, anonymous: bool) -> None:
        """Show the form as anonymous, or with its identity."""
        self.anonymous = anonymous
        for name in IDENTITY:
            self.sheet.widget(name).visible = not anonymous
        self.show_flags()

    def do_confidential(self) -> None:
        """Mark it confidential, or no longer."""
        flag = self.sheet.widget("confidential")
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
        values = self.all_values()
        form = checked(matter_form(values, self.host.now(), self.host.zone), self.host.now())
        if form.channel is Channel.CALL and not form.read_back:
            self.app.push_screen(ReadBackScreen(values), self._after_card)
        else:
            await self._register(form)

    async def _after_card(self, how: ReadBack | None) -> None:
        if how is ReadBack.DONE:
            self.confirmed = self.sheet.values()
        if how in (ReadBack.DONE, ReadBack.WITHOUT):
            await self._refusable(self._save_read)

    async def _save_read(self) -> None:
        await self._register(matter_form(self.all_values(), self.host.now(), self.host.zone))

    async def _refusable(self, save: Callable[[], Awaitable[None]]) -> None:
        """Save, or say why not and go to the field at fault; everything stays as it was."""
        try:
            await save()
        except Refused as refused:
            if name := field_at_fault(refused):
                self.set_focus(self.sheet.widget(name))
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
        opening, same_as = form.channel is Channel.GROUP_VISIT, self.same_as
        self.keep_drafts = False
        try:
            done = await self.host.desk_do(
                lambda desk: desk.register(form, opening=opening, draft=FORM, same_as=same_as)
            )
        finally:
            self.keep_drafts = True
        self._units = None
        self.begin_afresh()
        self.sheet.show(title=saved_title(self.host.views, form, done), saved=True)
        if same_as and not done.same_as:
            self.host.tell(say("same.refused.not_linked", number=same_as))
        self._lead_on(done)

    def _lead_on(self, done: Done) -> None:
        """Go to the incident that was opened; else to the next unfinished form, if there is one."""
        if not done.incident:
            self.offer_draft()
            return
        self.offer_due = True
        self.host.show_incident(done.incident)
