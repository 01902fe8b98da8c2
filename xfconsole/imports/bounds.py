"""What a table from outside may cost: every limit, and why it is where it is.

Nobody's letters come near any of these. Together they hold whatever a file of 50 MB can be made to
do to some seconds and some hundred megabytes; docs/import.md says what was measured.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xfconsole.core.words.refusal import Refused

MAX_FILE_BYTES = 50 * 1024 * 1024
"""A hundred thousand letters of a page each, packed."""
MAX_ROWS = 1_048_576
"""As many as a spreadsheet has."""
MAX_COLUMNS = 256
MAX_CELL_CHARACTERS = 100_000
"""Three times what a spreadsheet lets into one cell."""
MAX_CELLS = 2_000_000
"""Of one workbook, empty ones between others included: a hundred thousand rows of twenty."""
MAX_CHARACTERS = 128 * 1024 * 1024
"""Of all cells: a workbook stores a text once and may show it in every row."""
MAX_RECORD_CHARACTERS = 8 * 1024 * 1024
"""Of one row of text: 256 cells as long as a spreadsheet lets them be."""
MAX_ROW_BYTES = 2 * 1024 * 1024
"""Of one row's XML, which becomes up to ninety times as much in memory before it is a row."""
MAX_MERGED = 200_000
"""Ranges of merged cells in one sheet: two for each of a hundred thousand letters."""
MAX_BAD_ROWS = 10_000
"""Of letters, of which the good rows come in; a file with more bad ones has one fault."""
MAX_BAD_DUTY = 1_000
"""Rows of a roster, of which nothing comes in before all are good."""

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_RATIO = 200
"""Unpacked to packed size; honest sheets stay below 60."""
RATIO_FROM_BYTES = 10 * 1024 * 1024
MAX_PARTS = 2_000
MAX_STRINGS_CHARACTERS = 128 * 1024 * 1024
"""Of the texts that cells share, which are held in memory."""
MAX_STRINGS = 1_000_000
"""A short text costs fifty bytes besides its letters."""
MAX_BUILT_BYTES = 1024 * 1024
"""Of a part that is read as a whole, such as the list of sheets: they have kilobytes."""
MAX_SHEETS = 200
MAX_STYLE_ELEMENTS = 1_000_000
"""A spreadsheet lets a workbook have 65,490 styles, of some elements each."""


@dataclass(slots=True)
class Budget:
    """What is left to be read of one workbook; ``shown`` is its name for the refusal."""

    shown: str
    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS

    def spend(self, values: Iterable[object], cells: int) -> None:
        """Count a row and its cells. Raises Refused when it is too much."""
        self.cells -= 1 + cells
        self.characters -= sum(len(each) for each in values if isinstance(each, str))
        if self.cells < 0 or self.characters < 0:
            raise Refused("tabular.refused.bomb", file=self.shown)
