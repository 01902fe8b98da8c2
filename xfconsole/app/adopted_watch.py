"""Tells while the console runs that the desks go by another pack or table of holidays."""

from __future__ import annotations

from xfconsole.ui.host import Office
from xfconsole.ui.words.catalogue import say


class AdoptedWatch:
    """What every desk goes by, as it was told last; an only desk's never changes."""

    def __init__(self, office: Office) -> None:
        self._policy, self._days = office.policy, office.rules.workdays

    def news(self, office: Office) -> str:
        """Return what to say of a change, with what this desk has of its own; once."""
        policy, days = office.policy, office.rules.workdays
        if policy.digest == self._policy.digest and days is self._days:
            return ""
        said = []
        if policy.digest != self._policy.digest:
            said.append(say("adopting.now.policy", label=policy.label, before=self._policy.label))
        if days is not self._days:
            said.append(say("adopting.now.holidays"))
        self._policy, self._days = policy, days
        return "\n".join([*said, *(say(each.key, **each.values) for each in office.offered)])
