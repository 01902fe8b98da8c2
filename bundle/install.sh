#!/bin/sh
# Installs xfconsole on a laptop without a network, upgrades it in place, or removes it:
#   sh install.sh [--all-users] [--without-backup]
#   sh install.sh --uninstall [--all-users]
# PYTHON=/path/to/python3 names the Python to use. An office is never changed by it.
set -eu
unset CDPATH code
umask 022

case ${XFCONSOLE_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in
    [zZ][hH]*) chinese=yes ;;
    *) chinese='' ;;
esac

# Print the first word in Chinese, or all the others as one sentence in English.
say() {
    if [ "$chinese" ]; then
        printf '%s\n' "$1"
    else
        shift
        printf '%s\n' "$*"
    fi
}

fail() {
    printf 'xfconsole: ' >&2
    say "$@" >&2
    exit "${code:-1}"
}

# shellcheck disable=SC2088 # It is what somebody types.
root=$HOME/.local typed='~/.local' all='' backup=yes uninstall=''
for option; do
    case $option in
        --all-users) root=/usr/local typed=/usr/local all=yes ;;
        --without-backup) backup='' ;;
        --uninstall) uninstall=yes ;;
        *)
            code=2
            fail "没有 $option 这个选项；可用 --all-users、--without-backup、--uninstall。" \
                "there is no option $option; there are --all-users, --without-backup and" \
                "--uninstall."
            ;;
    esac
done
lib=$root/lib/xfconsole bin=$root/bin
launcher=$bin/xfconsole
office=${XFCONSOLE_HOME:-${XDG_DATA_HOME:-$HOME/.local/share}/xfconsole}
mark='# Made by the installer of xfconsole.'

ours() { grep -qF "$mark" "$launcher" 2>/dev/null; }

# A console loads parts of its program late. The first word of a process is what it was started as.
running() {
    for process in /proc/[0-9]*/cmdline; do
        case $(tr '\000' '\n' <"$process" | head -n 1) in
            "$lib"/*) return 0 ;;
        esac
    done
    return 1
} 2>/dev/null

refuse_if_running() {
    ! running || fail "值班台正在使用，什么都没有改动；请按 F10 退出，再试一次。" \
        "a console is in use, and nothing was changed; leave it with F10, then try again."
}

refuse_if_not_writable() {
    mkdir -p "$lib" "$bin" 2>/dev/null && [ -w "$lib" ] && [ -w "$bin" ] ||
        fail "无权写入 ${root}；为所有用户安装须在命令前加 sudo。" \
            "$root can't be written to; to install for all users put sudo before the command."
}

if [ "$uninstall" ]; then
    [ -d "$lib" ] || ours || fail "${lib} 没有安装；为所有用户安装的须加 --all-users。" \
        "nothing is installed in $lib; if it was for all users, add --all-users."
    refuse_if_running
    refuse_if_not_writable
    ! ours || rm -f "$launcher"
    rm -rf "$lib"
    say "已卸载；单位的数据没有动。" "It is removed; no office was touched."
    [ ! -e "$office" ] || say "数据仍在 ${office}。" "The office is still in $office."
    exit 0
fi

cd -- "$(dirname -- "$0")"
sums=$(LC_ALL=C sha256sum -c SHA256SUMS 2>/dev/null) || {
    damaged=$(printf '%s\n' "$sums" | sed -n 's/: FAILED.*//p' | head -n 1)
    fail "文件 ${damaged:-SHA256SUMS} 缺失或已损坏；请重新拷贝压缩包，再解开。" \
        "the file ${damaged:-SHA256SUMS} is missing or damaged; copy the archive again and" \
        "unpack it."
}
version='' machine='' glibc='' pythons='' megabytes=''
. ./about

libc=$(getconf GNU_LIBC_VERSION 2>/dev/null) || libc=''
has="$(uname -s) $(uname -m), ${libc:-no glibc}"
minor=${libc##*.}
[ "$(uname -s) $(uname -m)" = "Linux $machine" ] && [ "${minor:-0}" -ge "$glibc" ] ||
    fail "这个压缩包须 Linux $machine、glibc 2.${glibc}，这台电脑是 ${has}；请换用相应的压缩包。" \
        "this archive is for Linux $machine, glibc 2.$glibc or newer, and this laptop is $has;" \
        "take the archive that was made for it."

version_fits() {
    # The versions are words.
    # shellcheck disable=SC2086
    "$1" -I -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] not in sys.argv[1:])' $pythons
} >/dev/null 2>&1

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- /usr/bin/python3 python3
        for each in $pythons; do set -- "$@" "python$each"; done
    fi
    incomplete=''
    for python; do
        version_fits "$python" || continue
        "$python" -I -c 'from venv import create; import zlib' >/dev/null 2>&1 && return
        incomplete=$python
    done
    [ -z "$incomplete" ] || fail \
        "$incomplete 缺少 venv 或 zlib 模块；请安装完整的 Python，或换用 with-python 压缩包。" \
        "$incomplete lacks its module venv or zlib; install the whole of Python, or take the" \
        "archive whose name ends in with-python."
    fail "这台电脑没有 Python ${pythons} 中的任何一个；请换用名称以 with-python 结尾的压缩包。" \
        "this laptop has none of Python $pythons; take the archive whose name ends in" \
        "with-python."
}
[ -z "$pythons" ] || find_python

refuse_if_running
[ ! -e "$launcher" ] || ours || fail "$launcher 是别的程序；请把它移走，再试一次。" \
    "$launcher is another program; move it away, then try again."
refuse_if_not_writable

no_room() {
    fail "磁盘空间不足，${lib} 须 $megabytes MB，什么都没有改动；请腾出空间，再试一次。" \
        "the disk is too full: $lib needs $megabytes MB, and nothing was changed; make room," \
        "then try again."
}
free=$(df -Pk "$lib" | sed -n 's/.* \([0-9][0-9]*\)  *[0-9]*% .*/\1/p')
[ "${free:-$((megabytes * 1000))}" -ge $((megabytes * 1000)) ] || no_room

# The product's own backup is proven whole and thinned with the others; a plain copy would hold for
# ever what is erased later. Root would leave files that the officer can't replace.
if ours && [ "$backup" ]; then
    [ -z "$all" ] || fail \
        "升级前请每位用户先运行 xfconsole backup，再在安装命令后加 --without-backup。" \
        "before it is upgraded, let each user run xfconsole backup; then add --without-backup" \
        "to this command."
    if [ -e "$office/office.db" ]; then
        say "升级前先备份 ${office}。" "Before the upgrade, $office is backed up."
        "$launcher" backup || fail "没有备份，什么都没有改动；不备份也升级：加 --without-backup。" \
            "there is no backup, and nothing was changed; to upgrade without one, add" \
            "--without-backup."
    fi
fi

trap 'rm -rf "${new:-}"; rmdir "$lib" 2>/dev/null || :' EXIT
trap 'exit 130' HUP INT TERM
new=$(mktemp -d "$lib/$version.XXXXXX")
chmod 755 "$new"

# Debian's Python may lack ensurepip, so pip runs out of its own wheel.
put() {
    if [ -z "$pythons" ]; then
        cp -R program "$new"
        return
    fi
    set -- packages/pip-*.whl
    "$python" -I -m venv --without-pip "$new" &&
        "$new/bin/python" -I "$1/pip" --isolated --quiet install --no-input \
            --disable-pip-version-check --root-user-action ignore --no-cache-dir --no-index \
            --find-links packages --no-deps --only-binary :all: --require-hashes \
            --requirement packages.txt
}
if [ "$pythons" ]; then
    set -- "$new/bin/python" -I -m xfconsole
else
    set -- "$new/program/xfconsole"
fi
say "正在安装 xfconsole ${version}，约一分钟。" "Installing xfconsole $version; it takes a minute."
said=$(put 2>&1 && "$@" --version 2>&1) || case $said in
    *"No space left"* | *"Disk quota"*) no_room ;;
    *) fail "没有安装成功，什么都没有改动：$said" "nothing was installed or changed: $said" ;;
esac

quoted() { for word; do printf "'%s' " "$(printf %s "$word" | sed "s/'/'\\\\''/g")"; done; }
cp install.sh "$lib/install.sh"
printf '#!/bin/sh\n%s\nexec %s"$@"\n' "$mark" "$(quoted "$@")" >"$new/launcher"
chmod 755 "$new/launcher"
# Until this step the old one starts, from then on the new one.
mv -f "$new/launcher" "$launcher"
trap - EXIT
running || for each in "$lib"/*/; do
    [ "$each" = "$new/" ] || rm -rf "$each"
done

case :$PATH: in
    *:"$bin":*)
        say "xfconsole $version 已安装；输入 xfconsole 并按回车即可启动。" \
            "xfconsole $version is installed; to start it, type xfconsole and press Enter."
        ;;
    *)
        say "xfconsole $version 已安装；输入 $typed/bin/xfconsole 并按回车即可启动。" \
            "xfconsole $version is installed; to start it, type $typed/bin/xfconsole and press" \
            "Enter."
        ;;
esac
