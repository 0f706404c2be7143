"""Writes lock/: every package of the application and its tools, resolved by pip (`make lock`).

`runtime.lock` holds what the application needs, `dev.lock` what the tools add; both carry the
hash of each package's file for Linux x86-64 and Python 3.11. `torch.lock` stands alone without a
hash: torch's builds differ by accelerator, and pip wants a hash for all of a file or for none.
"""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACCELERATOR = ("nvidia-", "cuda-", "triton")
HEADER = "# Written by `make lock` for Linux x86-64 and Python 3.11; do not edit.\n"


def resolve(requirements: list[str]) -> dict[str, tuple[str, str]]:
    """Version and SHA-256 of every package that `requirements` lead to, by name."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--report", "-"]
    command += ["--ignore-installed", "--only-binary", ":all:", *requirements]
    report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    found = {}
    for item in report["install"]:
        name = item["metadata"]["name"].lower().replace("_", "-")
        version = item["metadata"]["version"].partition("+")[0]
        if not name.startswith(ACCELERATOR):
            found[name] = (version, item["download_info"]["archive_info"]["hashes"]["sha256"])
    return found


def write(file: str, packages: dict[str, tuple[str, str]]) -> None:
    lines = [
        f"{name}=={version} --hash=sha256:{digest}\n"
        for name, (version, digest) in sorted(packages.items())
    ]
    (ROOT / "lock" / file).write_text(HEADER + "".join(lines), encoding="utf-8")


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    everything = resolve(project["dependencies"] + project["optional-dependencies"]["dev"])
    runtime_names = resolve(project["dependencies"]).keys()
    torch_version, _ = everything.pop("torch")
    write("runtime.lock", {n: pin for n, pin in everything.items() if n in runtime_names})
    write("dev.lock", {n: pin for n, pin in everything.items() if n not in runtime_names})
    (ROOT / "lock/torch.lock").write_text(f"{HEADER}torch=={torch_version}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
