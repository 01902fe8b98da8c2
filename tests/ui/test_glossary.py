"""One word for each idea: what another word replaced stands in no catalogue and in no pack."""

from __future__ import annotations

import re

import pytest

from tests.packs import TEXT
from tests.screens import golden
from tests.sources import sentences
from xfconsole.ui.words.catalogue import LANGUAGES

REPLACED = {
    "zh": {
        "值班台、本单位、数据文件": "办公室|本台|这套库|库文件|库里|入库|全机关|本机关",
        "信访部门": "信访机构",
        "上一级机关、单位": "上级机关",
        "信访形式": "渠道",
        "核查": "复核[^意]?紧急|复核调阅|待(他人)?复核|另一名.*复核",
        "最迟（含当日）": r"\{\w+\} ?(以前|之前|前)",
        "法定顺延": "宽限|有利于",
        "期限怎么算": "(?<!起)算法",
        "请求复查、请求复核": "申请复[查核]|作出复[查核]",
        "告知去向": "告知渠道",
        "逐级转送": "下转|逐级转办|维持转交",
        "记录落实情况": "落实到位",
        "反馈办理结果": "报送办理情况|报送结果",
        "指定办理期限": "要求报结|要求反馈",
        "救济途径": "救济渠道|可以寻求的途径",
        "处置经过": "时间线",
        "报告领导的话": "您几分钟|现在到哪里了",
        "在办事项": "正在走|时限在走|时限还在走",
        "当前待办": "现在的提示|提醒",
        "仍由……负责": "手上|事项全收|给下一班的话",
        "接班人未到岗": "接班的人没到|没来接班",
        "代为到场、替班、换班": "替换|顶班",
        "您": "你",
        "本件、该事项": "这件事项|这个事项|这一件",
        "件、起、项": "这个信访|这个现场|几个现场|一处一处|条诉求",
        "查阅": "读取(了)?身份|读取人|次读取|一次读取",
        "输入": "键入|签入",
        "值班员": "第二名工作人员|两名工作人员",
        "信访人要求": "本人要求|^本人提出",
        "理由": "原因",
        "缺口、无人值班": "空缺|无人值守",
        "请假": "休假",
        "提级": "升为重大|为什么升级|升级应|^升级$",
        "级别": "等级",
        "可不填": "可空",
        "回车": r"\bEnter\b",
        "日志尾码": "尾号|日志末尾",
        "备份盘": "第二介质|第二块盘",
        "口令记录": "口令槽",
        "封存": "密封|加密保存",
        "联系顺序、重拨": "找人办法|再打间隔|从头再打|打不通",
        "能当场决定": "拍板|作主|干等|一直顶着|过日子",
        "不发生肢体接触": "打不还手|骂不还口|当心|激烈|已拦住",
        "用恢复码登录": "开门|演示之夜",
        "相近": "很像|有些像|相像",
        "无法保存": "存不进去|写不进去|存不稳妥|无声丢弃",
    },
    "en": {
        "transferred, in a legal procedure": r"\b(led|passed) on\b|^directed$|^final decided$",
        "next higher authority": "upper body",
        "moved past the holiday": "in favour",
        "desk late": "Too late:",
        "emergency reading": "Lone reading",
        "not accepted in time": "overdue, undecided|^undecided$",
        "Page on, Page back": "^Read on$",
        "most urgent, reported up": "most pressing|Climbed|do not climb",
        "Reg. art. 23": r"\bTG\b",
        "next task": "^Answer$",
        "incident": r"\b[Nn]othing is live|\b[Ll]ive\b|\bthe scene\b|^Go live$",
        "task": r"\b[Pp]rompts?\b",
        "time limit": r"running clock|\b[Cc]locks? (run|kept)|[Dd]eadline|due work",
        "undo, cancel, clear": "the mark off|Take it back before|leave it after all",
        "entry": r"[Jj]ournal[^,]* line \{field\}|lines (read|were ever)",
        "unfinished": "half.typed",
        "rebuilt, agree": "made anew|hang together|to be seen to",
        "passphrase records": "key slots?",
        "backup disk": r"second medium|\bmedium\b.*backup",
        "not a date": r"That is no |\bis no (date|day|number|year)\b",
        "mistyped": "There is a slip in",
        "no match": "Nothing answers",
        "no longer works": "opens nothing",
        "remains": r"stays with|Accept kept|Next signs in",
        "shift": r"turns? of duty|'s turn|([Ww]hich|another|field\}) turn|[Pp]ast duty|Whose duty",
        "next officer, deputy": r"\b[Rr]elie(f|ved)\b",
        "vacant": "unheld|held by nobody|nobody holds|Nobody holds|nobody on duty",
        "gap": r"\b[Hh]oles?\b",
        "phone number": r"\bno number\b",
        "forwarded or assigned": r"hand(ed)? (it )?on\b",
        "keep people safe": "crowd|never strike|swear|heated|Kept away",
    },
}
"""For each word of the glossary what it stands for now, in the language's catalogue and pack."""
ALLOWED = {
    "document.you_several": "a letter to a group speaks to several",
    "start.first.words": "all that the desk writes is encrypted; an identity is sealed beside that",
    "live.ask.answer": "an answer to a request is one",
    "ledger.view.undecided_filter": "a word of the filter stays what is typed",
    "ui.refused.keymap_toml": "it names an action",
    **dict.fromkeys(
        (
            *("field.typed.cause", "field.head.cause", "field.shown.cause"),
            *("letters.field.cause", "document.field.cause"),
        ),
        "why a matter came about has this name in every petition system",
    ),
}
"""Keys that keep such a word, and why."""
TIMELIKE = re.compile(r"[剩超] ?\d+:\d\d|\d:\d\d (left|late)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_that_was_replaced_is_back(language: str) -> None:
    quoted = re.findall(rf'\b{language} = "(.*?)"', TEXT)
    shown = {**sentences(language), **{text: text for text in quoted}}
    shown = {key: re.sub(r"\{\w+\}", "{field}", text) for key, text in shown.items()}
    found = [
        f"{key}: {text!r} has {old!r}; the word is {word}"
        for word, old in REPLACED[language].items()
        for key, text in shown.items()
        if re.search(old, text) and key not in ALLOWED
    ]
    assert found == []


def test_no_screen_writes_a_stretch_of_time_like_a_time_of_day() -> None:
    shown = {page.name: page.read_text(encoding="utf-8") for page in golden.FOLDER.glob("*.txt")}
    assert shown
    assert [name for name, text in shown.items() if TIMELIKE.search(text)] == []
