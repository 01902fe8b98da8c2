"""The State Council's notices for 2024 to 2026, written out by hand for tests to count by."""

from __future__ import annotations

from datetime import date, timedelta

from xfconsole.core.days.workdays import Workdays


def free(name: str, first: str, last: str) -> dict[date, str]:
    """Return each day of a holiday, first and last included."""
    start = date.fromisoformat(first)
    length = (date.fromisoformat(last) - start).days + 1
    return {start + timedelta(days=number): name for number in range(length)}


HOLIDAYS = {
    **free("元旦", "2024-01-01", "2024-01-01"),
    **free("春节", "2024-02-10", "2024-02-17"),
    **free("清明", "2024-04-04", "2024-04-06"),
    **free("劳动节", "2024-05-01", "2024-05-05"),
    **free("端午", "2024-06-10", "2024-06-10"),
    **free("中秋", "2024-09-15", "2024-09-17"),
    **free("国庆节", "2024-10-01", "2024-10-07"),
    **free("元旦", "2025-01-01", "2025-01-01"),
    **free("春节", "2025-01-28", "2025-02-04"),
    **free("清明", "2025-04-04", "2025-04-06"),
    **free("劳动节", "2025-05-01", "2025-05-05"),
    **free("端午", "2025-05-31", "2025-06-02"),
    **free("国庆节", "2025-10-01", "2025-10-08"),
    **free("元旦", "2026-01-01", "2026-01-03"),
    **free("春节", "2026-02-15", "2026-02-23"),
    **free("清明", "2026-04-04", "2026-04-06"),
    **free("劳动节", "2026-05-01", "2026-05-05"),
    **free("端午", "2026-06-19", "2026-06-21"),
    **free("中秋", "2026-09-25", "2026-09-27"),
    **free("国庆节", "2026-10-01", "2026-10-07"),
}
WORKING = [
    date.fromisoformat(day)
    for day in """
    2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
    2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
    2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
    """.split()
]
NOTICES = Workdays(HOLIDAYS, WORKING, (2024, 2025, 2026))
