"""The textual App: opens the office, keeps one instance of each screen, ticks once a second."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual._path import CSSPathType
from textual.screen import Screen

from xfconsole.app import ready, terminal
from xfconsole.app.desk_keys import SCREENS
from xfconsole.app.leaving import drop_screens, leave
from xfconsole.app.messages import FaultMessages
from xfconsole.app.ringing import Ringing
from xfconsole.core.words.refusal import Refused
from xfconsole.ui.host import FRAME, Office, Offices, SituationChanged
from xfconsole.ui.text import themes
from xfconsole.ui.text.glyphs import use_ascii
from xfconsole.ui.words.catalogue import say

# For types only: the first frame is drawn before the rules are loaded.
if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from xfconsole.app.adopted_watch import AdoptedWatch
    from xfconsole.app.office_room import RoomWatch
    from xfconsole.app.troubles import TroubleWatch
    from xfconsole.core.night.situation import Situation
    from xfconsole.core.ports import Views
    from xfconsole.core.words.desk import Uid
    from xfconsole.desk import Desk
    from xfconsole.ui.papers import Papers

T = TypeVar("T")

_HERE = Path(__file__).parent
_SCREENS = _HERE.parent.parent / "screens"
_SHARED_STYLES = [
    _SCREENS / "shared" / f"{name}.tcss"
    for name in ("lists", "window", "form", "pick", "question", "derivation", "file_pane")
]
"""What holds on every screen unless its own stylesheet, read later, says else."""


class ConsoleApp(FaultMessages, Ringing):
    """The console over the offices given to it; ``ui.host.Host`` says what it does for screens."""

    # Absolute, because textual looks beside the file of the class that runs, maybe a subclass.
    CSS_PATH: ClassVar[CSSPathType | None] = [
        _HERE / "console.tcss",
        _SCREENS / "shared" / "frame.tcss",
        _SCREENS / "start" / "frame.tcss",
    ]
    ENABLE_COMMAND_PALETTE = False
    TITLE = "xfconsole"

    _troubles: TroubleWatch
    _room: RoomWatch
    _adopted: AdoptedWatch | None = None
    """What they have told of the open office."""

    def __init__(
        self,
        offices: Offices,
        *,
        demo: bool = False,
        ascii_only: bool = False,
        theme: str = themes.DARK,
        screens: Mapping[str, str] = SCREENS,
        lock_minutes: int = 0,
    ) -> None:
        super().__init__(lock_minutes)
        self.offices = offices
        self.demo = demo
        self._screens = screens
        self._closing_office = threading.Lock()
        self._ticking = False
        self._loading: asyncio.Task[None] | None = None
        # Setting the theme would have every stylesheet read, and everything styled, once more.
        for each in themes.THEMES:
            self.register_theme(each)
        self.set_reactive(ConsoleApp.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none"
        use_ascii(ascii_only)
        self.set_class(ascii_only, "-ascii-borders")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the stylesheets our own variables before a theme is chosen."""
        return themes.THEMES[0].variables

    # --- what screens ask for (ui.host.Host) ---------------------------------------------------

    @property
    def office(self) -> Office:
        """The open office; LookupError before one is."""
        if self._office is None:
            raise LookupError("no office is open yet")
        return self._office

    @property
    def views(self) -> Views:
        """Read-only look-ups."""
        return self.office.views

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return self.office.zone

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return self.office.now()

    async def desk_do(self, work: Callable[[Desk], T]) -> T:
        """Run a verb on the writer thread and take in the new situation. Raises Refused."""

        def verb(desk: Desk) -> tuple[T, Situation]:
            return work(desk), desk.situation()

        result, situation = await asyncio.wrap_future(self.office.submit(verb))
        self._take(situation)
        return result

    async def sign_in(self, officer: str, passphrase: str) -> str:
        """Give the desk to an officer who proves to be there, and return the name."""
        # The desk is theirs whether or not the screen that asked is still there to hear of it.
        return await asyncio.shield(self._seat(partial(self.office.sign_in, officer, passphrase)))

    async def hand_over(
        self, to: str, note: str, accepted: Collection[Uid], said: Mapping[Uid, str]
    ) -> None:
        """Give the desk, and the clocks they accept, to an officer who proved to be there."""
        take = partial(self.office.hand_over, to, note, accepted, said)
        await asyncio.shield(self._handed(take))

    async def _handed(self, take: Callable[[], str]) -> None:
        self.tell(say("handover.done", to=await self._seat(take)))
        self.office.back_up()

    async def _seat(self, take: Callable[[], str]) -> str:
        office, before = self.office, self.office.officer
        self.write_drafts()
        name = await asyncio.to_thread(take)
        situation = await asyncio.wrap_future(office.tick())
        if name != before:
            self.situation = situation
            self.forget_cover()
            self.forget_officer()
            self._troubles.forget()
            drop_screens(self, self._first_desk_screen)
            self.fit(self.size)
            from screens.shared.tonight import holes_said

            if said := holes_said(office, situation, self.now()):
                self.warn("\n".join(said))
        self._take(situation)
        return name

    async def act(self, action_id: str) -> None:
        """Do something of the group ``app``."""
        name = action_id.partition(".")[2]
        if name in self._screens:
            self.show_screen(name)
        else:
            getattr(self, f"_do_{name}")()

    def show_incident(self, incident: Uid) -> None:
        """Show the live screen with this incident chosen."""
        if self.covered:
            self.when_uncovered(lambda: self.show_incident(incident))
            return
        self.show_screen("live")
        self.screen.choose_incident(incident)  # type: ignore[attr-defined]

    def subjects(self) -> Sequence[tuple[str, ...]]:
        """Return the office's subjects, or the built-in ones."""
        from xfconsole.office_files.in_force import subjects_that_hold

        return subjects_that_hold(self.office.folder)

    def papers(self) -> Papers:
        """Return what sets the office's documents out."""
        from xfconsole.documents.office_papers import OfficePapers

        return OfficePapers(self.office.folder)

    # --- screens -------------------------------------------------------------------------------

    def show_screen(self, name: str) -> None:
        """Show one of the desk's screens, made when it is first wanted and kept from then on."""
        if not self.is_screen_installed(name):
            self.install_screen(_load(self._screens[name])(), name)
        if self.screen is not self.get_screen(name):
            # Who goes back came from where they had come from before: else Escape goes in circles.
            if getattr(self.screen, "back_to", "") != f"app.{name}":
                back = getattr(self.screen, "way_back", None)
                self.came_from = back() if back else None
            self.switch_screen(name)

    def switch_screen(self, screen: Screen[Any] | str) -> Any:
        """Show a screen in another's place."""
        if len(self.screen_stack) > 1:
            return super().switch_screen(screen)
        # Textual keeps the first one below: nothing typed stays there. It may never be drawn.
        self.screen.remove_children()
        self._get_ready()
        return self.push_screen(screen)

    def _do_help(self) -> None:
        group = getattr(self.screen, "GROUP", "")
        self.push_screen(_load("screens.help.screen:HelpScreen")(group, self.told))

    def _do_leave(self) -> None:
        leave(self, self.offices.officers if self.guarded else None)

    def _do_palette(self) -> None:
        self.push_screen(_load("screens.help.palette:PaletteScreen")(self.screen))

    @property
    def guarded(self) -> bool:
        """Whether an office is open that has passphrases."""
        return self._office is not None and self._office.guarded

    def lock_screen(self) -> Screen[Any] | None:
        """Return what covers the desk, once there is one."""
        if self._office is None or self._exit:
            return None
        officers = self.offices.officers if self.guarded else None
        lock: Screen[Any] = _load("screens.start.lock:LockScreen")(officers, self.unlock)
        return lock

    def _do_answer(self) -> None:
        asks = self.situation is not None and self.situation.asks_bell
        name = "shared.bell:BellScreen" if asks else "prompt.screen:PromptScreen"
        self.push_screen(_load(f"screens.{name}")())

    def _do_adopt(self) -> None:
        self.push_screen(_load("screens.shared.adopt:adopt_screen")(self))

    def _do_command(self) -> None:
        line = _load("screens.live.command_line:CommandLine")()
        self.screen.open_foot(line)  # type: ignore[attr-defined]

    # --- opening -------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the first screen; nothing of the database is loaded before it is drawn."""
        terminal.watch_signals(self.leave_at_once)
        terminal.paint_after_stop(self._driver, lambda: self.refresh(layout=True))
        self.start_ticking()
        self.screen.call_after_refresh(self._get_ready)

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen: an empty one below it would cost a start 3 ms."""
        if self.demo:
            return _load("screens.shared.opening:OpeningScreen")()
        known = self.offices.exists()
        name = "start.unlock:UnlockScreen" if known else "start.founding:FirstStartScreen"
        return _load(f"screens.{name}")(self.offices)

    def _get_ready(self) -> None:
        """Load what the desk needs, once, now that the first frame is drawn."""
        if self._loading is None:
            self._loading = asyncio.create_task(self._prepare())
            if self.demo:
                self.run_worker(self._open_demo(), exit_on_error=False)

    async def _prepare(self) -> None:
        await asyncio.sleep(FRAME)
        # All in one order: else what two say of one part would hang on which was opened first.
        own = sorted(path for path in _SCREENS.glob("*/*.tcss") if path not in _SHARED_STYLES)
        self.stylesheet.read_all([*_SHARED_STYLES, *own])
        self.stylesheet.parse()
        await asyncio.to_thread(ready.load)

    async def _open_demo(self) -> None:
        await asyncio.sleep(FRAME)
        await self.enter(await asyncio.to_thread(self.offices.demo))

    async def enter(self, office: Office) -> None:
        """Take an open office into use and show its first screen."""
        if self._loading is not None:
            # Two threads that load modules which need each other could meet one half loaded.
            await asyncio.wait([self._loading])
        from screens.roster.tonight import ask_tonight, asks_tonight
        from screens.shared.tonight import holes_said
        from xfconsole.app.adopted_watch import AdoptedWatch
        from xfconsole.app.office_room import RoomWatch
        from xfconsole.app.troubles import TroubleWatch
        from xfconsole.ui.keys.keymap import load_keymap
        from xfconsole.ui.words.status import slip_sentences

        self._troubles, self._room = TroubleWatch(), RoomWatch()
        self._office = office
        with suppress(Refused):  # One of the slips that are told below.
            self.set_keymap(load_keymap(office.folder))
        self.situation = situation = await asyncio.wrap_future(office.tick())
        self._adopted = AdoptedWatch(office)
        asks = await asks_tonight(office, situation)
        self._first_desk_screen()
        noticed = [] if office.noticed is None else [office.noticed]
        said = [say(each.key, **each.values) for each in (*noticed, *office.offered)]
        said += slip_sentences(office.slips)
        if said := said if asks else said + holes_said(office, situation, self.now()):
            self.warn("\n".join(said))
        self.ring()
        if asks:
            # Not as work of the screen before the desk, which is gone by now.
            self.run_worker(ask_tonight(self.screen), exit_on_error=False)

    def _first_desk_screen(self) -> None:
        live = self.situation is not None and self.situation.incidents
        self.show_screen("live" if live else "intake")

    # --- time ----------------------------------------------------------------------------------

    def start_ticking(self) -> None:
        """Check clock, prompts and terminal once a second."""
        self.set_interval(1.0, self._second)

    def _second(self) -> None:
        if not self._exit and not self.is_headless and terminal.terminal_gone():
            self.leave_at_once(terminal.hang_up_code())
        if self._office is None or self._exit:
            count_down = getattr(self.screen, "count_down", None)
            if count_down is not None:
                count_down()
            return
        self.lock_if_idle()
        for screen in self.screen_stack:
            show = getattr(screen, "show_second", None)
            if show is not None:
                show(self.now())
        for trouble in self._troubles.news(self._office):
            self.refuse(trouble)
        stored = self.situation is None or self.situation.unstored is None
        if said := self._room.news(self._office, stored=stored):
            self.warn(said)
        if not self._ticking:
            self._ticking = True
            self.run_worker(self._tick(), group="tick", exit_on_error=False)

    async def _tick(self) -> None:
        try:
            self._take(await asyncio.wrap_future(self.office.tick()))
            self.refused_ticks = frozenset()
        except Refused as refused:
            self.refuse_tick(refused)
        finally:
            self._ticking = False
        self.ring()

    def _take(self, situation: Situation) -> None:
        before = self.situation
        if before is not None and before.revision > situation.revision:
            return
        self.situation = situation
        if before is None or before.revision != situation.revision:
            for screen in self.screen_stack:
                screen.post_message(SituationChanged(situation))
            if self._adopted and (said := self._adopted.news(self.office)):
                self.warn(said)

    # --- ends and faults -----------------------------------------------------------------------

    def leave_at_once(self, code: int) -> None:
        """End now, with everything typed so far on disk: the terminal or the session is gone."""
        self.write_drafts()
        terminal.end_soon(self.close_office, code)
        self.exit(return_code=code)

    def write_drafts(self) -> None:
        """Queue what was typed into every screen so far to be kept on disk."""
        for screen in self.screen_stack:
            write = getattr(screen, "write_draft", None)
            if write is not None:
                write()

    def close_office(self) -> None:
        """Write what waits and close the office; a second time does nothing."""
        # Held until it is closed: whoever ends the process waits for whoever is closing.
        with self._closing_office:
            office, self._office = self._office, None
            if office is not None:
                office.close()


def _load(place: str) -> Callable[..., Screen[Any]]:
    module, _, name = place.partition(":")
    found: Callable[..., Screen[Any]] = getattr(import_module(module), name)
    return found
