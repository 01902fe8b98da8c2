"""Keeps what is in the intake form as a durable draft, and offers what was not finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.intake.fields import FORM
from screens.intake.sheet import IntakeSheet
from screens.shared.frame import DeskScreen
from screens.shared.once_drawn import OnceDrawn
from screens.widgets.key_bar import KeyBar
from screens.widgets.prose import Prose
from xfconsole.core.rows import Draft
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.keys.actions import action, bindings
from xfconsole.ui.keys.key_names import key_name
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.times import moment

SET_ASIDE = tuple(f"{FORM}.kept.{number}" for number in range(1, 10))
"""Drafts set aside to register somebody else first."""


class Drafts:
    """The draft of the intake form, and those set aside: when they are written and offered.

    ``fill`` puts values into the form and shows them.
    """

    def __init__(
        self, screen: DeskScreen, sheet: IntakeSheet, fill: Callable[[Mapping[str, str]], None]
    ) -> None:
        self._screen, self._sheet, self._fill = screen, sheet, fill
        self.paused = False
        """True while a registration is on its way, which drops the draft itself."""
        self.offer_due = False
        """Whether to offer an unfinished form when the screen is seen again."""
        self._put_off = False
        self._written: Mapping[str, str] = {}
        self._discarded: Mapping[str, str] = {}

    def write(self) -> None:
        """Queue what stands in the form to be kept, if it is something else by now."""
        values = {name: text for name, text in self._sheet.all_values().items() if text}
        if not self.paused and values != self._written:
            self._written = values
            self._save(FORM, values)

    def holds(self, name: str, text: str) -> bool:
        """Return whether what stands in a field is what was last queued."""
        return self._written.get(name, "") == text

    def begin_afresh(self) -> None:
        """Empty the form, whose content is stored or was discarded."""
        self._written = {}
        self._fill({})

    def discard(self) -> None:
        """Empty the form; a second time brings everything back."""
        values = self._sheet.all_values()
        if any(values.values()):
            self._discarded = values
            self.begin_afresh()
            self._written = values
            self.write()
            key = key_name(action("intake.discard").key_list[0])
            self._sheet.show(title=say("intake.title.discarded", pressed=key), saved=False)
        elif self._discarded:
            self._fill(self._discarded)
            self._discarded = {}
            self._sheet.show(title=say("intake.title.new"))

    # --- offering ------------------------------------------------------------------------------

    def offer(self) -> None:
        """Offer one unfinished form: the one typed last, then those set aside."""
        self.offer_due = False
        for form in (FORM, *SET_ASIDE):
            draft = self._draft(form)
            if draft is not None:
                host = self._screen.host
                today = host.now().astimezone(host.zone).date()
                time = moment(draft.saved_at, host.zone, today)
                card = OfferScreen(time, draft.values.get("summary", ""))
                self._screen.app.push_screen(card, lambda how, draft=draft: self._end(how, draft))
                return

    def screen_left(self) -> None:
        """Offer again what was put off, once another screen was seen meanwhile."""
        if self._put_off and not isinstance(self._screen.app.screen, ModalScreen):
            self.offer_due, self._put_off = True, False

    def screen_seen(self) -> None:
        """Offer what waits, if the form is still empty."""
        if self.offer_due and not any(self._sheet.all_values().values()):
            self.offer()

    def _draft(self, form: str) -> Draft | None:
        host = self._screen.host
        try:
            draft = host.views.draft(form)
        except Refused as refused:
            host.refuse(refused)
            return None
        return draft if draft is not None and any(draft.values.values()) else None

    def _end(self, how: Offer | None, draft: Draft) -> None:
        free = next((form for form in SET_ASIDE if self._draft(form) is None), None)
        if how is Offer.DISCARD:
            self._save(draft.form, {})
            self._discarded = draft.values
        elif how is Offer.LATER and free is not None:
            self._put_off = True
            if draft.form == FORM:
                self._save(free, draft.values)
                self._save(FORM, {})
        else:
            self._fill(draft.values)
            if draft.form != FORM:
                self._save(FORM, draft.values)
                self._save(draft.form, {})
            self._written = dict(draft.values)

    def _save(self, form: str, values: Mapping[str, str]) -> None:
        self._screen.host.office.save_draft(form, values)


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
            yield Prose(say("intake.draft.found", time=self._time), classes="said")
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
