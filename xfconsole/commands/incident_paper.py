"""An incident on paper: its file, and its information reports, each with who sent and took it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from xfconsole.commands.handover import HandingView
from xfconsole.core.words.text import neutral_line
from xfconsole.desk.verbs.reporting import IncidentFile
from xfconsole.documents.sheet import Section, sheet_docx
from xfconsole.ui.papers import Signing
from xfconsole.ui.words.times import moment
from xfconsole.ui.words.upward import channel_words, report_name, taken_words
from xfconsole.writing import whole_file

_SIGNING = ("leader", "officer")


def write_file(office: HandingView, lines: Iterable[str], file: Path) -> None:
    """Write the file of an incident, which ``file_lines`` tells, to be signed."""
    title, head, *rest = lines
    sections: list[tuple[str, list[str]]] = [("", [head])]
    for above, line in zip(["", *rest], rest[:-1], strict=False):
        if line and not above:
            sections.append((line, []))
        elif line:
            sections[-1][1].append(line.strip())
    signed = [Signing(office.say(f"incident.signs.{who}")) for who in _SIGNING]
    _write(office, file, title, [Section(name, found) for name, found in sections], signed)


def write_reports(office: HandingView, found: IncidentFile, title: str, file: Path) -> None:
    """Write every information report that went up (首报、续报、终报), in full."""
    _write(office, file, title, list(_reports(office, found)), ())


def _reports(office: HandingView, found: IncidentFile) -> Iterator[Section]:
    say, zone = office.say, office.zone
    heads = [say(f"incident.report.{name}") for name in ("from", "at", "to", "channel", "taken")]
    for each in found.incident.upward.reports:
        name = report_name(each.kind, each.number)
        if each.again:
            name = say("upward.again", report=name)
        row = (
            f"{office.name} {each.officer}",
            moment(each.at, zone),
            each.to or say("upward.not_said"),
            channel_words(each),
            taken_words(each, zone),
        )
        yield Section(name, (), heads, [row])
        if not each.again:
            yield Section("", [part for part in each.parts if part])


def _write(
    office: HandingView,
    file: Path,
    title: str,
    sections: Iterable[Section],
    signed: Iterable[Signing],
) -> None:
    data = sheet_docx(title, sections, office.views.head().typed, signed=list(signed))
    with whole_file(file) as out:
        out.write(data)


def written(office: HandingView, file: Path) -> str:
    """Return the sentence that says so."""
    return office.say("incident.written", file=neutral_line(file.name))
