"""Puts the faults of a policy pack, and what differs between two packs, into sentences."""

from __future__ import annotations

from collections.abc import Iterable

from xfconsole.core.policy.difference import Change, Value
from xfconsole.core.policy.pack import Attendance, Policy
from xfconsole.core.policy.reader import Problem
from xfconsole.core.words.desk import Level
from xfconsole.core.words.two_languages import BothLanguages
from xfconsole.ui.words.catalogue import Catalogue, word_key


def problem_line(name: str, problem: Problem, catalogue: Catalogue) -> str:
    """Return one fault as a line: the file, its line, and what was expected there."""
    said = catalogue.say(problem.key, **problem.values)
    return catalogue.say("policy.problem_line", name=name, line=problem.line, said=said)


def change_line(change: Change, catalogue: Catalogue) -> str:
    """Return one difference as a line: the rule, what of it, before and after."""
    return catalogue.say(
        "policy.change_line",
        rule=change.rule,
        field=catalogue.say(change.field),
        old=_value_words(change.old, catalogue),
        new=_value_words(change.new, catalogue),
    )


def summary_lines(policy: Policy, catalogue: Catalogue) -> list[str]:
    """Return who has to come from which number on, and how soon, then the procedure's numbers.

    They are what a pack is checked by with the eye.
    """
    lines = []
    before: tuple[Attendance, ...] = ()
    for people in _steps(policy):
        coming = policy.attendance_for(policy.level_for(people), people, assigned=False)
        more = [each for each in coming if each not in before]
        line = "policy.summary_more" if before else "policy.summary_line"
        lines.append(_step_line(line, policy, people, more, catalogue))
        before = coming
    assigned = [each for each in policy.attendance if each.assigned]
    if assigned:
        posts = _posts(policy, assigned, catalogue)
        lines.append(catalogue.say("policy.summary_assigned", posts=posts))
    return [*lines, _reports_line(policy, catalogue), *_procedure_lines(policy, catalogue)]


def _reports_line(policy: Policy, catalogue: Catalogue) -> str:
    """Return by when first reports are owed at each level, and how often one follows."""
    say, reporting = catalogue.say, policy.reporting
    limits = [
        (f"policy.field.first_{level}_{each.form}", each.minutes)
        for level in (Level.GENERAL, Level.MAJOR)
        for each in reporting.firsts(level)
    ]
    if every := reporting.every[1]:
        limits.append(("policy.field.every", every))
    said = [say("policy.summary_within", what=say(key), n=n) for key, n in limits]
    times = [f"{at:%H:%M}" for each in reporting.timed for at in each.times]
    if times:
        said.append(f"{say('policy.field.times')} {' '.join(times)}")
    return say("policy.summary_reports", limits=say("policy.summary_comma").join(said))


def _procedure_lines(policy: Policy, catalogue: Catalogue) -> list[str]:
    procedure, say = policy.procedure, catalogue.say
    owners = {
        who: policy.posts[post].name.say(catalogue.language)
        for who, post in procedure.owners.items()
    }
    days = {
        "due_soon": procedure.due_soon_days,
        "chase": procedure.chase_again_days,
        "climb": procedure.climb_days,
    }
    phone, written = procedure.urgent_phone_minutes, procedure.urgent_written_minutes
    lines = [
        say("policy.summary_owners", **owners),
        say("policy.summary_days", **days),
        say("policy.summary_urgent", phone=phone, written=written),
        say("policy.summary_split", days=" / ".join(map(str, procedure.split_days))),
    ]
    if topics := say("policy.summary_comma").join(procedure.allowance_topics):
        workdays = procedure.allowance_workdays
        lines.append(say("policy.summary_allowance", topics=topics, workdays=workdays))
    accept, decide = procedure.simple_accept_workdays, procedure.simple_decide_workdays
    lines.append(say("policy.summary_simple", accept=accept, decide=decide))
    signed, workdays = procedure.leader_signatures, procedure.leader_workdays
    lines.append(say("policy.summary_leader", people=signed, workdays=workdays))
    retention = policy.retention
    hours, alarm = retention.cancel_hours, policy.alarm
    reception = policy.reception
    ahead = {"notice": reception.notice_days, "remind": reception.remind_days}
    ahead |= {"result": reception.result_days, "plan": reception.plan_days}
    lines += [
        say("policy.summary_retention", cancel=hours, **retention.months),
        say("policy.summary_alarm", ten=alarm.per_ten_minutes, hour=alarm.per_hour),
    ]
    targets = say("policy.summary_comma").join(
        say("policy.summary_target", rate=say(word_key(rate)), percent=each.percent)
        for rate, each in policy.targets.items()
    )
    lines += [say("policy.summary_targets", targets=targets)] if targets else []
    return [*lines, say("policy.summary_reception", **ahead)]


def _steps(policy: Policy) -> list[int]:
    grounds = {each.at_least for each in policy.attendance if each.at_least is not None}
    return sorted(grounds | {each.at_least for each in policy.bands})


def _step_line(
    line: str, policy: Policy, people: int, more: list[Attendance], catalogue: Catalogue
) -> str:
    posts = _posts(policy, more, catalogue) if more else catalogue.say("policy.summary_no_more")
    level = catalogue.say(f"word.level.{policy.level_for(people).value}")
    return catalogue.say(line, people=people, level=level, posts=posts)


def _posts(policy: Policy, coming: Iterable[Attendance], catalogue: Catalogue) -> str:
    said = (_post(policy, each, catalogue) for each in coming)
    return catalogue.say("policy.summary_comma").join(said)


def _post(policy: Policy, rule: Attendance, catalogue: Catalogue) -> str:
    post = policy.posts[rule.post]
    return catalogue.say(
        "policy.summary_post",
        post=post.name.say(catalogue.language),
        tell=rule.tell_minutes,
        arrive=policy.travel[post.travel].minutes,
    )


def _value_words(value: Value, catalogue: Catalogue) -> str:
    if isinstance(value, BothLanguages):
        return value.say(catalogue.language)
    return catalogue.say(value.key, count=value.count)
