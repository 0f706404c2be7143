#!/usr/bin/env bash
# Installs the Debian packages that a list names and this computer lacks: system_packages.sh LIST
set -euo pipefail
export LC_ALL=C.UTF-8

command -v dpkg-query >/dev/null || {
    echo "Not a Debian system: the system libraries in $1 are assumed."
    exit 0
}
missing=()
while read -r package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' ||
        missing+=("$package")
done <"$1"
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo -n)
    sudo -n true 2>/dev/null || {
        echo "System packages are missing. Install them as root with this line, then run make again:" >&2
        echo "  $(command -v sudo) apt-get install -y --no-install-recommends ${missing[*]}" >&2
        exit 1
    }
fi
echo "Installing system packages: ${missing[*]}"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq)
"${apt[@]}" update
log=$("${apt[@]}" install -y --no-install-recommends "${missing[@]}" 2>&1) || {
    echo "$log" >&2
    exit 1
}
