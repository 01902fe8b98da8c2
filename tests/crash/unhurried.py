"""The console whose echo waits for its draft however long: ``python -m tests.crash.unhurried``.

What a disk may do in two seconds on a busy machine is no matter of a kill test.
"""

from __future__ import annotations

from xfconsole import __main__
from xfconsole.app import saved_output

if __name__ == "__main__":
    saved_output.LONGEST = 3_600.0
    __main__.main()
