"""A laptop without a network: xfconsole is installed, used, upgraded and removed there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import xlwt  # type: ignore[import-untyped]

import xfconsole
from bundle import build
from tests import sources
from tests.commandline import command_line
from tests.disks import small_tmpfs
from tests.laptop import PYTHON, SOMEBODY, Laptop
from tests.tty.keyboard import SAVED, open_form, type_slowly, unlock
from tests.tty.offices import NAME, OFFICER, PASSPHRASE
from tests.tty.terminal import ENTER, F, Terminal, ctrl
from xfconsole.ui.words.catalogue import catalogue

VERSION: Final = "%d.%d" % sys.version_info[:2]  # noqa: UP031
BEFORE, NOW = "0.0.9", xfconsole.__version__
MATTER: Final = "燃气停了三天"


@pytest.fixture
def laptop() -> Iterator[Laptop]:
    """A home whose path has blanks and Chinese signs; pytest's own folders are closed to others."""
    # A command that ran in this process may have closed to others what is made from then on.
    umask = os.umask(0o022)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "值班 电脑"
        home.mkdir()
        if os.geteuid() == 0:
            for each in (folder, home):
                os.chown(each, int(SOMEBODY), int(SOMEBODY))
        found = Laptop(home)
        tried = found.run("true")
        if tried.returncode:
            pytest.skip(f"nobody can be cut off from the network here: {tried.stderr}")
        yield found
    os.umask(umask)


def make_bundle(
    tree: Path, into: Path, *options: str, **environ: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bundle.build", "--into", str(into), *options],
        cwd=tree,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def archive(tree: Path, into: Path, *options: str, **environ: str) -> Path:
    made = make_bundle(tree, into, *options, **environ)
    if "check the network" in made.stderr:
        pytest.skip(made.stderr)
    assert made.returncode == 0, made.stderr
    return Path(made.stdout.strip())


def earlier(folder: Path) -> Path:
    """Copy the project as it would have been one version before."""
    for name in ("bundle", "requirements", "docs", *sources.PRODUCT):
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(sources.ROOT / name, folder / name, ignore=leave_out)
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(sources.ROOT / name, folder)
    about = folder / "xfconsole" / "__init__.py"
    about.write_text(about.read_text("utf-8").replace(NOW, BEFORE), "utf-8")
    return folder


def leave(terminal: Terminal) -> None:
    terminal.send(F[10])
    terminal.shows(catalogue("zh").say("handover.quit_hint"))
    terminal.send(F[10])
    assert terminal.ended() == 0


def refuse_a_platform_without_wheels(packages: Path, folder: Path, environ: dict[str, str]) -> None:
    """Name the packages that have no wheel for a laptop, and only those."""
    pins = folder / "pins.txt"
    lines = (build.PINS / "runtime.txt").read_text("utf-8").replace("\\\n", "").splitlines()
    pins.write_text("\n".join(each for each in lines if re.match("(et-xml|sqlciph)", each)))
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environ.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as refused:
            build.fetch(pins, packages, "Loongson", "--platform", "manylinux_2_28_loongarch64")
    assert re.fullmatch(
        r"xfconsole: no wheel for Loongson is to be had of sqlcipher3==[\d.]+\.",
        str(refused.value),
    )


def letters(path: Path) -> None:
    """Write a table of one letter as Excel 97 does."""
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("来信")
    columns = {"来信时间": "2026-02-19 10:00", "内容摘要": MATTER, "信访形式": "来信"}
    for column, (header, value) in enumerate(columns.items()):
        sheet.write(0, column, header)
        sheet.write(1, column, value)
    workbook.save(str(path))


@pytest.mark.long
@pytest.mark.install
@pytest.mark.parametrize(
    "python", [VERSION, pytest.param("none", marks=pytest.mark.torture)], ids=["wheels", "whole"]
)
def test_installed_used_upgraded_and_removed_without_a_network(
    laptop: Laptop, tmp_path: Path, python: str
) -> None:
    old = archive(earlier(tmp_path / "tree"), laptop.home, "--python", VERSION)
    fetched = laptop.unpack(old)
    packages = laptop.home / fetched.replace("install.sh", "packages")
    again = {} if python == "none" else {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": packages.as_uri()}
    new = archive(sources.ROOT, laptop.home, "--python", python, **again)

    if again:
        refuse_a_platform_without_wheels(packages, tmp_path, again)

    assert laptop.run(PYTHON, "-m", "ensurepip", "--version").returncode
    assert f"xfconsole {BEFORE} 已安装；输入 ~/.local/bin/xfconsole " in laptop.done("sh", fetched)
    passphrase = laptop.home / "口令.txt"
    passphrase.write_text(PASSPHRASE + "\n", "utf-8")
    told = {"XFCONSOLE_PASSPHRASE_FILE": str(passphrase)}
    laptop.done(laptop.launcher, "init", "--office", NAME, "--officer", OFFICER, **told)

    upgrade = laptop.unpack(new)
    with laptop.console() as terminal:
        terminal.shows(OFFICER)
        terminal.send(PASSPHRASE, ENTER)
        terminal.shows(
            catalogue("zh").say("action.roster.tonight"), f"值班员                {OFFICER}"
        )
        terminal.send(ctrl("s"))
        terminal.shows("●")
        open_form(terminal, "zh")
        type_slowly(terminal, MATTER)
        terminal.send(ctrl("s"))
        terminal.shows(SAVED)
        assert "值班台正在使用" in laptop.refused("sh", upgrade, **told)
        assert "值班台正在使用" in laptop.refused("sh", upgrade, "--uninstall")
        leave(terminal)

    assert "没有备份" in laptop.run("sh", upgrade).stderr
    assert laptop.done(laptop.launcher, "--version") == f"xfconsole {BEFORE}\n"
    # As one that was killed leaves behind.
    laptop.done("mkdir", f".local/lib/xfconsole/{NOW}.killed")
    on_path = f"{Path(laptop.launcher).parent}:{os.environ['PATH']}"
    said = laptop.done("sh", upgrade, PATH=on_path, **told)
    assert f"升级前先备份 {laptop.office}。" in said
    assert f"xfconsole {NOW} 已安装；输入 xfconsole 并按回车即可启动。" in said
    assert len(list(laptop.office.glob("backups/*/office.db"))) == 1
    assert laptop.programs == [NOW]
    if python == "none":
        # To read such a table the program starts itself once more.
        letters(laptop.home / "letters.xls")
        laptop.done(laptop.launcher, "import", "letters", "letters.xls", "--dry-run", **told)

    laptop.done(laptop.launcher, "report", "daily", "--docx", "day.docx", **told)
    with laptop.console() as terminal:
        unlock(terminal)
        terminal.send(F[4])
        terminal.shows(MATTER)
        leave(terminal)

    assert str(laptop.office) in laptop.done("sh", ".local/lib/xfconsole/install.sh", "--uninstall")
    assert not Path(laptop.launcher).exists()
    assert not (laptop.home / ".local" / "lib" / "xfconsole").exists()
    remaining = command_line(tmp_path, PASSPHRASE, laptop.office).json("matters")
    assert [each["summary"] for each in remaining] == [MATTER]


@pytest.fixture
def unpacked(tmp_path: Path) -> Path:
    """What an archive holds beside its packages; whoever gets so far as to miss them fails."""
    return tmp_path / f"xfconsole-{NOW}-offline"


def install(folder: Path, home: Path, *before: str, **environ: str) -> tuple[int, str]:
    """Run the installer with nobody to ask; returns its code and what it said on stderr."""
    home.mkdir(exist_ok=True)
    ended = subprocess.run(
        [*before, "sh", str(folder / "install.sh")],
        env={"PATH": os.environ["PATH"], "HOME": str(home), **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("about", "environ", "words"),
    [
        ({"machine": "riscv64"}, {}, ("riscv64", os.uname().machine)),
        ({"glibc": 99}, {}, ("glibc 2.99", "glibc 2.")),
        ({"versions": ["3.5"]}, {}, ("Python 3.5", "with-python")),
        ({}, {"PYTHON": "/bin/false"}, (VERSION, "with-python")),
        ({"room": 10**15}, {}, ("1000000000 MB",)),
    ],
    ids=["other processor", "older glibc", "no such Python", "another Python named", "full disk"],
)
def test_a_laptop_that_does_not_fit_is_told_so_in_one_sentence(
    unpacked: Path,
    tmp_path: Path,
    about: dict[str, Any],
    environ: dict[str, str],
    words: tuple[str, ...],
    lang: str,
) -> None:
    unpacked.mkdir()
    fitting = {"room": 0, "machine": os.uname().machine, "glibc": 2, "versions": [VERSION]}
    build.with_installer(unpacked, **{**fitting, **about})
    home = tmp_path / "home"
    code, said = install(unpacked, home, XFCONSOLE_LANG=lang, **environ)
    assert code == 1
    assert said.count("\n") == 1
    assert said.isascii() == (lang == "en")
    assert [word for word in words if word not in said] == []
    assert not list(home.rglob("xfconsole/*"))


def test_a_python_that_is_not_whole_is_told_so_in_one_sentence(
    unpacked: Path, tmp_path: Path
) -> None:
    unpacked.mkdir()
    build.with_installer(unpacked, 0, os.uname().machine, 2, [VERSION])
    modules = str(Path(venv.__file__).parent)
    without = ("unshare", "-rm", "sh", "-c", 'mount -t tmpfs gone "$0" && exec "$@"', modules)
    tried = subprocess.run([*without, "true"], capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"nothing can be hidden from a Python here: {tried.stderr}")
    code, said = install(unpacked, tmp_path / "home", *without, PYTHON=PYTHON)
    assert (code, said.count("\n")) == (1, 1)
    assert f"{PYTHON} lacks its module venv" in said


@pytest.fixture
def whole(unpacked: Path) -> Path:
    """An archive with a Python in it, of which only the size is told from a real one."""
    (unpacked / "program").mkdir(parents=True)
    (unpacked / "program" / "xfconsole").write_bytes(b"#" * 9_000_000)
    return build.with_installer(unpacked, 0, os.uname().machine, 2, [])


@pytest.mark.parametrize("lost", [False, True], ids=["damaged", "lost"])
def test_a_file_that_came_off_the_stick_damaged_is_named(
    whole: Path, tmp_path: Path, lost: bool
) -> None:
    page = whole / "install.md"
    if lost:
        page.unlink()
    else:
        page.write_bytes(page.read_bytes()[:-1])
    code, said = install(whole, tmp_path / "home")
    assert (code, said.count("\n")) == (1, 1)
    assert "the file install.md is missing or damaged" in said


def test_a_disk_that_fills_up_on_the_way_is_left_as_it_was(whole: Path, tmp_path: Path) -> None:
    with small_tmpfs(tmp_path / "disk", megabytes=4) as disk:
        code, said = install(whole, disk.place, *disk.entering)
        assert (code, said.count("\n")) == (1, 1)
        assert "the disk is too full" in said
        assert not list(disk.inside.rglob("xfconsole"))


def test_a_program_of_the_same_name_is_left_alone(whole: Path, tmp_path: Path) -> None:
    other = tmp_path / ".local" / "bin" / "xfconsole"
    other.parent.mkdir(parents=True)
    other.write_text("#!/bin/sh\n")
    code, said = install(whole, tmp_path)
    assert (code, said.count("\n")) == (1, 1)
    assert f"{other} is another program" in said
    assert other.read_text() == "#!/bin/sh\n"


@pytest.mark.parametrize(
    "shell", [found for name in ("sh", "dash", "bash", "busybox") if (found := shutil.which(name))]
)
def test_every_shell_reads_the_installer(shell: str) -> None:
    words = [shell, "sh"] if shell.endswith("busybox") else [shell]
    subprocess.run([*words, "-n", str(sources.ROOT / "bundle" / "install.sh")], check=True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--platform", "win_amd64"), "manylinux_2_28_aarch64"),
        (("--python", "python3"), "PYTHON=python3 is no version"),
        (("--python", "none", "--platform", "manylinux_2_28_aarch64"), "leave PLATFORM out"),
    ],
)
def test_an_archive_that_can_not_be_made_is_refused_in_one_sentence(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    refused = make_bundle(sources.ROOT, tmp_path, *options)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert words in refused.stderr
