"""The words that the ledger's filter knows for states, channels and purposes, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from xfconsole.core.ledger.filter import Names
from xfconsole.core.ledger.terms import CLOSED_LISTS, FilterKey
from xfconsole.core.words.procedure import State
from xfconsole.ui.words.catalogue import LANGUAGES, catalogue, word_key

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
