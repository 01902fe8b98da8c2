"""What an office would write into its documents: invented, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from xfconsole.core.matter.documents import render
from xfconsole.core.words.documents import FORMS, Document
from xfconsole.documents.templates import template

_ZH = {
    "office": "市信访接待中心",
    "number": "2026-000117",
    "date": "2026年2月25日",
    "received": "2026年2月20日",
    "channel": "来信",
    "summary": "安置房逾期十四个月未交付，要求明确交房日期并支付过渡费",
    "unit": "住建局",
    "handed_on": "2026年2月24日",
    "due": "2026年3月11日",
    "days": "30",
    "until": "2026年5月30日",
    "next_duty": "住建局书面告知是否受理、由谁办理",
    "turn_to": "市人民政府督查室，市民中心三楼\n工作日 08:30–17:30",
    "route": "由住建局住房保障科办理。",
    "procedure": "2026年3月11日以前决定是否受理。\n受理之日起六十日内办结，并书面答复。",
    "reasons": "安置协议由河东街道签订，交付义务不在住建局。\n协议第四条写明由街道负责交房。",
    "competent": "河东街道办事处",
    "proposal": "转送住建局办理，十五日内告知受理情况，结果报中心。",
    "instruction": "",
    "result": "二期三十三户已于2026年4月20日交房，过渡费已付清。",
    "requests": "1. 明确二期交房日期。\n2. 支付逾期期间的过渡费。",
    "facts": "二期原定2024年12月31日交房。因消防验收未通过，至今未交付。\n"
    "协议第七条约定逾期按月支付过渡费。",
    "decision": "1. 支持。2026年4月20日以前交房。\n2. 支持。过渡费按协议第七条一次付清。",
    "basis": "《中华人民共和国民法典》第五百零九条、第五百七十七条；安置协议第四条、第七条。",
    "ground": "同一信访事项已由住建局受理，正在规定期限内办理（《信访工作条例》第十九条）。",
    "remedy": "可以向住建局查询办理情况；对其处理意见不服的，收到后三十日内请求复查。",
    "work": "2月26日到现场查看，3月2日与街道、施工单位商定消防整改日期。\n3月20日消防验收通过。",
}
_EN = {
    "office": "City Petition Reception Centre",
    "number": "2026-000117",
    "date": "2026-02-25",
    "received": "2026-02-20",
    "channel": "letter",
    "summary": "Resettlement flats 14 months late; asks for a date and the transition allowance",
    "unit": "Housing Bureau",
    "handed_on": "2026-02-24",
    "due": "2026-03-11",
    "days": "30",
    "until": "2026-05-30",
    "next_duty": "the Housing Bureau tells you in writing whether it accepts, and who handles it",
    "turn_to": "the Inspection Office of the city government, Civic Centre, third floor\n"
    "working days 08:30-17:30",
    "route": "The housing security section of the Housing Bureau handles it.",
    "procedure": "By 2026-03-11 it decides whether to accept.\n"
    "Within 60 days of accepting it concludes, and answers in writing.",
    "reasons": "Hedong Sub-district signed the resettlement agreement, not the bureau.\n"
    "Its article 4 makes the sub-district hand the flats over.",
    "competent": "Hedong Sub-district Office",
    "proposal": "Forward to the Housing Bureau; notice within 15 days, result to the centre.",
    "instruction": "",
    "result": "The 33 flats were handed over on 2026-04-20; the allowance is paid.",
    "requests": "1. A date for phase two.\n2. The transition allowance for the delay.",
    "facts": "Phase two was due on 2024-12-31. Fire acceptance failed; nothing is handed over.\n"
    "Article 7 of the agreement grants a monthly allowance for delay.",
    "decision": "1. Supported: handed over by 2026-04-20.\n2. Supported: paid under article 7.",
    "basis": "Civil Code, articles 509 and 577; resettlement agreement, articles 4 and 7.",
    "ground": "The Housing Bureau has accepted the same matter and is within its time limit "
    "(article 19 of the Regulation on Petition Work).",
    "remedy": "Ask the Housing Bureau how it stands; against its decision ask for a review within "
    "30 days of receiving it.",
    "work": "Site seen on 26 February; on 2 March a date for the fire works was agreed.\n"
    "Fire acceptance passed on 20 March.",
}
SAMPLES: Mapping[str, Mapping[str, str]] = {"zh": _ZH, "en": _EN}
"""A value for every field, by language; the leader's instruction is still to come."""


_OTHERWISE: Mapping[tuple[Document, str], Mapping[str, str]] = {
    (Document.ENDORSEMENT_SLIP, "zh"): {"result": ""},
    (Document.ENDORSEMENT_SLIP, "en"): {"result": ""},
    (Document.EXTENSION_NOTICE, "zh"): {
        "reasons": "消防整改须待材料到货，预计4月中旬完成，完成后方能交房。"
    },
    (Document.EXTENSION_NOTICE, "en"): {
        "reasons": "The fire works wait for material and end in mid-April; only then can the flats "
        "be handed over."
    },
}


def values(document: Document, language: str) -> dict[str, str]:
    """Return the values of one document's fields."""
    found = {name: SAMPLES[language][name] for name in FORMS[document].names}
    return {**found, **_OTHERWISE.get((document, language), {})}


def example(document: Document, language: str) -> str:
    """Return the document as the office would issue it."""
    return render(document, template(document, language), values(document, language))
