import pytest

from tests.project.lock_files import EVERYTHING, PROJECT, ROOT, RUNTIME, declared, locked


def test_runtime_lock_agrees_with_the_pins_of_pyproject() -> None:
    pins = declared(PROJECT["dependencies"])
    assert pins == {name: RUNTIME.get(name) for name in pins}


def test_dev_lock_agrees_with_the_pins_of_pyproject() -> None:
    pins = declared(PROJECT["optional-dependencies"]["dev"])
    assert pins == {name: EVERYTHING.get(name) for name in pins}


def test_no_package_belongs_to_an_accelerator() -> None:
    assert not [name for name in EVERYTHING if name.startswith(("nvidia", "cuda", "triton"))]


def test_torch_stands_alone_without_suffix_or_hash() -> None:
    version = declared(PROJECT["dependencies"])["torch"]
    lines = (ROOT / "lock/torch.lock").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [f"torch=={version}"]
    assert version.replace(".", "").isdigit()


@pytest.mark.parametrize("file", ["runtime.lock", "dev.lock"])
def test_every_line_has_a_hash_and_no_address(file: str) -> None:
    text = (ROOT / "lock" / file).read_text(encoding="utf-8")
    assert text.count("--hash=sha256:") == len(locked(file)) > 0
    assert "://" not in text
