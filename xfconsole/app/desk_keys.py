"""Lets the desk's F-keys work from whatever lies over a screen; what was typed there is kept.

Not from the lock and the screens before the desk, which show nothing of it; not while the window is
too small, because nothing of what opened would be seen; and not where a screen's ``stays`` says
why: a verb that is not finished, a passphrase half typed (none is ever kept), a recovery code that
nobody could show again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

from xfconsole.app.locking import Locking
from xfconsole.ui.keys.actions import actions, as_binding
from xfconsole.ui.words.catalogue import say

# For types only: the first frame is drawn before the rules are loaded.
if TYPE_CHECKING:
    from xfconsole.core.night.situation import Situation
    from xfconsole.ui.host import Office

SCREENS = {
    "intake": "screens.intake.screen:IntakeScreen",
    "live": "screens.live.screen:LiveScreen",
    "ledger": "screens.ledger.screen:LedgerScreen",
    "roster": "screens.roster.screen:RosterScreen",
    "log": "screens.log.screen:LogScreen",
    "figures": "screens.figures.screen:FiguresScreen",
    "upward": "screens.upward.screen:UpwardScreen",
    "letters": "screens.letters.screen:LettersScreen",
    "officers": "screens.office.officers:OfficersScreen",
    "retention": "screens.office.retention:RetentionScreen",
    "reception": "screens.reception.screen:ReceptionScreen",
}
"""The desk's own screens; each is imported when it is first shown."""
_OVER = ("app.help", "app.palette")
"""What opens on top: nothing has to close for it."""
_STAYS = (*_OVER, "app.more", "app.lock")
"""What closes nothing."""
_NOT_WHILE = {
    "close": ("app.help",),
    "palette": ("app.palette",),
    # Nothing may lie over an identity: its window closes first.
    "identity": _OVER,
}
"""What a screen of this group shows already, or does in its own way."""
_FROM_CARDS = frozenset(
    f"app.{name}"
    for name in (
        "help intake live ledger roster log command answer leave palette more lock".split()
    )
)


class DeskKeys(Locking):
    """An App whose keys of the group ``app`` reach past what lies over the desk's screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Ctrl+C stays the fields': there it copies.
        as_binding(replace(each, twin="", priority=True))
        for each in actions("app")
        if each.id in _FROM_CARDS - {"app.lock"}
    ]

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.left: dict[tuple[str, ...], str] = {}
        self.ran: list[str] = []
        self.came_from: Callable[[], object] | None = None
        self.situation: Situation | None = None
        self._office: Office | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to the screen that is seen unless something lies over the desk's own."""
        if action != "act" or parameters == ("app.lock",):
            return super().check_action(action, parameters)
        group = getattr(self.screen, "GROUP", "")
        return bool(
            group
            and self._over()
            and not self.covered
            and parameters[0] not in _NOT_WHILE.get(group, ())
        )

    def reaches(self, action_id: str) -> bool:
        """Whether a key of the group ``app`` gets past what lies over the desk's screen."""
        return action_id in _FROM_CARDS and bool(self.check_action("act", (action_id,)))

    def reason(self, action_id: str) -> str:
        """Return why something of the group ``app`` is impossible now, or an empty text."""
        now = self.situation
        if action_id == "app.answer" and not (now and (now.ranked or now.asks_bell)):
            return say("ui.prompt.none")
        if action_id == "app.adopt" and not (self._office and self._office.offered):
            return say("adopting.none")
        return next(filter(None, (each.stays() for each in self._in_the_way(action_id))), "")

    async def action_act(self, action_id: str) -> None:
        """Lock; or close what lies over the desk's screen, all or nothing, then act there."""
        for each in self._in_the_way(action_id):
            # A window closed before it has its widgets would look for them afterwards.
            await self._made(each)
        if action_id == "app.lock":
            await super().action_act(action_id)
        elif reason := self.reason(action_id):
            self.tell(reason)
        else:
            closed = self._in_the_way(action_id)
            for each in closed:
                each.leave()
            there = action_id == "app.answer" and self._over()
            # From a window over the handover page F10 goes to the page; only there it leaves.
            page = action_id == "app.leave" and getattr(self.screen, "GROUP", "") == "handover"
            if not (there or (page and closed)):
                await self.act(action_id)

    def _do_more(self) -> None:
        from screens.widgets.key_bar import KeyBar

        for bar in self.screen.query(KeyBar):
            bar.turn()

    def _in_the_way(self, action_id: str) -> list[Any]:
        """Return what has to close first, the topmost first; a card stays for its questions."""
        if action_id in _STAYS:
            return []
        over = self._over()
        if action_id == "app.answer":
            return list(takewhile(lambda each: getattr(each, "GROUP", "") != "prompt", over))
        return over

    def _over(self) -> list[Any]:
        """Return what lies over the desk's screen, the topmost first."""
        stack: list[Screen[Any]] = list(reversed(self.screen_stack))
        return list(takewhile(lambda each: isinstance(each, ModalScreen), stack))

    def forget_officer(self) -> None:
        """Drop what this officer typed, ran and came from."""
        self.left.clear()
        self.ran.clear()
        self.came_from = None

    async def act(self, action_id: str) -> None:
        """Do something of the group ``app``."""
        raise NotImplementedError

    def tell(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        raise NotImplementedError
