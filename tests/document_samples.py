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
    "query_code": "K7Q2-M9XW",
    "you": "您",
    "effect": "本件由市信访接待中心代拟，由住建局审核盖章后生效。",
    "handed_on": "2026年2月24日",
    "accepted": "2026年3月3日",
    "due": "2026年3月11日",
    "original": "2026年5月6日",
    "days": "30",
    "until": "2026年6月5日",
    "objection_due": "2026年3月3日",
    "asked_on": "2026年5月8日",
    "body": "市人民政府",
    "next_duty": "住建局决定是否受理",
    "registered_by": "李敏",
    "registered_at": "2026-02-20 09:30",
    "urgency": "一般",
    "place": "河东街道平安里",
    "addressed_to": "市长",
    "cause": "答复不及时",
    "concerned": "33",
    "secrecy": "否",
    "caller": "匿名电话",
    "session": "2026年3月2日 09:00",
    "session_place": "信访接待大厅",
    "leader": "王强（分管领导）",
    "summary": "安置房逾期十四个月未交付，要求明确交房日期并支付过渡费",
    "unit": "住建局",
    "doc_number": "市信访〔2026〕117号",
    "handled_by": "住建局",
    "handled_on": "2026年1月12日",
    "handled_until": "2026年3月13日",
    "approver_post": "局长",
    "hearing_at": "2026年4月8日（星期三）9:30",
    "hearing_place": "市民中心三楼第二会议室",
    "signer": "王强",
    "copies": "市人民政府督查室",
    "contact": "信访接待中心 值班员，电话 0555-0000000\n人民路1号，工作日 08:30–17:30",
    "section": "住房保障科，电话 0555-0000001",
    "attachments": "1. 来信复印件 共3页",
    "turn_to": "市人民政府督查室，市民中心三楼\n工作日 08:30–17:30",
    "route": "由住建局住房保障科办理。",
    "procedure": "最迟2026年3月11日（含当日）决定是否受理。\n受理之日起60日内办结，并书面答复。",
    "reasons": "安置协议由河东街道签订，交付义务不在住建局。\n协议第四条写明由街道负责交房。",
    "competent": "河东街道办事处（安置协议第四条）",
    "proposal": "转送住建局办理，15日内告知受理情况，结果报中心。",
    "instruction": "",
    "result": "二期33户已于2026年4月20日交房，过渡费已付清。",
    "requests": "1. 明确二期交房日期。\n2. 支付逾期期间的过渡费。",
    "facts": "二期原定2024年12月31日交房。因消防验收未通过，至今未交付。\n"
    "协议第七条约定逾期按月支付过渡费。",
    "decision": "1. 予以支持。2026年4月20日前交房，含当日。\n"
    "2. 予以支持。过渡费按协议第七条一次付清。",
    "basis": "《中华人民共和国民法典》第五百零九条、第五百七十七条；安置协议第四条、第七条。",
    "execution": "住建局督促河东街道执行，最迟2026年4月20日（含当日）。",
    "review_body": "市人民政府（人民路1号，电话 0555-0000002）",
    "ground": "属于《信访工作条例》第三十一条第二项规定的情形，应当通过劳动仲裁解决。",
    "remedy": "可以向住建局查询办理情况；对其处理意见不服的，收到后30日内请求复查。",
    "work": "2月26日到现场查看，3月2日与街道、施工单位商定消防整改日期。\n3月20日消防验收通过。",
    "adoption": "部分采纳：在市民中心增设夜间窗口，2026年5月1日起开放。",
    "advice": "最迟2026年3月20日（含当日）书面答复信访人，并报送办理结果。",
    "agreement": "乙方于2026年4月20日前向甲方交付二期住房，含当日。",
    "service": "2026年4月2日当面送达，信访人签收。",
    "opinion": "同意。",
    "served": "处理意见书，住建信〔2026〕31号",
    "remark": "",
}
_EN = {
    "office": "City Petition Reception Centre",
    "number": "2026-000117",
    "date": "2026-02-25",
    "received": "2026-02-20",
    "channel": "letter",
    "query_code": "K7Q2-M9XW",
    "you": "you",
    "effect": "Drawn up by City Petition Reception Centre; valid once Housing Bureau has examined "
    "and sealed it.",
    "handed_on": "2026-02-24",
    "accepted": "2026-03-03",
    "due": "2026-03-11",
    "original": "2026-05-06",
    "days": "30",
    "until": "2026-06-05",
    "objection_due": "2026-03-03",
    "asked_on": "2026-05-08",
    "body": "City Government",
    "next_duty": "Housing Bureau decides whether to accept it",
    "registered_by": "Li Min",
    "registered_at": "2026-02-20 09:30",
    "urgency": "ordinary",
    "place": "East Street",
    "addressed_to": "the mayor",
    "cause": "no answer in time",
    "concerned": "33",
    "secrecy": "no",
    "caller": "anonymous call",
    "session": "2026-03-02 09:00",
    "session_place": "reception hall",
    "leader": "Wang Qiang (leader in charge)",
    "summary": "Resettlement flats 14 months late; asks for a date and the transition allowance",
    "unit": "Housing Bureau",
    "doc_number": "Petitions 2026/117",
    "handled_by": "Housing Bureau",
    "handled_on": "2026-01-12",
    "handled_until": "2026-03-13",
    "approver_post": "director",
    "hearing_at": "2026-04-08, 09:30",
    "hearing_place": "Civic Centre, third floor, room 2",
    "signer": "Wang Qiang",
    "copies": "Inspection Office",
    "contact": "Reception Centre, duty officer, 0555-0000000\n"
    "1 Renmin Road, working days 08:30-17:30",
    "section": "Housing security section, 0555-0000001",
    "attachments": "1. Copy of the letter, 3 pages",
    "turn_to": "the Inspection Office of the city government, Civic Centre, third floor\n"
    "working days 08:30-17:30",
    "route": "The housing security section of the Housing Bureau handles it.",
    "procedure": "By 2026-03-11, that day included, it decides whether to accept.\n"
    "Within 60 days of accepting it concludes, and answers in writing.",
    "reasons": "Hedong Sub-district signed the resettlement agreement, not the bureau.\n"
    "Its article 4 makes the sub-district hand the flats over.",
    "competent": "Hedong Sub-district Office (agreement, article 4)",
    "proposal": "Forward to the Housing Bureau; notice within 15 days, result to the centre.",
    "instruction": "",
    "result": "The 33 flats were handed over on 2026-04-20; the allowance is paid.",
    "requests": "1. A date for phase two.\n2. The transition allowance for the delay.",
    "facts": "Phase two was due on 2024-12-31. Fire acceptance failed; nothing is handed over.\n"
    "Article 7 of the agreement grants a monthly allowance for delay.",
    "decision": "1. Supported: handed over by 2026-04-20.\n2. Supported: paid under article 7.",
    "basis": "Civil Code, articles 509 and 577; resettlement agreement, articles 4 and 7.",
    "execution": "The Housing Bureau sees to it with the sub-district, by 2026-04-20.",
    "review_body": "City Government (1 Renmin Road, 0555-0000002)",
    "ground": "Item 2 of article 31: labour arbitration decides it.",
    "remedy": "Ask the Housing Bureau how it stands; against its decision ask for a review within "
    "30 days of receiving it.",
    "work": "Site seen on 26 February; on 2 March a date for the fire works was agreed.\n"
    "Fire acceptance passed on 20 March.",
    "adoption": "In part: a night counter in the Civic Centre from 2026-05-01.",
    "advice": "Answer the complainant in writing by 2026-03-20, and report the result.",
    "agreement": "Party B hands the flat over to party A by 2026-04-20.",
    "service": "In person on 2026-04-02, signed for.",
    "opinion": "Agrees.",
    "served": "Decision letter, Housing 2026/31",
    "remark": "",
}
SAMPLES: Mapping[str, Mapping[str, str]] = {"zh": _ZH, "en": _EN}
"""A value for every field, by language; the leader's instruction is still to come."""


_BY_HAND = {"facts": "", "proposal": "", "result": ""}
_OTHERWISE: Mapping[tuple[Document, str], Mapping[str, str]] = {
    (Document.ENDORSEMENT_SLIP, "zh"): {"result": "", "due": ""},
    (Document.ENDORSEMENT_SLIP, "en"): {"result": "", "due": ""},
    (Document.REGISTER, "zh"): _BY_HAND,
    (Document.REGISTER, "en"): _BY_HAND,
    (Document.RECEPTION_FORM, "zh"): {"instruction": "住建局3月20日前书面答复。"},
    (Document.RECEPTION_FORM, "en"): {"instruction": "The bureau answers by 2026-03-20."},
    (Document.TELEPHONE_RECORD, "zh"): _BY_HAND | {"channel": "来电"},
    (Document.TELEPHONE_RECORD, "en"): _BY_HAND | {"channel": "call"},
    (Document.HEARING_NOTICE, "zh"): {"procedure": "听取双方陈述，出示证据，互相质询。"},
    (Document.HEARING_NOTICE, "en"): {"procedure": "Both sides speak, show evidence and ask."},
    (Document.TRANSFER_LETTER, "zh"): {"reasons": "反映的是违纪问题。"},
    (Document.TRANSFER_LETTER, "en"): {"reasons": "It is about a breach of discipline."},
    (Document.SUPERVISION_LETTER, "zh"): {"reasons": "已过法定期限4天，尚未决定是否受理。"},
    (Document.SUPERVISION_LETTER, "en"): {"reasons": "Acceptance is 4 days overdue."},
    (Document.SUGGESTION_REPLY, "zh"): {"reasons": "其余窗口夜间办件量少，暂不增设。"},
    (Document.SUGGESTION_REPLY, "en"): {"reasons": "Few people come to the others at night."},
    (Document.COMPLETION_REPORT, "zh"): {"effect": ""},
    (Document.COMPLETION_REPORT, "en"): {"effect": ""},
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
    found = {**SAMPLES[language], **_OTHERWISE.get((document, language), {})}
    return {name: found[name] for name in FORMS[document].names}


def example(document: Document, language: str) -> str:
    """Return the document as the office would issue it."""
    return render(document, template(document, language), values(document, language))
