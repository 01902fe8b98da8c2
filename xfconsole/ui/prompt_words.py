"""Posts and prompts in words: what to do, whom to ring and on which number."""

from __future__ import annotations

from xfconsole.core.policy import Policy
from xfconsole.core.situation import PromptView, Situation
from xfconsole.ui.i18n import language, say
from xfconsole.ui.words import word


def post_name(policy: Policy | None, post: str) -> str:
    """Return a post's name as its pack has it; its id when the pack does not know it."""
    known = policy.posts.get(post) if policy else None
    return known.name.say(language()) if known else post


def prompt_words(situation: Situation, view: PromptView) -> str:
    """Return a prompt as one sentence: incident, what to do, whom to ring and the number."""
    prompt = view.prompt
    incident = situation.incident(view.incident)
    policy = incident.policy if incident else None
    values: dict[str, object] = {"number": view.number, "what": word(prompt.kind)}
    if prompt.contact is not None:
        values["post"] = post_name(policy, prompt.contact.post)
        values["person"] = prompt.contact.person
        values["phone"] = prompt.contact.phone or say("ui.prompt.no_phone")
        text = say("ui.prompt.ring", **values)
    elif prompt.duty:
        text = say("ui.prompt.post", **values, post=post_name(policy, prompt.duty))
    else:
        text = say("ui.prompt.plain", **values)
    attempt = say("ui.prompt.attempt", n=prompt.attempt) if prompt.attempt else ""
    return text + attempt + (say("ui.prompt.corrected") if prompt.corrected else "")
