"""What goes up from an incident in words: a report's name, to whom it went, and who took it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from xfconsole.core.incident.daily import DailyReport
from xfconsole.core.incident.reports import OwedReport
from xfconsole.core.incident.upward import FiledReport
from xfconsole.core.words.desk import ReportChannel, ReportKind
from xfconsole.ui.words.catalogue import Catalogue, catalogue, language, word_key
from xfconsole.ui.words.times import brief_countdown, clock_time


def report_name(kind: ReportKind, number: int, words: Catalogue | None = None) -> str:
    """Return what a report is called: 首报, 续报三, 终报."""
    words = words or catalogue(language())
    name = words.say(word_key(kind))
    return (
        words.say("upward.numbered", kind=name, number=_numeral(number, words)) if number else name
    )


def sent_words(to: str, channel: ReportChannel | None, words: Catalogue) -> str:
    """Return to whom and how a report went, in brackets; nothing where neither was said."""
    if not to and channel is None:
        return ""
    unsaid = words.say("upward.not_said")
    return words.say("upward.by", to=to or unsaid, channel=channel or unsaid)


def read_back_words(read_back: bool | None, words: Catalogue | None = None) -> str:
    """Return whether a report was read back, nothing where that was not said."""
    if read_back is None:
        return ""
    words = words or catalogue(language())
    return words.say("upward.read_back" if read_back else "upward.not_read_back")


def taken_words(report: FiledReport | DailyReport, zone: ZoneInfo) -> str:
    """Return by whom a report was taken, when if that was later, or that there is no receipt."""
    words, receipt = catalogue(language()), report.receipt
    if receipt is None:
        return words.say("upward.told.waits")
    how = ""
    if receipt.read_back is not None:
        key = "upward.told.read_back" if receipt.read_back else "upward.told.not_read_back"
        how = words.say(key)
    time = "" if receipt.at == report.at else clock_time(receipt.at, zone) + " "
    person = receipt.person or words.say("upward.not_said")
    return f"{time}{person}{how}"


def owed_words(
    owed: Iterable[OwedReport], now: datetime, zone: ZoneInfo
) -> Iterator[tuple[str, ...]]:
    """Yield of each report that is owed the name, the limit, that it is owed, and what is left."""
    words = catalogue(language())
    for each in owed:
        yield (
            words.say(f"upward.owed.{each.kind.value}"),
            words.say("live.limit", time=clock_time(each.limit, zone)),
            "",
            words.say("upward.told.owed"),
            brief_countdown(each.limit, now),
        )


def channel_words(report: FiledReport) -> str:
    """Return by which channel a report went."""
    words = catalogue(language())
    return words.say(word_key(report.channel) if report.channel else "upward.not_said")


def _numeral(number: int, words: Catalogue) -> str:
    """Return a number from 1 to 99 as it is written: 十二 in Chinese, 12 in English."""
    digits = words.say("upward.digits")
    if len(digits) == 10 or number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    leading = (digits[tens] if tens > 1 else "") + digits[10] if tens else ""
    return leading + (digits[ones] if ones else "")
