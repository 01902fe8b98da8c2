"""What goes up from an incident in words: a report's name, to whom it went, and who took it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from xfconsole.core.incident.upward import FiledReport, Receipt
from xfconsole.core.words.desk import ReportChannel, ReportKind
from xfconsole.ui.words.catalogue import Catalogue, catalogue, language, word_key
from xfconsole.ui.words.times import clock_time


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


def taken_words(receipt: Receipt | None, zone: ZoneInfo) -> str:
    """Return when and by whom a report was taken, or that there is no receipt yet."""
    words = catalogue(language())
    if receipt is None:
        return words.say("upward.told.waits")
    how = read_back_words(receipt.read_back)
    time = clock_time(receipt.at, zone)
    person = receipt.person or words.say("upward.not_said")
    return words.say("upward.told.taken", time=time, person=person, how=how)


def channel_words(report: FiledReport) -> str:
    """Return by which channel a report went."""
    words = catalogue(language())
    return words.say(word_key(report.channel) if report.channel else "upward.not_said")


def _numeral(number: int, words: Catalogue) -> str:
    """Return a number from 1 to 99 as it is written: 十二 in Chinese, 12 in English."""
    digits = words.say("upward.digits")
    if not digits or number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    leading = (digits[tens] if tens > 1 else "") + digits[10] if tens else ""
    return leading + (digits[ones] if ones else "")
