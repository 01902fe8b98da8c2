"""``make bundle``: one archive with everything that a laptop without a network needs.

Its packages are those of ``requirements/runtime.txt``, checked against the hashes there. PLATFORM
is the tag of wheels for the laptop; PYTHON the versions that it may have, or ``none``: then this
machine's own Python is in the archive.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parent.parent
PINS: Final = ROOT / "requirements"
SHIPPED: Final = ("xfconsole", "screens", "data")
GLIBC: Final = 28
"""glibc 2.28 of 2018 is the oldest for which all packages have wheels."""
VERSIONS: Final = "3.11 3.12 3.13 3.14"
_TAG = re.compile(r"manylinux_2_(\d+)_(\w+)")
_OLD_NAMES = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
_PIP = ("-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input")
_PINNED = ("--require-hashes", "--no-deps", "--only-binary", ":all:")
_DOCX: Final = """from PyInstaller.utils.hooks import collect_data_files
datas = collect_data_files("docx")
module_collection_mode = "pyz+py"
"""
"""python-docx finds its templates by way of the folders that its modules lie in."""
_NOT_INSTALLED = re.compile(r"(pip|setuptools|wheel)==")


def main() -> None:
    """Make the archive that was asked for and print its path."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--platform", default="")
    parser.add_argument("--python", default="")
    parser.add_argument("--into", type=Path, default=ROOT / "dist")
    asked = parser.parse_args()
    own = f"manylinux_2_{GLIBC}_{platform.machine()}"
    with TemporaryDirectory() as temporary:
        if asked.python == "none":
            if asked.platform:
                _refuse("PYTHON=none makes an archive for this machine only; leave PLATFORM out.")
            made = with_python(Path(temporary))
        else:
            made = of_wheels(
                Path(temporary), asked.platform or own, (asked.python or VERSIONS).split()
            )
        print(_packed(made, asked.into))  # noqa: T201


def wheel(work: Path, into: Path) -> Path:
    """Build the project's own wheel from a copy, since setuptools ships what earlier runs left."""
    for file in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / file, work)
    for folder in ("requirements", *SHIPPED):
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, work / folder, ignore=leave_out)
    code = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    built = _run(sys.executable, "-c", code, str(into), cwd=work)
    if built.returncode:
        _refuse(f"the wheel could not be built: {built.stderr}")
    (found,) = into.glob("xfconsole-*.whl")
    return found


def of_wheels(temporary: Path, tag: str, versions: list[str]) -> Path:
    """Lay out an archive for laptops that have one of these Pythons."""
    found = _TAG.fullmatch(tag)
    if not found:
        _refuse(
            f"PLATFORM={tag} is no Linux that install.sh can be run on; name one by glibc and"
            f" processor, such as manylinux_2_{GLIBC}_x86_64 or manylinux_2_{GLIBC}_aarch64."
        )
    if wrong := [each for each in versions if not re.fullmatch(r"3\.\d+", each)]:
        _refuse(f"PYTHON={wrong[0]} is no version; write it as 3.12, or none.")
    glibc, machine = int(found[1]), found[2]
    packages = temporary / "packages"
    packages.mkdir()
    for version in versions:
        options = ["--implementation", "cp", "--python-version", version]
        for older in range(glibc, 4, -1):
            options += ["--platform", f"manylinux_2_{older}_{machine}"]
            if older in _OLD_NAMES:
                options += ["--platform", f"{_OLD_NAMES[older]}_{machine}"]
        fetch(PINS / "runtime.txt", packages, f"{tag} and Python {version}", *options)
    pins = _with_our_wheel(temporary, packages)
    folder = temporary / f"xfconsole-{_version(pins)}-offline-{tag}"
    folder.mkdir()
    packages.rename(folder / "packages")
    pins.rename(folder / "packages.txt")
    # Beside what a wheel holds, its modules are compiled; of other versions' nothing is unpacked.
    room = 2 * sum(map(_unpacked, _one_each(folder / "packages")))
    return with_installer(folder, room, machine, glibc, versions)


def with_python(temporary: Path) -> Path:
    """Lay out an archive with a Python in it, for laptops like this machine."""
    packages = temporary / "packages"
    packages.mkdir()
    for name in ("runtime.txt", "bundle.txt"):
        fetch(PINS / name, packages, "this machine's Python")
    pins = _with_our_wheel(temporary, packages)
    program = _program(temporary, packages, pins)
    files = [each for each in program.rglob("*") if each.is_file() and not each.is_symlink()]
    room = sum(each.stat().st_size for each in files)
    # This machine's Python asks for a newer glibc than the packages do.
    glibc, machine = max(map(_glibc_of, files)), platform.machine()
    name = f"xfconsole-{_version(pins)}-offline-manylinux_2_{glibc}_{machine}-with-python"
    folder = temporary / name
    folder.mkdir()
    program.rename(folder / "program")
    return with_installer(folder, room, machine, glibc, [])


def _program(temporary: Path, packages: Path, pins: Path) -> Path:
    """Make a folder with a program that brings its Python along; returns that."""
    env, start, hooks = temporary / "env", temporary / "start.py", temporary / "hooks"
    python = str(env / "bin" / "python")
    hooks.mkdir()
    (hooks / "hook-docx.py").write_text(_DOCX, encoding="utf-8")
    start.write_text("from xfconsole.__main__ import main\nmain()\n", encoding="utf-8")
    offline = ("--no-index", "--find-links", str(packages), *_PINNED)
    requirements = ("--requirement", str(pins), "--requirement", str(PINS / "bundle.txt"))
    options = [f"--{each}path={temporary / each}" for each in ("dist", "work", "spec")]
    options += ["--additional-hooks-dir", str(hooks)]
    for name in SHIPPED:
        options += ["--collect-all", name]
    # setuptools only helps to pack; readline is GPL, and nothing asks for it.
    for name in ("setuptools", "readline"):
        options += ["--exclude-module", name]
    # Each package's licence goes with it, and Python's.
    licence = Path(os.__file__).with_name("LICENSE.txt")
    options += ["--recursive-copy-metadata", "xfconsole", "--add-data", f"{licence}:."]
    for command in (
        (sys.executable, "-m", "venv", "--without-pip", str(env)),
        (sys.executable, *_PIP, "--python", python, "install", *offline, *requirements),
        (python, "-m", "PyInstaller", "--name", "xfconsole", *options, str(start)),
    ):
        ended = _run(*command)
        if ended.returncode:
            _refuse(f"a Python could not be packed: {ended.stderr}")
    return temporary / "dist" / "xfconsole"


def with_installer(folder: Path, room: int, machine: str, glibc: int, versions: list[str]) -> Path:
    """Add what the laptop's user runs, what it has to know, and the sum of every file."""
    shutil.copy(ROOT / "bundle" / "install.sh", folder)
    shutil.copy(ROOT / "docs" / "install.md", folder)
    about = {
        "version": folder.name.split("-")[1],
        "machine": machine,
        "glibc": str(glibc),
        "pythons": " ".join(versions),
        "megabytes": str(-(-room // 1_000_000)),
    }
    lines = "".join(f"{name}='{value}'\n" for name, value in about.items())
    (folder / "about").write_text(lines, encoding="utf-8")
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    sums = "".join(
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.relative_to(folder).as_posix()}\n"
        for each in files
    )
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return folder


def _packed(folder: Path, into: Path) -> Path:
    into.mkdir(parents=True, exist_ok=True)
    path = into / f"{folder.name}.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        archive.add(folder, folder.name, filter=_nobodys)
    return path


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who made it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _with_our_wheel(temporary: Path, packages: Path) -> Path:
    """Build our wheel beside the others; returns the list of what is installed, with hashes."""
    work, pins = temporary / "tree", temporary / "packages.txt"
    work.mkdir()
    ours = wheel(work, packages)
    pin = f"xfconsole=={ours.name.split('-')[1]} --hash=sha256:"
    pin += hashlib.sha256(ours.read_bytes()).hexdigest()
    others = [each for each in _pins(PINS / "runtime.txt") if not _NOT_INSTALLED.match(each)]
    pins.write_text("\n".join([*others, pin]) + "\n", encoding="utf-8")
    return pins


def _pins(path: Path) -> list[str]:
    return re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").rstrip())


def _version(pins: Path) -> str:
    return pins.read_text(encoding="utf-8").rpartition("xfconsole==")[2].split()[0]


def fetch(pins: Path, into: Path, wanted: str, *options: str) -> None:
    """Fetch the wheels of a list of pins; refuses with the names of those that have none."""
    fetched = _download(pins, into, *options)
    if not fetched.returncode:
        return
    if "Retrying" in fetched.stderr:
        _refuse("the packages could not be fetched; check the network and try again.")
    lacking = []
    one = into.parent / "one.txt"
    for pin in _pins(pins):
        one.write_text(pin, encoding="utf-8")
        if _download(one, into, *options).returncode:
            lacking.append(pin.split()[0])
    if not lacking:
        _refuse(f"the packages could not be fetched: {fetched.stderr}")
    _refuse(f"no wheel for {wanted} is to be had of {', '.join(lacking)}.")


def _download(pins: Path, into: Path, *options: str) -> subprocess.CompletedProcess[str]:
    where = ("--dest", str(into), "--retries", "1", "--requirement", str(pins))
    return _run(sys.executable, *_PIP, "download", *_PINNED, *options, *where)


def _one_each(packages: Path) -> list[Path]:
    """Return one wheel of each package, whatever Pythons it is there for."""
    return list({each.name.split("-")[0]: each for each in packages.iterdir()}.values())


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(each.file_size for each in archive.infolist())


def _glibc_of(path: Path) -> int:
    """Return the newest minor version of glibc that a file names; 0 for none."""
    return max(map(int, re.findall(rb"\bGLIBC_2\.(\d+)\b", path.read_bytes())), default=0)


def _run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def _refuse(sentence: str) -> NoReturn:
    sys.exit(f"xfconsole: {sentence}")


if __name__ == "__main__":
    main()
