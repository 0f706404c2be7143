#!/usr/bin/env bash
# Proves the two commands on a bare Debian 12: a fresh root with python3, git and make, the
# committed state cloned into a path with spaces and non-ASCII letters, then `make`.
#
#   tooling/bare_debian.sh [TARGET...]       as root; needs debootstrap; default target: demo demo
#
# pip's settings of this machine go along: PIP_* variables, `pip config` and the local paths they
# name. WAYLOOM_BIND adds paths to show inside (separated by colons), WAYLOOM_ROOT keeps the root
# in that folder for another run.
set -euo pipefail
if [ -z "${WAYLOOM_PRIVATE_MOUNTS:-}" ]; then
    root=${WAYLOOM_ROOT:-$(mktemp -d)}
    # What is mounted below is seen by the inner run alone and gone when it ends, whatever happens.
    status=0
    WAYLOOM_PRIVATE_MOUNTS=1 WAYLOOM_ROOT=$root \
        unshare --mount --propagation private -- bash "$0" "$@" || status=$?
    [ "$root" = "${WAYLOOM_ROOT:-}" ] || rm -rf --one-file-system -- "$root"
    exit "$status"
fi
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
repository=$PWD
root=$WAYLOOM_ROOT
[ $# -gt 0 ] || set -- demo demo

if [ ! -e "$root/usr/bin/make" ]; then
    debootstrap --variant=minbase --include=python3,git,make bookworm "$root"
fi

# A folder of this machine is seen inside at the same place, read-only. A file is copied beside,
# because its own place may belong to a package of the new root.
show() {
    if [ -d "$1" ]; then
        mkdir -p -- "$root$1"
        mount --rbind -- "$1" "$root$1"
        mount -o remount,ro,bind -- "$root$1"
    elif [ -e "$1" ]; then
        install -D -m 644 -- "$1" "$root/run/outside$1"
    fi
}

mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/tmp"
cp -L -- /etc/resolv.conf "$root/etc/resolv.conf"

inside=(env -i HOME=/root TERM=dumb PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
paths=()
[ -z "${WAYLOOM_BIND:-}" ] || IFS=: read -r -a paths <<<"$WAYLOOM_BIND"
while IFS='=' read -r name value; do
    # `global.find-links='/path'` and `:env:.find-links='/path'` both become PIP_FIND_LINKS=/path;
    # the environment comes last and wins, as it does in pip.
    name=${name##*.}
    name=${name//-/_}
    value=${value#\'}
    value=${value%\'}
    value=${value//\\n/ }
    for word in $value; do
        path=${word#file://}
        [[ $path != /* ]] || paths+=("$path")
        [ ! -f "$path" ] || value=${value//"$path"/"/run/outside$path"}
    done
    inside+=("PIP_${name^^}=$value")
done < <(python3 -m pip config list)
for name in http_proxy https_proxy no_proxy; do
    [ -z "${!name:-}" ] || inside+=("$name=${!name}")
done
for path in "${paths[@]}"; do
    show "$path"
done

clone="/srv/Plan Größe 计划/wayloom"
rm -rf -- "$root/srv"
mkdir -p -- "$root${clone%/*}"
git clone --quiet --no-hardlinks -- "$repository" "$root$clone"
for target in "$@"; do
    echo "== make $target"
    started=$SECONDS
    chroot "$root" "${inside[@]}" make -C "$clone" "$target"
    echo "== make $target: $((SECONDS - started)) s"
done
