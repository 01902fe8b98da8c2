"""What a handover leaves on paper: its sheet, and the duty daily of the night."""

from __future__ import annotations

from datetime import date

from screens.shared.question import Asking
from screens.shared.save_paper import choose_sheet
from xfconsole.core.night.handover import RunningWork
from xfconsole.core.night.report import night_figures
from xfconsole.core.night.situation import Situation
from xfconsole.desk import Desk
from xfconsole.desk.state.shift import compose_sheet
from xfconsole.ui.host import Host
from xfconsole.ui.papers import SheetPaper
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.daily_paper import daily_paper
from xfconsole.ui.words.handover_sheet import ON_PAPER, UNBROKEN, SheetWords, handover_paper
from xfconsole.ui.words.status import backup_sentences


def papers(host: Host, note: str, begins: date) -> Asking:
    """Ask which one is saved; ``begins`` is the night of the daily."""
    sheets = {
        say("handover.paper.title"): lambda: _sheet(host, note),
        say("figures.daily.title"): lambda: _daily(host, begins),
    }
    return choose_sheet(host, say("action.handover.paper"), sheets, begins.isoformat())


def _sheet(host: Host, note: str) -> SheetPaper:
    office, zone = host.office, host.zone
    running, situation = office.submit(_read).result()
    sheet = compose_sheet(host.views, situation, running, office.policy, zone)
    words = SheetWords(situation, office.policy, zone, UNBROKEN, ON_PAPER)
    lines = words.lines(sheet, backup_sentences(office.backups, sheet.at), note)
    return handover_paper(sheet, lines, office.name, zone)


def _read(desk: Desk) -> tuple[RunningWork, Situation]:
    return desk.running(), desk.situation()


def _daily(host: Host, begins: date) -> SheetPaper:
    office, situation = host.office, host.situation
    assert situation is not None
    roster = situation.roster
    night = night_figures(host.views, begins, host.zone, host.now(), office.policy, roster)
    return daily_paper(night, office.name, host.zone, roster)
