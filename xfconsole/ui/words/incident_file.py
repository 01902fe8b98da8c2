"""The file of an incident and its information reports, in lines of text and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.facts.announced import ANNOUNCEMENTS, ObligationMissed
from xfconsole.core.facts.of_incident import IncidentClosed
from xfconsole.core.incident.incident_file import IncidentFile
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.words.documents import SheetKind
from xfconsole.ui.papers import Section, SheetPaper, Signing
from xfconsole.ui.words.catalogue import catalogue, language, say
from xfconsole.ui.words.closed_lists import word
from xfconsole.ui.words.events import EventWords
from xfconsole.ui.words.posts import post_name
from xfconsole.ui.words.times import brief_countdown, moment
from xfconsole.ui.words.upward import channel_words, owed_words, report_name, taken_words

_SIGNING = ("leader", "officer")
_REPORT_HEADS = ("from", "at", "to", "channel", "taken")


class IncidentWords:
    """Tells an incident in lines of text, those of a section indented; ``now`` is when."""

    def __init__(self, office: str, found: IncidentFile, zone: ZoneInfo, now: datetime) -> None:
        self._office, self._found, self._zone, self._now = office, found, zone, now

    def told_title(self) -> str:
        """Return whose reports are told, and when."""
        return self._titled("upward.paper.title")

    def told(self) -> Iterator[str]:
        """Yield a line for each report that went up, then for each that is owed."""
        found = self._found
        limits, reports = dict(found.plan.report_limits), found.incident.upward.reports
        if not reports:
            yield say("upward.paper.none")
        for each in reports:
            yield say(
                "upward.paper.line",
                at=moment(each.at, self._zone),
                report=_name(each),
                to=each.to or say("upward.not_said"),
                channel=channel_words(each),
                taken=taken_words(each, self._zone),
                limit=self._limit(each, limits.get(each.uid)),
                officer=each.officer,
            )
        for words in owed_words(found.plan.owed, self._now, self._zone):
            yield "  " + " ".join(filter(None, words))

    def file(self) -> tuple[str, str, list[Section]]:
        """Return title, head and sections of the file; a section says so if there is nothing."""
        sections = {
            "posts": self._posts(),
            "requests": self._requests(),
            "reports": [*self.told(), *self._parts()],
            "instructions": self._instructions(),
            "checklist": self._checklist(),
            "entries": self._entries(),
            "summary": self._closing("summary"),
            "evaluation": self._closing("evaluation"),
        }
        nothing = ["  " + say("incident.nothing")]
        found = [
            Section(say(f"incident.section.{name}"), lines or nothing)
            for name, lines in sections.items()
        ]
        return self._titled("incident.title"), self._head(), found

    def file_paper(self) -> SheetPaper:
        """Return the file of the incident for paper, to be signed."""
        title, head, sections = self.file()
        lines = [Section(each.heading, [line.strip() for line in each.lines]) for each in sections]
        signed = [Signing(say(f"incident.signs.{who}")) for who in _SIGNING]
        return SheetPaper(SheetKind.INCIDENT, title, [Section("", [head]), *lines], (), signed)

    def reports_paper(self) -> SheetPaper:
        """Return for paper every information report that went up (首报、续报、终报), in full."""
        return SheetPaper(SheetKind.TOLD, self.told_title(), list(self._reports()))

    def _titled(self, key: str) -> str:
        number, at = self._found.incident.opened.number, moment(self._now, self._zone)
        return say(key, office=self._office, number=number, at=at)

    def _limit(self, report: FiledReport, limit: datetime | None) -> str:
        if limit is None:
            return ""
        late = report.at > limit
        said = brief_countdown(limit, report.at) if late else say("upward.in_time")
        return say("upward.paper.limit", limit=moment(limit, self._zone), late=said)

    def _reports(self) -> Iterator[Section]:
        heads = [say(f"incident.report.{name}") for name in _REPORT_HEADS]
        for each in self._found.incident.upward.reports:
            row = (
                f"{self._office} {each.officer}",
                moment(each.at, self._zone),
                each.to or say("upward.not_said"),
                channel_words(each),
                taken_words(each, self._zone),
            )
            yield Section(_name(each), (), heads, [row])
            if not each.again:
                yield Section("", [part for part in each.parts if part])

    def _post(self, post: str) -> str:
        return post_name(self._found.policy, post)

    def _head(self) -> str:
        incident, policy = self._found.incident, self._found.policy
        closed = incident.closed_at
        return say(
            "incident.head",
            topic=incident.opened.topic,
            opened=moment(incident.opened_at, self._zone),
            closed=moment(closed, self._zone) if closed else say("incident.goes_on"),
            people=max((each.value for each in incident.peaks), default=incident.headcount),
            level=word(self._found.plan.level),
            plan=policy.label,
            units=say("ui.and").join(filter(None, incident.places.values())) or "-",
        )

    def _posts(self) -> list[str]:
        """Return of each post when it was told and came."""
        return [
            say(
                "incident.post",
                post=self._post(each.post),
                person=each.person,
                state=word(each.state),
                told=moment(each.told_at, self._zone) if each.told_at else "-",
                came=moment(each.ended_at, self._zone) if each.ended_at else "-",
            )
            for each in self._found.plan.obligations
        ]

    def _requests(self) -> list[str]:
        """Return each request with its answer or next step."""
        return [
            say("incident.request", text=each.text, answer=each.answer or each.step or "-")
            + (f" {each.on}" if each.on else "")
            for each in self._found.requests
        ]

    def _parts(self) -> list[str]:
        """Return the parts of each report, once for what only repeats it."""
        lines = []
        for each in self._found.incident.upward.reports:
            if not each.again and any(each.parts):
                name = report_name(each.kind, each.number)
                lines.append(say("incident.report", report=name))
                lines += [f"    {part}" for part in each.parts if part]
        return lines

    def _instructions(self) -> list[str]:
        """Return each instruction, who was told, and what came of it."""
        lines = []
        for each in self._found.incident.instructed.all:
            at = moment(each.at, self._zone)
            lines.append(say("incident.instruction", at=at, leader=each.leader, text=each.text))
            for ring in each.relays:
                told = {"post": self._post(ring.post), "person": ring.person}
                at = moment(ring.at, self._zone)
                lines.append(say("incident.relay", at=at, outcome=ring.outcome, **told))
            if each.ended_at is not None:
                at = moment(each.ended_at, self._zone)
                lines.append(say("incident.result", at=at, text=each.result))
            elif each.carried:
                lines.append(say("incident.carried", text=each.result))
        return lines

    def _checklist(self) -> list[str]:
        """Return each line of the list with who saw to it, or that nobody did."""
        found, ticks = self._found, self._found.incident.ticks
        return [
            say(
                "incident.check",
                text=each.words,
                who=f"{moment(tick.at, self._zone)} {tick.officer}"
                if (tick := ticks.get(each.id))
                else say("incident.unchecked"),
            )
            for each in found.policy.checklist_for(found.plan.level)
        ]

    def _entries(self) -> list[str]:
        """Return the entries as the log tells them."""
        teller = EventWords(
            catalogue(language()), self._post, lambda at: f"{at.astimezone(self._zone):%H:%M}"
        )
        return [
            f"  {moment(each.happened_at, self._zone)} {each.officer} {teller.tell(each)}"
            for each in self._found.events
            if each.kind not in ANNOUNCEMENTS or isinstance(each.fact, ObligationMissed)
        ]

    def _closing(self, name: str) -> list[str]:
        """Return a text that was written when the incident ended."""
        facts = (e.fact for e in self._found.events if isinstance(e.fact, IncidentClosed))
        return [f"  {text}" for each in facts if (text := getattr(each, name))]


def _name(report: FiledReport) -> str:
    name = report_name(report.kind, report.number)
    return say("upward.again", report=name) if report.again else name
