"""What an open office reads of tables that are brought in: rosters and letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

# For types only: what reads spreadsheets is slow to load.
if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from xfconsole.core.facts.of_matter import LettersEnded
    from xfconsole.core.policy.pack import Policy
    from xfconsole.core.ports import Views
    from xfconsole.desk import Desk
    from xfconsole.imports.bring_in import LettersDone
    from xfconsole.imports.head import Head
    from xfconsole.imports.queued import Brought
    from xfconsole.imports.roster_file import RosterFile

T = TypeVar("T")


class _Office(Protocol):
    @property
    def officer(self) -> str: ...

    @property
    def zone(self) -> ZoneInfo: ...

    @property
    def folder(self) -> Path: ...

    @property
    def views(self) -> Views: ...

    @property
    def policy(self) -> Policy: ...

    def now(self) -> datetime: ...

    def submit(self, work: Callable[[Desk], T]) -> Future[T]: ...


class OfficeTables:
    """The part of ``ui.host.Office`` that reads tables, for an office with desk and folder."""

    def read_roster(self: _Office, path: Path, columns: Mapping[str, str]) -> RosterFile:
        """Read a duty roster with the policy's posts; stores nothing."""
        from xfconsole.imports.roster_file import read_roster
        from xfconsole.office_files.kept_columns import load_columns

        posts = {post.id: post.name for post in self.policy.posts.values()}
        known = {**load_columns(self.folder), **columns}
        of_roster = self.submit(lambda desk: desk.roster().units()).result()
        units = (*self.views.units(), *of_roster)
        return read_roster(path, self.zone, posts, columns=known, units=units)

    def remember_columns(self: _Office, columns: Mapping[str, str]) -> None:
        """Keep which posts columns of the office's rosters mean."""
        from xfconsole.office_files.kept_columns import remember_columns

        remember_columns(self.folder, columns)

    def bring_letters(
        self: _Office,
        path: Path,
        mapping: Mapping[str, str],
        goes_on: Callable[[LettersDone], bool],
        *,
        store: bool,
    ) -> Brought:
        """Register the letters of a file, or only count what would come in; blocks."""
        from xfconsole.imports.queued import bring_queued

        who, now = self.officer, self.now()
        return bring_queued(self.submit, who, path, mapping, self.zone, now, goes_on, store=store)

    def letter_reports(self: _Office) -> list[LettersEnded]:
        """Return what became of each file of letters, the newest first; blocks."""
        from xfconsole.imports.reports import reports

        office = self.submit(lambda desk: desk.office).result()
        return reports(self.views.events_of(office))

    def letter_head(self, path: Path) -> Head:
        """Return the first rows of a file of letters; stores nothing."""
        from xfconsole.imports.head import head_of

        return head_of(path)

    def fitting_mappings(self: _Office, path: Path) -> dict[str, dict[str, str]]:
        """Return by name what was kept of columns that all stand in a file."""
        from xfconsole.imports.head import head_of
        from xfconsole.office_files.kept_columns import load_mappings

        kept = load_mappings(self.folder)
        return {name: kept[name] for name in head_of(path).fitting(kept)} if kept else {}

    def keep_mapping(self: _Office, name: str, mapping: Mapping[str, str]) -> None:
        """Keep what columns of letters mean under a name."""
        from xfconsole.office_files.kept_columns import keep_mapping

        keep_mapping(self.folder, name, mapping)
