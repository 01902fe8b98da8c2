"""Logging a ring of somebody whom the roster does not name: all of it in one form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from screens.form_parts import Form, Kind, Part, Values
from screens.live_verbs import minutes_problem
from screens.live_words import duty_post
from screens.widgets.picker_rows import PickRow
from xfconsole.core.escalation import Obligation
from xfconsole.core.model import RingOutcome, Uid
from xfconsole.core.official import name_key
from xfconsole.core.refusal import Refused
from xfconsole.core.situation import IncidentView, Situation
from xfconsole.desk import Desk, Done
from xfconsole.ui.glyphs import glyph
from xfconsole.ui.host import Host
from xfconsole.ui.i18n import say
from xfconsole.ui.words import word

_FAULTS = {
    "desk.refused.ring_unnamed": "person",
    "live.refused.person": "person",
    "life.refused.barred": "person",
    "desk.refused.no_number": "phone",
    "desk.refused.eta_unanswered": "eta",
    "desk.refused.eta_past": "eta",
    "live.refused.minutes": "eta",
}


def ring_other(
    host: Host,
    situation: Situation,
    view: IncidentView,
    duties: Sequence[Obligation],
    *,
    prompt: Uid | None = None,
) -> Form:
    """Return the form for a ring for one of several duties, the first one if nothing is chosen."""
    roster = situation.roster.without(view.bars)

    def rows() -> list[PickRow[str]]:
        known = {name_key(each.person): each for each in roster.on_duty(situation.at)}
        return [
            PickRow(each.person, each.person, f"{duty_post(view, each.post)} {each.phone}")
            for each in known.values()
        ]

    async def run(values: Values) -> object:
        person, eta = values["person"], values["eta"]
        if not person:
            raise Refused("live.refused.person")
        if eta and minutes_problem(eta):
            raise Refused("live.refused.minutes")
        post = values.get("post", "") or duties[0].post
        phone = values["phone"] or roster.phone(person, situation.at, post)

        def verb(desk: Desk) -> Done:
            at = desk.now() + timedelta(minutes=int(eta)) if eta else None
            return desk.ring(
                view.uid, post, RingOutcome(values["outcome"]), person=person, phone=phone,
                eta=at, prompt=prompt,
            )  # fmt: skip

        return await host.desk_do(verb)

    whose = f" {glyph('dot')} {duty_post(view, duties[0].post)}" if len(duties) == 1 else ""
    return Form(
        f"{view.number} {say('help.live.other')}{whose}",
        tuple(_parts(view, duties, rows)),
        run,
        lines=(say("live.other.until"),),
        fault=lambda refused: _FAULTS.get(refused.key, ""),
        draft=f"ring-{view.uid}",
    )


def _parts(
    view: IncidentView, duties: Sequence[Obligation], rows: Callable[[], list[PickRow[str]]]
) -> Sequence[Part]:
    posts = tuple((each.post, duty_post(view, each.post)) for each in duties)
    outcomes = tuple((each.value, word(each)) for each in RingOutcome)
    first = [Part("post", say("live.field.post"), Kind.CHOICE, posts, initial=posts[0][0])]
    return [
        *(first if len(posts) > 1 else []),
        Part("person", say("live.field.person"), rows=rows),
        Part("phone", say("live.field.phone"), hint=say("live.other.phone")),
        Part("outcome", say("live.field.outcome"), Kind.CHOICE, outcomes, initial="answered"),
        Part("eta", say("live.field.eta"), hint=say("live.other.eta")),
    ]
