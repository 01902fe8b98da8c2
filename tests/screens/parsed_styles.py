"""Styles that are parsed once for all consoles of a run; each would parse the same ones anew."""

from __future__ import annotations

from collections.abc import Mapping

from textual.css.model import RuleSet
from textual.css.parse import parse
from textual.css.tokenizer import Token
from textual.css.types import CSSLocation


class ParsedStyles:
    """Parses as textual does, and remembers what came of it."""

    def __init__(self) -> None:
        self._variables: Mapping[str, list[Token]] = {}
        self._kept: dict[tuple[object, ...], list[RuleSet]] = {}

    def __call__(
        self,
        scope: str,
        css: str,
        read_from: CSSLocation,
        *,
        variable_tokens: dict[str, list[Token]],
        is_default_rules: bool,
        tie_breaker: int,
    ) -> list[RuleSet]:
        """Return the rules of a style sheet."""
        if variable_tokens is not self._variables:
            # Every console makes its own of them, nearly always equal ones.
            if variable_tokens != self._variables:
                self._kept.clear()
            self._variables = variable_tokens
        key = (scope, css, read_from, is_default_rules, tie_breaker)
        if key not in self._kept:
            found = parse(
                scope,
                css,
                read_from,
                variable_tokens=variable_tokens,
                is_default_rules=is_default_rules,
                tie_breaker=tie_breaker,
            )
            self._kept[key] = list(found)
        return self._kept[key]
