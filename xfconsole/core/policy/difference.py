"""Says in which rules two packs differ, for the officer who accepts another pack mid-incident."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from xfconsole.core.policy.pack import (
    Alarm,
    Attendance,
    Band,
    Handover,
    Instructions,
    LadderPolicy,
    Policy,
    Post,
    Procedure,
    ReceptionDays,
    Retention,
    Rule,
    Target,
    Travel,
)
from xfconsole.core.policy.reporting import Rhythm
from xfconsole.core.words.desk import Level
from xfconsole.core.words.frozen import frozen
from xfconsole.core.words.two_languages import BothLanguages


@frozen
class Phrase:
    """A catalogue key and, where its text has one, the ``{count}`` that fills it."""

    key: str
    count: int = 0


Value: TypeAlias = BothLanguages | Phrase
"""What a rule says, in the words of the pack or of the catalogue."""


@frozen
class Change:
    """One difference: ``field``, a catalogue key, of a rule was ``old`` and is ``new``.

    ``rule`` is a rule's id, ``posts.<id>``, ``safety.<line>``, ``checklist.<id>`` or another key.
    """

    rule: str
    field: str
    old: Value
    new: Value


_Fields: TypeAlias = dict[str, Value]
_Part: TypeAlias = tuple[str, Value, _Fields]
"""What a part of a pack is called, its gist, and what it says field by field."""

_WHOLE = "policy.field.rule"
_NOTHING = Phrase("policy.value.nothing")
_SCOPES = {
    "office": Phrase("policy.value.scope_office"),
    "unit": Phrase("policy.value.scope_unit"),
    "township": Phrase("policy.value.scope_township"),
}


def difference(old: Policy, new: Policy) -> list[Change]:
    """Return what differs between the rules of two packs, in their order.

    A rule that only one of them has is one change. Id, version and title are no rules.
    """
    before = {name: (gist, fields) for name, gist, fields in _parts(old)}
    after = {name: (gist, fields) for name, gist, fields in _parts(new)}
    changes: list[Change] = []
    for name in (*before, *(each for each in after if each not in before)):
        if name in before and name in after:
            changes += _changes(name, before[name][1], after[name][1])
        elif name in before:
            changes.append(Change(name, _WHOLE, before[name][0], _NOTHING))
        else:
            changes.append(Change(name, _WHOLE, _NOTHING, after[name][0]))
    return changes


def _changes(name: str, old: _Fields, new: _Fields) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        was, will = old.get(key, _NOTHING), new.get(key, _NOTHING)
        if was != will:
            yield Change(name, key, was, will)


def _parts(policy: Policy) -> Iterator[_Part]:
    names = {post.id: post.name for post in policy.posts.values()}
    yield from (_rule(each.rule, _band(each)) for each in policy.bands)
    yield from (_rule(each.rule, _attendance(each, names)) for each in policy.attendance)
    yield from (_rule(each.rule, _travel(each)) for each in policy.travel.values())
    yield from (_rule(each.rule, _ladder(each)) for each in policy.ladders.values())
    yield from (
        (f"posts.{each.id}", each.name, _post(each, names)) for each in policy.posts.values()
    )
    yield from _reports_and_chase(policy)
    yield from _procedure(policy.procedure, names)
    yield from _retention(policy.retention)
    yield _rule(policy.handover.rule, _handover(policy.handover, names))
    yield _rule(policy.alarm.rule, _alarm(policy.alarm))
    yield _rule(policy.instructions.rule, _instructions(policy.instructions))
    yield from (_rule(each.rule, _target(each)) for each in policy.targets.values())
    yield from _reception(policy.reception)
    yield from _loose(policy)


def _rule(rule: Rule, fields: _Fields) -> _Part:
    said: _Fields = {"policy.field.source": rule.source, "policy.field.reason": rule.reason}
    return rule.id, rule.reason, fields | said


def _band(band: Band) -> _Fields:
    return {
        "policy.field.level": _level(band.level),
        "policy.field.at_least": _people(band.at_least),
    }


def _attendance(rule: Attendance, names: Mapping[str, BothLanguages]) -> _Fields:
    fields: _Fields = {"policy.field.post": names[rule.post]}
    if rule.level is not None:
        fields["policy.field.level"] = _level(rule.level)
    if rule.at_least is not None:
        fields["policy.field.at_least"] = _people(rule.at_least)
    if rule.assigned:
        fields["policy.field.assigned"] = _yes(True)
    return fields | {"policy.field.tell_minutes": _minutes(rule.tell_minutes)}


def _travel(travel: Travel) -> _Fields:
    return {
        "policy.field.class": _name(travel.id),
        "policy.field.minutes": _minutes(travel.minutes),
    }


def _ladder(ladder: LadderPolicy) -> _Fields:
    return {
        "policy.field.ladder": _name(ladder.id),
        "policy.field.attempts": Phrase("policy.value.times", ladder.attempts),
        "policy.field.give_up_minutes": _minutes(ladder.minutes),
        "policy.field.retry_minutes": _minutes(ladder.retry_minutes),
        "policy.field.again_minutes": _minutes(ladder.again_minutes),
        "policy.field.deputies": _yes(ladder.deputies),
    }


def _post(post: Post, names: Mapping[str, BothLanguages]) -> _Fields:
    above = Phrase("policy.value.nobody") if post.next_rank is None else names[post.next_rank]
    return {
        "policy.field.name": post.name,
        "policy.field.scope": _SCOPES[post.scope],
        "policy.field.class": _name(post.travel),
        "policy.field.ladder": _name(post.ladder),
        "policy.field.next_rank": above,
    }


def _reports_and_chase(policy: Policy) -> Iterator[_Part]:
    reporting, chase = policy.reporting, policy.chase
    for rule, minutes in (
        (reporting.first, reporting.first_minutes),
        (reporting.follow_up, reporting.every_minutes),
        (reporting.band_change, reporting.band_change_minutes),
    ):
        yield _rule(rule, {"policy.field.minutes": _minutes(minutes)})
    yield from (_rule(each.rule, _rhythm(each)) for each in reporting.rhythms)
    if (after := reporting.after) is not None:
        yield _rule(after.rule, {"policy.field.minutes": _minutes(after.minutes)})
    yield _rule(chase.late, {})
    yield _rule(chase.eta, {})


def _rhythm(rhythm: Rhythm) -> _Fields:
    fields: _Fields = {
        f"policy.field.first_{level.value}_{form.value}": _minutes(minutes)
        for level, limits in rhythm.firsts.items()
        for form, minutes in limits.items()
    }
    if rhythm.every is not None:
        fields["policy.field.every"] = _minutes(rhythm.every)
    if rhythm.times:
        fields["policy.field.times"] = _name(" ".join(f"{each:%H:%M}" for each in rhythm.times))
        fields["policy.field.ahead"] = _minutes(rhythm.ahead)
    if rhythm.daily:
        fields["policy.field.daily"] = _name(f"{rhythm.daily:%H:%M}")
    if rhythm.zero:
        fields["policy.field.zero"] = Phrase("policy.value.zero")
    return fields


def _procedure(procedure: Procedure, names: Mapping[str, BothLanguages]) -> Iterator[_Part]:
    for who, post in procedure.owners.items():
        name = names[post]
        yield f"procedure.owners.{who}", name, {"policy.field.post": name}
    said = _limits(procedure)
    yield from (_rule(rule, said[rule.id]) for rule in procedure.rules.values())


def _limits(procedure: Procedure) -> dict[str, _Fields]:
    split = " / ".join(map(str, procedure.split_days))
    workdays = _workdays(procedure.allowance_workdays)
    return {
        "procedure.due_soon": {"policy.field.days": _days(procedure.due_soon_days)},
        "procedure.chase": {"policy.field.days": _days(procedure.chase_again_days)},
        "procedure.climb": {"policy.field.days": _days(procedure.climb_days)},
        "procedure.urgent_phone": {
            "policy.field.minutes": _minutes(procedure.urgent_phone_minutes)
        },
        "procedure.urgent_written": {
            "policy.field.minutes": _minutes(procedure.urgent_written_minutes)
        },
        "procedure.split": {"policy.field.split_days": _name(split)},
        "procedure.allowance": {
            "policy.field.minutes": workdays,
            "policy.field.topics": _topics(procedure.allowance_topics),
        },
        "procedure.leader": {
            "policy.field.signatures": _people(procedure.leader_signatures),
            "policy.field.minutes": _workdays(procedure.leader_workdays),
        },
        "procedure.simple": {
            "policy.field.accept": _workdays(procedure.simple_accept_workdays),
            "policy.field.decide": _workdays(procedure.simple_decide_workdays),
        },
    }


def _retention(retention: Retention) -> Iterator[_Part]:
    hours = Phrase("policy.value.hours", retention.cancel_hours)
    said: dict[str, _Fields] = {"retention.cancel": {"policy.field.cancel_hours": hours}}
    for name, months in retention.months.items():
        said[f"retention.{name}"] = {"policy.field.months": Phrase("policy.value.months", months)}
    yield from (_rule(rule, said.get(rule.id, {})) for rule in retention.rules.values())


def _handover(handover: Handover, names: Mapping[str, BothLanguages]) -> _Fields:
    return {
        "policy.field.post": names[handover.post],
        "policy.field.minutes": _minutes(handover.minutes),
    }


def _alarm(alarm: Alarm) -> _Fields:
    return {
        "policy.field.per_ten_minutes": Phrase("policy.value.prompts", alarm.per_ten_minutes),
        "policy.field.per_hour": Phrase("policy.value.prompts", alarm.per_hour),
    }


def _target(target: Target) -> _Fields:
    return {"policy.field.percent": Phrase("policy.value.percent", target.percent)}


def _reception(reception: ReceptionDays) -> Iterator[_Part]:
    numbers = {
        "reception.notice": {
            "policy.field.days": _days(reception.notice_days),
            "policy.field.remind_days": _days(reception.remind_days),
        },
        "reception.result": {"policy.field.days": _days(reception.result_days)},
        "reception.plan": {"policy.field.days": _days(reception.plan_days)},
    }
    yield from (_rule(rule, dict(numbers[rule.id])) for rule in reception.rules.values())


def _instructions(instructions: Instructions) -> _Fields:
    return {
        "policy.field.relay_minutes": _minutes(instructions.relay_minutes),
        "policy.field.retry_minutes": _minutes(instructions.retry_minutes),
    }


def _topics(topics: tuple[str, ...]) -> Value:
    return BothLanguages("、".join(topics), ", ".join(topics)) if topics else _NOTHING


def _loose(policy: Policy) -> Iterator[_Part]:
    for name, minutes in (
        ("chase.every_minutes", policy.chase.every_minutes),
        ("snooze_max_minutes", policy.snooze_max_minutes),
    ):
        yield name, _minutes(minutes), {"policy.field.minutes": _minutes(minutes)}
    for number, words in enumerate(policy.safety, start=1):
        yield f"safety.{number}", words, {"policy.field.words": words}
    for item in policy.checklist:
        level = {"policy.field.level": _level(item.level)}
        yield f"checklist.{item.id}", item.words, {"policy.field.words": item.words, **level}


def _level(level: Level) -> Phrase:
    return Phrase(f"word.level.{level.value}")


def _people(count: int) -> Phrase:
    return Phrase("policy.value.people", count)


def _minutes(count: int) -> Phrase:
    return Phrase("policy.value.minutes", count)


def _workdays(count: int) -> Phrase:
    return Phrase("policy.value.workdays", count)


def _days(count: int) -> Phrase:
    return Phrase("policy.value.days", count)


def _yes(flag: bool) -> Phrase:
    return Phrase("policy.value.yes") if flag else Phrase("policy.value.no")


def _name(identifier: str) -> BothLanguages:
    return BothLanguages(identifier, identifier)
