"""The words of a matter's life: closed lists that facts, rules, screens and exports speak in."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a matter stands, in the order of its life."""

    REGISTERED = "registered"
    SUBMITTED = "submitted"
    FORWARDED = "forwarded"
    ASSIGNED = "assigned"
    OBJECTED = "objected"
    ACCEPTED = "accepted"
    HANDLING = "handling"
    REPLIED = "replied"
    SERVED = "served"
    REVIEW = "review"
    REVIEW_REPLIED = "review_replied"
    REVIEW_SERVED = "review_served"
    FINAL_REVIEW = "final_review"
    FINAL_REPLIED = "final_replied"
    FINISHED = "finished"
    ANSWERED = "answered"
    DIRECTED = "directed"
    LED = "led"
    PASSED = "passed"
    DECLINED = "declined"
    CONCLUDED = "concluded"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What moves a matter, or is done to it where it stands."""

    SUBMIT = "submit"
    FORWARD = "forward"
    ASSIGN = "assign"
    PASS_DOWN = "pass_down"
    ANSWER = "answer"
    DIRECT = "direct"
    LEAD = "lead"
    PASS = "pass"
    DECLINE = "decline"
    OBJECT = "object"
    RETURN = "return"
    UPHOLD = "uphold"
    RETRIEVE = "retrieve"
    ACCEPT = "accept"
    HANDLE = "handle"
    EXTEND = "extend"
    MEDIATE = "mediate"
    HEAR = "hear"
    REPORT_BACK = "report_back"
    REPLY = "reply"
    SERVE = "serve"
    ASK_REVIEW = "ask_review"
    DECIDE_REVIEW = "decide_review"
    ASK_FINAL = "ask_final"
    DECIDE_FINAL = "decide_final"
    EXECUTE = "execute"
    FOLLOW_UP = "follow_up"
    CONCLUDE = "conclude"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    SUPERVISE = "supervise"
    END_SUPERVISION = "end_supervision"
    MARK_URGENT = "mark_urgent"
    REPORT_PHONE = "report_phone"
    REPORT_WRITTEN = "report_written"
    SIMPLIFY = "simplify"
    ORDINARY = "ordinary"
    ASSIGN_LEADER = "assign_leader"


class Who(StrEnum):
    """Whose move it is, or whose clock."""

    OFFICE = "office"
    UNIT = "unit"
    UNIT_HEAD = "unit_head"
    UPPER = "upper"
    TOWNSHIP = "township"
    COMPLAINANT = "complainant"


class Law(StrEnum):
    """What a rule rests on: an article of the 2022 Regulation (TG), or less."""

    TG_19 = "tg19"
    TG_22 = "tg22"
    TG_23 = "tg23"
    TG_23_44 = "tg23_44"
    TG_25 = "tg25"
    TG_28 = "tg28"
    TG_30 = "tg30"
    TG_31 = "tg31"
    TG_31_36 = "tg31_36"
    TG_32 = "tg32"
    TG_33 = "tg33"
    TG_34 = "tg34"
    TG_35 = "tg35"
    TG_36 = "tg36"
    TG_40 = "tg40"
    TRIAL_2016 = "trial2016"
    PLAN = "plan"
    HABIT = "habit"


class Ground(StrEnum):
    """The only grounds on which a matter may be declined."""

    PENDING = "pending"
    FINISHED = "finished"

    @property
    def law(self) -> Law:
        """The article that gives the ground."""
        return Law.TG_19 if self is Ground.PENDING else Law.TG_36


class Finding(StrEnum):
    """What a reply or a review found."""

    SUPPORTED = "supported"
    EXPLAINED = "explained"
    NOT_SUPPORTED = "not_supported"


class Manner(StrEnum):
    """How a reply was served (送达方式)."""

    IN_PERSON = "in_person"
    POST = "post"
    OTHER = "other"


class Signing(StrEnum):
    """Whether what was served was signed for."""

    SIGNED = "signed"
    REFUSED = "refused"


class Opinion(StrEnum):
    """What the complainant says of a reply."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNCLEAR = "unclear"


class Satisfaction(StrEnum):
    """What a follow-up (回访) heard of the office's work."""

    SATISFIED = "satisfied"
    FAIRLY = "fairly_satisfied"
    NOT = "not_satisfied"


class Need(StrEnum):
    """What an act cannot be recorded without, or what it may say beside that."""

    TEXT = "text"
    UNIT = "unit"
    ON = "on"
    GROUND = "ground"
    REMEDY = "remedy"
    FINDING = "finding"
    LETTER = "letter"
    APPROVER = "approver"
    DAYS = "days"
    HELD = "held"
    MANNER = "manner"
    SIGNING = "signing"
    OPINION = "opinion"
    SATISFACTION = "satisfaction"
    LEADER = "leader"


class Guard(StrEnum):
    """What else has to hold; checked in ``core.matter.life``."""

    NOT_A_CLAIM = "not_a_claim"
    EXECUTED = "executed"
    EXTENDED_ONCE = "extended_once"
    WAS_ASSIGNED = "was_assigned"
    SUPPORTED = "supported"
    IN_TIME = "in_time"
    SUPERVISED = "supervised"
    NOT_SUPERVISED = "not_supervised"
    URGENT = "urgent"
    NOT_URGENT = "not_urgent"
    SIMPLE = "simple"
    NOT_SIMPLE = "not_simple"
    SIMPLE_IN_TIME = "simple_in_time"


class Clock(StrEnum):
    """Every time limit on a matter (docs/rules.md §4)."""

    DEAL = "deal"
    SPLIT = "split"
    NOTICE = "notice"
    OBJECT = "object"
    ACCEPT = "accept"
    REPORT = "report"
    DECIDE = "decide"
    SHADOW = "shadow"
    ASK_REVIEW = "ask_review"
    REVIEW = "review"
    ASK_FINAL = "ask_final"
    FINAL = "final"
    URGENT_PHONE = "urgent_phone"
    URGENT_WRITTEN = "urgent_written"
    SUGGESTION = "suggestion"
    ALLOWANCE = "allowance"
    SIMPLE_ACCEPT = "simple_accept"
    SIMPLE_DECIDE = "simple_decide"
    LEADER = "leader"


class Bar(StrEnum):
    """Why an official may have no hand in a matter."""

    ACCUSED = "accused"
    RECUSED = "recused"

    @property
    def law(self) -> Law:
        """The article that bars."""
        return Law.TG_30 if self is Bar.ACCUSED else Law.TG_28


class Barred(StrEnum):
    """As what a barred party was kept away."""

    TARGET = "target"
    APPROVER = "approver"
    ATTENDEE = "attendee"
    RECEIVER = "receiver"
    READER = "reader"
    EXPORT_READER = "export_reader"


class Measure(StrEnum):
    """What a time limit is counted in."""

    CALENDAR = "calendar"
    WORKING = "working"
    ORDERED = "ordered"
    """Nothing is counted: whoever assigned the matter ordered a date."""
    MINUTES = "minutes"


_OVER = (State.CONCLUDED, State.ARCHIVED, State.WITHDRAWN)


OPEN = tuple(state for state in State if state not in _OVER)
"""The states in which somebody still has something to do."""
