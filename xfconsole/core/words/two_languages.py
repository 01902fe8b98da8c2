"""Words that stand in Chinese and in English beside each other, as in a policy pack."""

from __future__ import annotations

from xfconsole.core.words.frozen import frozen


@frozen
class BothLanguages:
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def say(self, language: str) -> str:
        """Return the words in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh
