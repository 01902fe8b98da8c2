"""Words that name what this console never does: keep watch on, rank, or fetch back people."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_NEVER_NAMED = re.compile(
    r"watch(e[ds]|er|ers|ing|list|lists)?|(black|grey|gray)list\w*|surveil\w*|monitored|tail(ed|ing)"
    r"|risk\w*|scor(e|es|ed|ing)|predict\w*|forecast\w*|profil(e|es|ed|ing)"
    r"|intercept\w*|escort\w*|repatriat\w*|detain\w*|detention|arrest\w*|dissuad\w*|persuad\w*"
    r"|photos?|photograph\w*|selfies?|facial|biometric\w*|passports?|idcards?"
    r"|gps|geolocation|latitude|longitude|whereabouts"
    r"|ethnic\w*|nationality|religi\w*|faith|politic\w*"
    r"|ringleaders?|troublemakers?|agitators?|suspects?|offenders?"
)
_PEOPLE = r"(person|people|visitor|petitioner|complainant|caller|citizen|representative)s?"
_NEVER_JOINED = re.compile(
    rf"(^|_){_PEOPLE}_(id|uid|no|number|ref|key|hash|history|visits?|count|list|file|level|location)(_|$)"
    r"|(^|_)(id|identity)_(card|no|number|document|scan)(_|$)|(^|_)(national|resident)_id(_|$)"
    r"|(^|_)(name|phone|address|identity)_(hash|digest|fingerprint|index)(_|$)"
    r"|(^|_)(visit|appearance)s?_(count|history|times|number)(_|$)"
    r"|(^|_)(last_seen|seen_before|times_seen|previous_visits?|repeat_visitors?)(_|$)"
    rf"|(^|_)return(ed|ing)?_(home|{_PEOPLE})(_|$)|(^|_)(send|bring|take|fetch)_(back|home)(_|$)"
    r"|(^|_)key_(person|people)(_|$)|(^|_)stability(_|$)"
)
_NEVER_A_TABLE = re.compile(_PEOPLE + r"|(matter|incident|group)_people")
_NEVER_SAID = re.compile(
    r"\b((watch|black|grey)[ -]?list|risk (level|score|rating|assessment)|high[ -]risk|predict\w*"
    r"|forecast\w*|intercept\w*|surveil\w*|photograph\w*|take (a )?(photo|picture)\w*|facial"
    r"|face recognition|(identity|id) (card|number)\w*|passport\w*|ethnic\w*|religi\w*"
    r"|ringleader\w*|escort(ed|ing)?|repatriat\w*|troublemaker\w*|key (person|people)"
    r"|bring (them|people) back|previous visits?|visited before|repeat visitors?"
    r"|maintain(ing)? stability)\b"
    r"|稳控|维稳|截访|拦访|劝返|接返|遣返|押返|送返|重点人员|重点人|重点对象|黑名单|灰名单|人脸|身份证|证件号"
    r"|风险等级|风险评[估分级]|高风险|预测|研判对象|民族|宗教|信仰|政治面貌|骨干|挑头|为首|带头闹|缠访|闹访|非访"
    r"|监控|布控|盯防|盯控|管控|行踪|轨迹|定位|拍照|摄像|取证|训诫|稳住人|上访次数|来访次数|历史来访|老上访|上访户",
    re.I,
)


def in_a_name(name: str) -> list[str]:
    """Return the forbidden words in an identifier, whichever way it is written."""
    words = [word.lower() for word in _WORD.findall(name)]
    joined = "_".join(words)
    found = [word for word in words if _NEVER_NAMED.fullmatch(word)]
    found += [match.group().strip("_") for match in _NEVER_JOINED.finditer(joined)]
    return found + in_a_text(name)


def in_a_text(text: str) -> list[str]:
    """Return the forbidden words in a sentence, Chinese or English."""
    return [match.group() for match in _NEVER_SAID.finditer(text)]


def is_a_register_of_people(table: str) -> bool:
    """Tell whether a table's name says that its rows are people who come."""
    return _NEVER_A_TABLE.fullmatch(table.lower()) is not None
