"""The desk's closed word lists as words on screen, and as words typed into the ledger's filter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache

from xfconsole.core.facts.of_matter import LINES
from xfconsole.core.ledger.filter import Names
from xfconsole.core.ledger.terms import CLOSED_LISTS, FilterKey
from xfconsole.core.words.desk import Identity
from xfconsole.core.words.procedure import Law, State
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue, say, word_key

__all__ = ["short_law", "word", "word_key"]


def word(member: StrEnum) -> str:
    """Return the word for a channel, level, outcome, state … in the language spoken now."""
    return say(word_key(member))


def short_law(law: Law) -> str:
    """Return what a rule rests on in few cells, for lists: without the Regulation's whole name."""
    return word(law).replace(say("ui.law.full"), say("ui.law.short"))


LABELS = {
    name: f"field.typed.{name}"
    for name in ("name", "sex", "age", "native_place", "occupation", "phone", "address")
}
"""The fields in the order of the paper register, without the representatives."""
REPRESENTATIVES = "field.typed.representatives"

COLUMNS = tuple(
    dict.fromkeys(
        (
            *("number", "received", "channel", "purpose", "topic", "summary", "unit", "holder"),
            *LINES,
            *("state", "due", "clock", "marks", "headcount", "concerned", "publishable"),
            "leader",
            *("officer", "registered", "answered"),
        )
    )
)
"""Every column of the ledger, in the order in which they are offered and exported."""


def heading(column: str) -> str:
    """Return what a column of the ledger is called; so is a field of a matter that is shown."""
    return say(f"field.head.{column}")


def identity_fields(identity: Identity) -> list[tuple[str, str]]:
    """Return what an identity holds, each with its name; every representative stands apart."""
    fields = [(say(key), getattr(identity, name)) for name, key in LABELS.items()]
    fields += [(say(REPRESENTATIVES), each) for each in identity.representatives]
    return [(label, value) for label, value in fields if value]


def field_label(name: str) -> str:
    """Return the label of one of ``document_fields.FIELDS``."""
    return say(f"document.field.{name}")


def document_day(on: date) -> str:
    """Return a day as a document writes it: ``2026年2月20日``, ``2026-02-20``."""
    return say("document.day", year=on.year, month=on.month, day=on.day)


def no_notice() -> str:
    """Return what stands in place of the notice of receipt when it is excused (TG 23)."""
    return say("document.notice_excused")


_FORMER: Mapping[FilterKey, Mapping[str, StrEnum]] = {
    FilterKey.STATE: {
        "led on": State.LED,
        "passed on": State.PASSED,
        "final decided": State.FINAL_REPLIED,
        "当场答复": State.ANSWERED,
        "终结": State.FINISHED,
        "已告知渠道": State.DIRECTED,
        "导入程序": State.LED,
        "不予受理": State.DECLINED,
    }
}
"""Words that the screen showed once; whoever is used to them goes on typing them."""


@cache
def ledger_names() -> Names:
    """Return, for each field with a closed list, its members by their words."""
    return {
        field: {
            catalogue(language).say(word_key(member)): member
            for language in LANGUAGES
            for member in members
        }
        | dict(_FORMER.get(field, {}))
        for field, members in CLOSED_LISTS.items()
    }
