"""An identity whose every field can be told in any file, and matters that carry it."""

from __future__ import annotations

from dataclasses import asdict

from xfconsole.core.matter.registration import MatterForm
from xfconsole.core.words.desk import Channel, Identity, Purpose

WHO = Identity(
    name="来访者甲子",
    sex="性别乙丑",
    age="七十三岁半",
    native_place="籍贯丙寅",
    occupation="职业丁卯",
    address="住址戊辰街己巳号",
    phone="139-0000-4321",
    representatives=("代表庚午", "代表辛未"),
)
SECRETS = [
    *(text for name, text in asdict(WHO).items() if name != "representatives"),
    *WHO.representatives,
]
CLAIM = MatterForm(Channel.LETTER, "安置房逾期未交付", purpose=Purpose.CLAIM, identity=WHO)
ACCUSATION = MatterForm(Channel.VISIT, "虚报工程量", purpose=Purpose.ACCUSATION, identity=WHO)
CONFIDENTIAL = MatterForm(Channel.CALL, "夜间排污", confidential=True, identity=WHO)
ANONYMOUS = MatterForm(Channel.LETTER, "路灯不亮", purpose=Purpose.ACCUSATION, anonymous=True)
CLAIM_NO, ACCUSATION_NO, CONFIDENTIAL_NO, ANONYMOUS_NO = (f"2026-{n:06d}" for n in range(1, 5))
EVERY = (CLAIM, ACCUSATION, CONFIDENTIAL, ANONYMOUS)
