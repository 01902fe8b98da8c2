"""Invented letters whose words are as unevenly spread as those of real ones; always the same.

Characters, words of two to four of them, and phrases of one to four words: each is used in
proportion to its rank's inverse, so the commonest stands in most letters and the rarest in one of
some hundred thousand. The numbers were chosen so that a thousand letters have as many different
pairs of characters, in as many letters each, as a thousand real ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate

from xfconsole.core.facts.event import Event
from xfconsole.core.facts.of_matter import MatterRegistered
from xfconsole.core.words.desk import Channel
from xfconsole.ids import uuid7

_HAN = [chr(0x4E00 + at * 7) for at in range(2_900)]
_SIZES = (2, 2, 2, 2, 3, 4)
_PHRASE = (1, 1, 2, 2, 3, 4)
_WORDS, _PHRASES = 40_000, 200_000
_SHORTEST, _MORE = 12, 56
"""Phrases in a letter: the least, and how many more on average."""
_UNITS = ("住建局", "人社局", "教育局", "城管局", "交通局", "水利局", "自然资源局")
_TOPICS = (("城乡建设", "房屋"), ("劳动和社会保障", "工资"), ("教育文体", "入学"))
_CHANNELS = (Channel.LETTER, Channel.CALL, Channel.VISIT)
_FIRST = datetime(2016, 3, 1, 1, 0, tzinfo=UTC)
_YEARS = timedelta(days=3650)


@cache
def vocabulary() -> Sequence[str]:
    """Return the words, the commonest first."""
    return _joined(_HAN, 12, _SIZES, _WORDS, random.Random(1))


def registrations(matters: int) -> Iterator[Event]:
    """Yield the events of so many matters, received over ten years, their texts all different."""
    phrases = _joined(vocabulary(), 20, _PHRASE, _PHRASES, random.Random(2))
    source, weights = random.Random(3), _weights(len(phrases), 3)
    for serial in range(matters):
        said = source.choices(
            phrases, cum_weights=weights, k=_SHORTEST + int(source.expovariate(1 / _MORE))
        )
        at = _FIRST + _YEARS * (serial / matters)
        matter, event = (uuid7(int(at.timestamp() * 1000), serial * 2 + each) for each in (0, 1))
        fact = MatterRegistered(
            number=f"{at.year}-{serial:07d}",
            channel=_CHANNELS[serial % 3],
            summary="".join(said[:4]),
            text=_sentences(said[4:]),
            topic=_TOPICS[serial % len(_TOPICS)],
            unit=_UNITS[serial % len(_UNITS)],
        )
        yield Event(event, matter, at, at, "李敏", fact)


def _joined(
    parts: Sequence[str], flat: int, sizes: Sequence[int], wanted: int, source: random.Random
) -> list[str]:
    """Return so many different joinings of parts; ``flat`` is how little the first ranks differ."""
    weights = _weights(len(parts), flat)
    found: dict[str, None] = {}
    while len(found) < wanted:
        found["".join(source.choices(parts, cum_weights=weights, k=source.choice(sizes)))] = None
    return list(found)


def _weights(size: int, flat: int) -> list[float]:
    return list(accumulate(1 / (rank + flat) for rank in range(size)))


def _sentences(said: list[str]) -> str:
    return "，".join("".join(said[at : at + 3]) for at in range(0, len(said), 3))
