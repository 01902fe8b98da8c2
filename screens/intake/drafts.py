"""Keeps what is in the intake form as a durable draft, and offers what was not finished."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import ScreenResume, ScreenSuspend
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.intake.fields import FIELDS, FORM, YES
from screens.intake.walking import Walking
from screens.shared.once_drawn import OnceDrawn
from screens.widgets.key_bar import KeyBar
from xfconsole.core.rows import Draft
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys.actions import action, bindings
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import moment

KEPT = tuple(f"{FORM}.kept.{number}" for number in range(1, 10))
"""Drafts set aside to register somebody else first."""


class Drafting(Walking):
    """Base of the intake screen: what a draft holds, when it is written, and when it is offered."""

    confirmed: Mapping[str, str] | None = None
    """The form as it was read back, if it was."""
    keep_drafts = True
    """False while a registration is on its way, which drops the draft itself."""
    same_as = ""
    """The number of the matter that this one was found to be the same as."""
    offer_due = False
    """Whether to offer an unfinished form when this screen is seen again."""

    _put_off = False
    """Whether a form was offered and put off: it is offered again when one comes back."""
    _written: Mapping[str, str] = {}
    _discarded: Mapping[str, str] = {}

    def all_values(self) -> dict[str, str]:
        """Return every field as text, whether it is anonymous and was read back, and the mark."""
        fields = self.sheet.values()
        return {
            **fields,
            "anonymous": YES if self.anonymous else "",
            "read_back": YES if self.confirmed == fields else "",
            "same_as": self.same_as,
        }

    def draft_changed(self) -> None:
        """Write the draft before what changed it is seen: whatever stands there is kept."""
        self._write()

    def take_typed(self) -> None:
        """Write the draft now: a key changed a field."""
        self._write()

    def save_typed(self) -> None:
        """Write what no message told of yet: the console ends."""
        self._write()

    def begin_afresh(self) -> None:
        """Empty the form, whose content is stored or was discarded."""
        self._written = {}
        self.confirmed = None
        self.same_as = ""
        for name in FIELDS:
            self.sheet.field(name).fill("")
        self.show_anonymous(False)
        self.show_same()
        self.set_focus(self.sheet.widget("channel"))

    def show_anonymous(self, anonymous: bool) -> None:
        """Show the form as anonymous, or with its identity."""
        raise NotImplementedError

    def show_flags(self) -> None:
        """Show above the form what must not be overlooked."""
        raise NotImplementedError

    def show_same(self) -> None:
        """Show what the matter may be the same as, and what it was marked as."""
        raise NotImplementedError

    def offer_draft(self) -> None:
        """Offer one unfinished form: the one typed last, then those set aside."""
        self.offer_due = False
        for form in (FORM, *KEPT):
            draft = self._draft(form)
            if draft is not None:
                time = moment(draft.saved_at, self.host.zone, self._today())
                offer = OfferScreen(time, draft.values.get("summary", ""))
                self.app.push_screen(offer, lambda how, draft=draft: self._decided(how, draft))
                return

    def on_screen_suspend(self, _: ScreenSuspend) -> None:
        """Offer again what was put off, once another screen was seen meanwhile."""
        if self._put_off and not isinstance(self.app.screen, ModalScreen):
            self.offer_due, self._put_off = True, False

    def on_screen_resume(self, _: ScreenResume) -> None:
        """Offer what waits, if the form is still empty."""
        if self.offer_due and not any(self.all_values().values()):
            self.offer_draft()

    def do_discard(self) -> None:
        """Empty the form; a second time brings everything back."""
        values = self.all_values()
        if any(values.values()):
            self._discarded = values
            self.begin_afresh()
            self._written = values
            self.draft_changed()
            key = key_name(action("intake.discard").key_list[0])
            self.sheet.show(title=say("intake.title.discarded", pressed=key), saved=False)
        elif self._discarded:
            self._fill(self._discarded)
            self._discarded = {}
            self.sheet.show(title=say("intake.title.new"))

    def _write(self) -> None:
        if self.confirmed is not None and self.confirmed != self.sheet.values():
            self.confirmed = None
            self.show_flags()
        values = {name: text for name, text in self.all_values().items() if text}
        if self.keep_drafts and values != self._written:
            self._written = values
            self.host.office.save_draft(FORM, values)

    def _draft(self, form: str) -> Draft | None:
        try:
            draft = self.host.views.draft(form)
        except Refused as refused:
            self.host.refuse(refused)
            return None
        return draft if draft is not None and any(draft.values.values()) else None

    def _decided(self, how: Offer | None, draft: Draft) -> None:
        free = next((form for form in KEPT if self._draft(form) is None), None)
        if how is Offer.DISCARD:
            self.host.office.save_draft(draft.form, {})
            self._discarded = draft.values
        elif how is Offer.LATER and free is not None:
            self._put_off = True
            if draft.form == FORM:
                self.host.office.save_draft(free, draft.values)
                self.host.office.save_draft(FORM, {})
        else:
            self._fill(draft.values)
            if draft.form != FORM:
                self.host.office.save_draft(FORM, draft.values)
                self.host.office.save_draft(draft.form, {})
            self._written = dict(draft.values)

    def _fill(self, values: Mapping[str, str]) -> None:
        """Put a draft into the form; the cursor goes to the last field that has something."""
        for name in FIELDS:
            self.sheet.field(name).fill(values.get(name, ""))
        self.show_anonymous(values.get("anonymous") == YES)
        self.confirmed = self.sheet.values() if values.get("read_back") == YES else None
        self.same_as = values.get("same_as", "")
        self.show_same()
        filled = [name for name in self.walk() if values.get(name)]
        self.set_focus(self.sheet.widget(filled[-1] if filled else "channel"))

    def _today(self) -> date:
        return self.host.now().astimezone(self.host.zone).date()


class Offer(Enum):
    """What the officer wants done with the unfinished registration."""

    RESUME = "resume"
    DISCARD = "discard"
    LATER = "later"


class OfferScreen(OnceDrawn[Offer]):
    """Ends with the decision. Keys typed before it was drawn do nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("draft")]
    GROUP: ClassVar[str] = "draft"

    def __init__(self, time: str, summary: str) -> None:
        super().__init__()
        self._time, self._summary = time, summary

    def compose(self) -> ComposeResult:
        """Say when it was left and what it was about."""
        with Vertical(classes="window"):
            yield Static(Content(say("intake.draft.found", time=self._time)), classes="said")
            yield Static(Content(self._summary), classes="said")
            yield KeyBar(self.GROUP, "app")

    def on_mount(self) -> None:
        """Name the window."""
        self.query_one(".window").border_title = say("intake.draft.title")

    def leave(self) -> None:
        """Decide later."""
        self.dismiss(Offer.LATER)

    def do_resume(self) -> None:
        """Go on with it."""
        self.end(Offer.RESUME)

    def do_discard(self) -> None:
        """Throw it away."""
        self.end(Offer.DISCARD)

    def do_later(self) -> None:
        """Keep it and register somebody else first."""
        self.end(Offer.LATER)
