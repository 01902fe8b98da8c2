"""The duty daily (值班日报) as it goes on paper: what a night came to, and who signed it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from xfconsole.core.matter.documents import BLANK
from xfconsole.core.night.report import NightFigures
from xfconsole.core.roster.roster import Roster
from xfconsole.core.words.documents import SheetKind
from xfconsole.ui.papers import SheetPaper, Signing
from xfconsole.ui.words.catalogue import say
from xfconsole.ui.words.figures import sections_of
from xfconsole.ui.words.handover_sheet import SIGNING
from xfconsole.ui.words.night_figures import night_tables, night_title
from xfconsole.ui.words.times import moment


def daily_paper(night: NightFigures, office: str, zone: ZoneInfo, roster: Roster) -> SheetPaper:
    """Return the daily: who led, all tables of the night, and lines for three to sign."""
    midnight = night.since + (night.until - night.since) / 2
    leaders = [each.person for each in roster.holders("duty_leader", None, midnight)]
    led = say("figures.daily.line", leader=say("ui.and").join(leaders) or BLANK, weather=BLANK)
    return SheetPaper(
        SheetKind.DAILY,
        say("figures.daily.title"),
        sections_of(night_tables(night, zone)),
        (office, night_title(night, zone), led),
        _signing(night, zone),
    )


def _signing(night: NightFigures, zone: ZoneInfo) -> list[Signing]:
    """Return who has to sign; both officers did at the last handover that signed this daily."""
    done: dict[str, tuple[str, str]] = {}
    if night.signed:
        last = night.signed[-1]
        at = say("figures.daily.signed", at=moment(last.at, zone))
        done = {"outgoing": (last.outgoing, at), "incoming": (last.incoming, at)}
    return [Signing(say(f"handover.signs.{who}"), *done.get(who, ())) for who in SIGNING]
