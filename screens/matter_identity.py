"""The keys of the matter screen that read an identity and look into a lone reading of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from screens.form import FormScreen
from screens.identity import IdentityScreen
from screens.identity_form import identity_form, review_form
from xfconsole.core.erasure import erasure_of
from xfconsole.core.events import Event
from xfconsole.core.glass import glass_of, second_needed, unreviewed
from xfconsole.core.model import Identity
from xfconsole.core.official import same
from xfconsole.core.ports import MatterFile
from xfconsole.ui.acting import Acting
from xfconsole.ui.i18n import say


class Identifying(Acting):
    """Mixin of the matter screen. What was read goes into the window and nowhere else."""

    if TYPE_CHECKING:

        @property
        def file(self) -> MatterFile: ...

    def identity_reason(self, action_id: str) -> str:
        """Say why there is nothing to read, or nothing to look into."""
        if action_id == "matter.identity" and not self.file.has_identity:
            return say("identity.refused.none")
        if action_id == "matter.identity" and erasure_of(self.file.events).erased is not None:
            return say("identity.refused.erased")
        if action_id != "matter.review":
            return ""
        waiting = self._waiting()
        if not waiting:
            return say("identity.off.no_glass")
        if all(same(each.officer, self.host.office.officer) for each in waiting):
            return say("identity.refused.own_glass", officer=self.host.office.officer)
        return ""

    def do_identity(self) -> None:
        """Ask why the identity is to be read, then show it for a minute."""
        number, needs = self.file.row.number, second_needed(self.file.events)
        read: list[Identity] = []
        form = identity_form(self.host, number, needs=needs, take=read.append)

        def show(_: bool | None) -> None:
            identity, top = read.pop() if read else None, cast("object", self.app.screen)
            # Whatever came over this screen meanwhile, such as the lock, is not to be covered.
            if identity is not None and top is self:
                self.app.push_screen(IdentityScreen(number, identity, self.host.now()))

        self.app.push_screen(FormScreen(form), show)

    def do_review(self) -> None:
        """Look into the oldest lone reading of another officer's."""
        own = self.host.office.officer
        event = next(each for each in self._waiting() if not same(each.officer, own))
        waiting = glass_of(event, self.file.row.number)
        self.app.push_screen(FormScreen(review_form(self.host, waiting)))

    def _waiting(self) -> list[Event]:
        return unreviewed(self.file.events)
