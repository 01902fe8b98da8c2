"""What screens may ask of the app around them, and what the app asks of an office."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from textual.message import Message

from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.held_key import KeyPresses

# For types only: the first frame is drawn before the rules are loaded.
if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from xfconsole.core.facts.of_matter import LettersEnded
    from xfconsole.core.ledger.listing import SavedView
    from xfconsole.core.matter.limits import Rules
    from xfconsole.core.night.handover import Said
    from xfconsole.core.night.situation import Situation
    from xfconsole.core.office.backups import BackupState
    from xfconsole.core.office.disk_room import Room
    from xfconsole.core.office.meeting import HubState
    from xfconsole.core.office.officers import OfficerRow
    from xfconsole.core.office.slip import Slip
    from xfconsole.core.policy.pack import Policy
    from xfconsole.core.ports import Views
    from xfconsole.core.words.desk import Uid
    from xfconsole.desk import Desk
    from xfconsole.imports.bring_in import LettersDone as LettersDone
    from xfconsole.imports.head import Head as Head
    from xfconsole.imports.head import HeadColumn as HeadColumn
    from xfconsole.imports.queued import Brought as Brought
    from xfconsole.imports.roster_file import RosterFile
    from xfconsole.ui.papers import Papers

T = TypeVar("T")

FRAME = 0.01
"""Seconds for a thread to write the first frame: whatever is loaded meanwhile holds it up."""


@frozen
class Founding:
    """What the very first start asks for."""

    office: str
    time_zone: str
    officer: str
    passphrase: str


class Office(Protocol):
    """An office that is open: its desk on the writer thread, and its readers."""

    @property
    def name(self) -> str:
        """The office's name."""

    @property
    def officer(self) -> str:
        """Who is at the desk."""

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""

    @property
    def views(self) -> Views:
        """Read-only look-ups."""

    @property
    def folder(self) -> Path:
        """Where the office lies on disk; keymap and policy are looked for there."""

    @property
    def policy(self) -> Policy:
        """The pack in force for incidents opened from now on."""

    @property
    def rules(self) -> Rules:
        """What a matter's dates are computed from."""

    @property
    def guarded(self) -> bool:
        """Whether passphrases open it; a demo has none."""

    def proven_officer(self, officer: str, passphrase: str) -> str:
        """Return the name of an officer who proves to be there; blocks on purpose.

        Raises Refused for a wrong passphrase.
        """

    def sign_in(self, officer: str, passphrase: str) -> str:
        """Give the desk to an officer who proves to be there, and return the name; blocks.

        From then on ``officer``, ``views`` and every verb are theirs. Raises Refused for a wrong
        passphrase, with the officer before still at the desk.
        """

    def hand_over(self, officer: str, note: str, accepted: Collection[Uid], said: Said) -> str:
        """Give the desk to an officer who proved to be there, with the clocks they accept; blocks.

        Returns the name, as ``sign_in`` does. Raises Refused with everything as it was.
        """

    def officers(self) -> list[OfficerRow]:
        """Return who can open the office; blocks. Raises Refused in a demo."""

    def add_officer(self, own: str, name: str, passphrase: str) -> str:
        """Give somebody a passphrase and return their name as it is kept; blocks.

        ``own`` is that of the officer at the desk. Raises Refused when it is wrong.
        """

    def revoke_officer(self, name: str) -> str:
        """Take somebody's passphrase away; blocks. Refuses the last one, and one's own."""

    def change_passphrase(self, old: str, new: str) -> None:
        """Replace the passphrase of the officer at the desk; blocks. Raises Refused."""

    def renew_recovery(self, own: str) -> str:
        """Return a new recovery code, kept nowhere; blocks. The one before opens no more."""

    def read_roster(self, path: Path, columns: Mapping[str, str]) -> RosterFile:
        """Read a duty roster and store nothing; blocks. Raises Refused for the file as a whole.

        ``columns`` says which posts columns mean, beside what was answered before.
        """

    def remember_columns(self, columns: Mapping[str, str]) -> None:
        """Keep in the office's folder which posts columns of its rosters mean; blocks."""

    def bring_letters(
        self,
        path: Path,
        mapping: Mapping[str, str],
        goes_on: Callable[[LettersDone], bool],
        *,
        store: bool,
    ) -> Brought:
        """Register the letters of a file, or only count what would come in; blocks.

        ``mapping`` says which field a column is, by its header, empty for one that is not read.
        ``goes_on`` is told the state after every piece, and says whether to go on. Raises Refused
        for the file as a whole; what was stored before stays.
        """

    def letter_head(self, path: Path) -> Head:
        """Return the first rows of a file of letters to be seen; blocks. Raises Refused."""

    def fitting_mappings(self, path: Path) -> Mapping[str, Mapping[str, str]]:
        """Return by name the mappings kept of which every column stands in a file; blocks."""

    def keep_mapping(self, name: str, mapping: Mapping[str, str]) -> None:
        """Keep a mapping by name in the office's folder; blocks."""

    def letter_reports(self) -> Sequence[LettersEnded]:
        """Return what became of each file of letters, the newest first; blocks."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""

    def submit(self, work: Callable[[Desk], T]) -> Future[T]:
        """Run work with the desk on the writer thread."""

    def save_draft(self, form: str, values: Mapping[str, str]) -> Future[None]:
        """Queue the newest state of a form; never waits for the disk."""

    def save_view(self, view: SavedView) -> Future[None]:
        """Queue a view of the ledger to be kept; never waits for the disk."""

    def drop_view(self, name: str) -> Future[None]:
        """Queue a view of the ledger to be forgotten; never waits for the disk."""

    @property
    def backups(self) -> BackupState:
        """How the office stands with its backups."""

    def start_backup_if_due(self) -> BackupState:
        """Begin a backup if it is time for one; never waits. To be called every second."""

    def back_up(self) -> Future[BackupState]:
        """Begin a backup now, or join the one being made; the future never fails."""

    @property
    def hub(self) -> HubState:
        """How the desk stands with the hub by which the office's desks meet."""

    @property
    def noticed(self) -> Refused | None:
        """What the officer has to know about the files that were opened."""

    @property
    def offered(self) -> Sequence[Refused]:
        """What this desk has of its own that an officer can adopt for all desks of the office."""

    @property
    def slips(self) -> Sequence[Slip]:
        """What is wrong with the optional files of the office, found when it was opened."""

    @property
    def room(self) -> Room:
        """How much room there is to save in."""

    def tick(self) -> Future[Situation]:
        """Announce what became due, and use the room there is to save in; at least every second."""

    def close(self) -> None:
        """Write what waits and close everything."""


class Offices(Protocol):
    """Where offices come from. Every call may block and runs on a thread of its own."""

    def exists(self) -> bool:
        """Return whether an office was set up here. Quick, and loads nothing."""

    def officers(self) -> Sequence[str]:
        """Return who can open the office."""

    def open(self, officer: str, passphrase: str) -> Office:
        """Open the office. Raises Refused for a wrong passphrase."""

    def wait(self) -> int:
        """Return the seconds left of a wait for too many wrong passphrases, 0 for none."""

    def recover(self, officer: str, code: str, passphrase: str) -> Office:
        """Give an officer a new passphrase by the recovery code, and open the office with it."""

    def found(self, founding: Founding) -> tuple[Office, str]:
        """Set up an office; returns it with the recovery code, which is kept nowhere."""

    def demo(self) -> Office:
        """Make a throw-away office with a night already under way."""


class OpensOffices(Protocol):
    """The app, as the screens before the desk see it."""

    async def enter(self, office: Office) -> None:
        """Take an open office into use and show its first screen."""


class Host(Protocol):
    """The app, as screens see it."""

    situation: Situation | None
    """The latest situation; None until the first tick after opening."""
    keys: KeyPresses
    """Whether the last key is being held down."""
    left: dict[tuple[str, ...], str]
    """What was typed into a card or form that an F-key closed, until the same one opens again."""

    @property
    def office(self) -> Office:
        """The open office; LookupError before one is."""

    @property
    def views(self) -> Views:
        """Read-only look-ups."""

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""

    async def desk_do(self, work: Callable[[Desk], T]) -> T:
        """Run a verb on the writer thread and take in the new situation. Raises Refused."""

    async def sign_in(self, officer: str, passphrase: str) -> str:
        """Give the desk to an officer who proves to be there, and return the name.

        Of another officer than before, no screen stays: the desk begins anew, with what was typed
        in its draft. Raises Refused for a wrong passphrase, with everything as it was.
        """

    async def hand_over(self, to: str, note: str, accepted: Collection[Uid], said: Said) -> None:
        """Give the desk to an officer who proved to be there, with the clocks they accept.

        The desk begins anew as after ``sign_in``, and a backup is begun. Raises Refused with
        everything as it was.
        """

    told: Collection[str]
    """What was told last, the newest first."""

    def tell(self, sentence: str) -> None:
        """Show a sentence for some seconds, in the line that the screen in sight has for it."""

    def clear_message(self) -> None:
        """End what was told: the officer goes on."""

    def refuse(self, refused: Refused) -> None:
        """Show why something was refused."""

    came_from: Callable[[], object] | None
    """What leads to the screen that the one seen came in the place of; None for the first one."""
    ran: list[str]
    """What the officer at the desk ran from the command line, the newest last."""

    def show_screen(self, name: str) -> None:
        """Show one of the desk's own screens, such as ``live``."""

    def show_incident(self, incident: Uid) -> None:
        """Show the live screen with this incident chosen."""

    async def act(self, action_id: str) -> None:
        """Do something of the group ``app``, such as ``app.live``."""

    def reason(self, action_id: str) -> str:
        """Return why something of the group ``app`` is impossible now, or an empty text."""

    def reaches(self, action_id: str) -> bool:
        """Whether a key of the group ``app`` gets past what lies over the desk's screen."""

    def subjects(self) -> Sequence[tuple[str, ...]]:
        """Return the subjects to pick from, each from its first level down. Raises Refused."""

    def papers(self) -> Papers:
        """Return what sets the office's documents out."""

    def prompt_seen(self, prompt: Uid) -> None:
        """Stop the bell for a prompt: the officer has its card open."""

    def try_bell(self) -> None:
        """Ring both ways for a trial."""


def has_others(host: Host) -> bool:
    """Whether the office has other desks."""
    return host.situation is not None and host.situation.desks is not None


class SituationChanged(Message):
    """The situation is another one; the screens seen get this, and whoever resumes looks up."""

    def __init__(self, situation: Situation) -> None:
        super().__init__()
        self.situation = situation

    def can_replace(self, message: Message) -> bool:
        """A newer situation makes one still waiting pointless."""
        return isinstance(message, SituationChanged)
