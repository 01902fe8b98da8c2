"""On a registered matter: which others are the same, compared in full before they are linked."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from screens.compare.lines import Typed
from screens.compare.screen import CompareScreen
from xfconsole.core.reader.same_matter import Alike, Candidate, candidates, readable
from xfconsole.core.rows import MatterFile, MatterRow
from xfconsole.core.words.desk import Uid
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import has_others
from xfconsole.ui.keys.acting import Acting


class Linking(Acting):
    """Mixin of the matter screen: one key to link this matter with another, or to undo that."""

    if TYPE_CHECKING:

        @property
        def file(self) -> MatterFile: ...

    async def do_same(self) -> None:
        """Compare with the matters it is linked with, then with those that say much the same."""
        file = self.file
        linked, alike = await asyncio.to_thread(self._others, file)
        marked = frozenset(each.number for each in linked)
        more = [each for each in alike if each.number not in marked]
        requests = "\n".join(each.text for each in file.requests)
        mine = Typed(file.row.number, file.row.summary, file.text, requests)
        screen = CompareScreen(mine, [*linked, *more], marked, itself=file.row.number)

        async def chosen(row: MatterRow | None) -> None:
            if row is not None:
                await self._link(file.row.uid, row.uid, undo=row.number in marked)

        self.app.push_screen(screen, chosen)

    def same_letter(self, row: MatterRow) -> list[MatterRow]:
        """Return what another desk made of the same letter; asked only where there is one."""
        return self.host.views.same_letter(row) if has_others(self.host) else []

    def _others(self, file: MatterFile) -> tuple[list[Candidate], list[Candidate]]:
        views, row = self.host.views, file.row
        linked = [readable(views, each.uid) for each in views.linked_matters(row.uid)]
        twice = [readable(views, each.uid) for each in self.same_letter(row)]
        alike = candidates(views, row.summary, file.text, row.uid)
        same = [Candidate(each, Alike.VERY) for each in twice if each is not None]
        numbers = {each.number for each in same}
        more = [each for each in alike if each.number not in numbers]
        return [Candidate(each) for each in linked if each is not None], [*same, *more]

    async def _link(self, matter: Uid, other: Uid, *, undo: bool) -> None:
        try:
            await self.host.desk_do(
                lambda desk: desk.unlink(matter, other) if undo else desk.link(matter, other)
            )
        except Refused as refused:
            self.host.refuse(refused)
