"""What each key of the card does for due work that is one card: for all of it, in one go."""

from __future__ import annotations

from screens.live.ring_other import for_bundle, ring_other
from screens.prompt.acts import card_label, said_asking
from screens.shared.form import Form
from screens.shared.question import Asking
from screens.shared.snooze import snooze
from xfconsole.core.due.bundles import DutyBundle
from xfconsole.core.night.situation import Situation
from xfconsole.core.words.desk import RingOutcome
from xfconsole.ui.host import Host
from xfconsole.ui.words.posts import bundle_about


class BundleActs:
    """The acts for a bundle; each names all of its prompts in the journal."""

    def __init__(self, host: Host, situation: Situation, bundle: DutyBundle) -> None:
        self.host, self.situation, self.bundle = host, situation, bundle

    def answered(self) -> Asking:
        """Ask what was said; that may be empty."""
        return said_asking(self._heading("answered"), self.rang)

    async def rang(self, outcome: RingOutcome, text: str = "") -> object:
        """Log for each part the chase and how it ended, with whoever the card named."""
        contact, prompts = self.bundle.asked.contact, self.bundle.prompts
        person = contact.person if contact else ""
        return await self.host.desk_do(
            lambda desk: desk.chase_bundle(prompts, outcome, text=text, person=person)
        )

    def other(self) -> Form:
        """Return the form for a ring of somebody whom the roster does not name."""
        return ring_other(self.host, for_bundle(self.situation, self.bundle))

    def snooze(self) -> Asking:
        """Ask for the minutes and the reason."""
        prompts, most = self.bundle.prompts, self.bundle.first.policy.snooze_max_minutes
        return snooze(
            self.host,
            self._heading("snooze"),
            most,
            lambda desk, minutes, reason: desk.snooze_bundle(prompts, minutes, reason),
        )

    def _heading(self, name: str) -> str:
        return f"{bundle_about(self.bundle)} {card_label(name)}"
