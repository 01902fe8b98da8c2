"""``python -m tests.fuzz SECONDS [TARGET ...]``: atheris on each target in turn (docs/fuzzing.md).

Each target runs in a process of its own, so that the first crash ends only that one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
FOUND = Path(".fuzz")
"""Where what was found lies until it is merged into the corpus."""
LONGEST = 4_096


def main() -> int:
    """Fuzz, then merge what was found into the kept corpus."""
    seconds, *named = sys.argv[1:] or ["60"]
    if seconds == "--one":
        return _fuzz(named)
    from tests.fuzz.targets import TARGETS

    failed = [name for name in named or TARGETS if _run(name, seconds)]
    sys.stdout.write(f"failed: {' '.join(failed) or 'none'}\n")
    return bool(failed)


def _run(name: str, seconds: str) -> int:
    found, kept = FOUND / name, CORPUS / name
    found.mkdir(parents=True, exist_ok=True)
    kept.mkdir(parents=True, exist_ok=True)
    one = [sys.executable, "-m", "tests.fuzz", "--one", name]
    limits = [f"-max_len={LONGEST}", "-timeout=5", "-rss_limit_mb=1024"]
    crashes = f"-artifact_prefix={FOUND}/{name}-"
    ended = subprocess.run(
        [*one, *limits, crashes, f"-max_total_time={seconds}", str(found), str(kept)]
    )
    if ended.returncode == 0:
        subprocess.run([*one, *limits, "-merge=1", str(kept), str(found)], check=True)
    return ended.returncode


def _fuzz(words: list[str]) -> int:
    import atheris  # type: ignore[import-untyped]

    name, *options = words
    with atheris.instrument_imports(include=["xfconsole", "data", "screens"]):
        from tests.fuzz.targets import TARGETS

    # libFuzzer starts itself anew through a shell while it merges.
    itself = f"{sys.executable} -m tests.fuzz --one {name}"
    atheris.Setup([itself, *options], TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
