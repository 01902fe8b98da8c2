"""What an incident leaves on paper: its file, and the information reports that went up."""

from __future__ import annotations

from screens.shared.question import Asking
from screens.shared.save_paper import choose_sheet
from xfconsole.core.facts.of_procedure import AccessBlocked
from xfconsole.core.night.situation import IncidentView
from xfconsole.core.roster.parties import Blocked
from xfconsole.core.words.procedure import Barred
from xfconsole.ui.host import Host
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.incident_file import IncidentWords


def papers(host: Host, view: IncidentView) -> Asking:
    """Ask which one is saved."""
    sheets = {
        say("incident.paper.file"): lambda: _words(host, view).file_paper(),
        say("incident.paper.reports"): lambda: _words(host, view).reports_paper(),
    }
    return choose_sheet(host, f"{view.number} {say('verb.paper.action')}", sheets, view.number)


def _words(host: Host, view: IncidentView) -> IncidentWords:
    """Return what tells the incident. Refuses whoever its matter bars, which is journaled."""
    office, matter = host.office, view.matter
    file = host.views.matter(matter)
    assert file is not None
    if (bar := file.row.barred) is not None:
        office.submit(lambda desk: desk.log_block(matter, Barred.EXPORT_READER)).result()
        block = AccessBlocked(Barred.EXPORT_READER, bar, person=office.officer)
        raise Blocked(file.row.uid, block)
    found = office.submit(lambda desk: desk.incident_file(view.uid)).result()
    assert found is not None
    return IncidentWords(office.name, found, host.zone, host.now())
