#!/usr/bin/env bash
# Makes everything the application needs: system libraries, .venv, dependencies, compiled kernels.
# Quick when nothing has changed: a stamp in .venv remembers what it was made from.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8 PYTHONUTF8=1

stamp=.venv/made-from
# The path counts too: a virtual environment does not survive being moved.
made_from=$({ pwd; cat lock/*.lock tooling/setup.sh tooling/debian-packages.txt; } | sha256sum)
if [ "$(cat "$stamp" 2>/dev/null)" = "$made_from" ]; then
    exit 0
fi

find_python() {
    local candidate
    for candidate in python3.11 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Python 3.11 is needed (python3 of Debian 12)." >&2
    exit 1
}

bash tooling/system_packages.sh tooling/debian-packages.txt
python=$(find_python)
echo "Installing Python dependencies into .venv (some minutes the first time)"
"$python" -m venv --clear .venv
pip() { .venv/bin/python -m pip --disable-pip-version-check install -qq "$@"; }
pip --require-hashes -r lock/runtime.lock -r lock/dev.lock
# Without a hash, because its builds differ by accelerator; each brings what it needs by itself.
pip -r lock/torch.lock
pip --no-deps --no-build-isolation --editable .
.venv/bin/python -m pip check

echo "Compiling the numeric kernels"
.venv/bin/python -m planning.warm_up
echo "$made_from" >"$stamp"
