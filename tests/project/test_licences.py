"""Every dependency's licence may stand beside Apache-2.0. With `-v` this file lists them all."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

import pytest

from tests.project.lock_files import EVERYTHING

COMPATIBLE = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    # Qt comes as shared libraries that the user may exchange.
    "LGPL-3.0-only",
    # Of the driver for SQL Server, a shared library of its own that the user may exchange.
    "LGPL-2.1-or-later",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    # Used as it is, unchanged; the licence covers its own files only.
    "MPL-2.0",
    "PSF-2.0",
    "Zlib",
}

# What packages write that give no SPDX expression.
SAME_AS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "PSFL": "PSF-2.0",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}

READ_IN_THE_PACKAGE = {
    # Named nowhere in its metadata; LICENSE in the package is the LGPL, version 2.1.
    "pymssql": "LGPL-2.1-or-later",
    # "Dual License": Apache-2.0 or BSD-3-Clause, and for old parts only the latter.
    "python-dateutil": "BSD-3-Clause",
    # "BSD license" with its owner's name behind; license.txt has the three clauses.
    "reportlab": "BSD-3-Clause",
    # The package says "same as Leaflet", and Leaflet's file says BSD-2-Clause.
    "xstatic-leaflet": "BSD-2-Clause",
}


def stated_licence(package: PackageMetadata) -> str:
    texts: list[str] = []
    for field in ("License-Expression", "License", "Classifier"):
        texts += package.get_all(field) or []
    for text in texts:
        # A License field may hold the whole text of the licence instead of its name.
        whole_text = "\n" in text
        other_classifier = " :: " in text and not text.startswith("License :: OSI Approved")
        if not whole_text and not other_classifier:
            return SAME_AS.get(text, text)
    return "unknown"


def licence(name: str) -> str:
    if name in READ_IN_THE_PACKAGE:
        return READ_IN_THE_PACKAGE[name]
    try:
        return stated_licence(metadata(name))
    except PackageNotFoundError:
        return "not installed"


def compatible(expression: str) -> bool:
    return any(
        all(part in COMPATIBLE for part in choice.strip("()").split(" AND "))
        for choice in re.split(r" OR ", expression)
    )


@pytest.mark.parametrize(
    "name", [pytest.param(name, id=f"{name}: {licence(name)}") for name in sorted(EVERYTHING)]
)
def test_licence_is_compatible(name: str) -> None:
    assert compatible(licence(name)), f"{name}: licence {licence(name)!r} is not in the allow list"


@pytest.mark.parametrize("expression", ["GPL-3.0-only", "MIT AND AGPL-3.0-only", "unknown"])
def test_an_unlisted_licence_is_refused(expression: str) -> None:
    assert not compatible(expression)
