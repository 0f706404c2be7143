"""Training as it stands, in a file, so that it can go on after a kill.

One safetensors file holds the tensors and, as JSON in its header, the figures; it is replaced in
one move. Nothing in it is unpickled or run.
"""

import dataclasses
import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.torch
from torch import Tensor

from forecasting.panel import Panel

SAVE_EVERY_S = 5.0
"""Seconds of training that a kill may cost."""

_FIGURES = "figures"


@dataclass(slots=True, kw_only=True, eq=False)
class Checkpoint:
    """A file that training is kept in while it runs.

    Parameters
    ----------
    path
        The file; its folder is there.
    key
        Hash of all that the training depends on; a file of another key is not gone on from.
    """

    path: Path
    key: str
    _saved_s: float = field(default_factory=time.monotonic)

    def load(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        """Tensors and figures of a training with the same key, None where there is none whole."""
        try:
            with safetensors.safe_open(self.path, framework="pt") as file:
                figures = json.loads((file.metadata() or {})[_FIGURES])
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            if (figures["key"], figures["digest"]) == (self.key, _digest(tensors)):
                return tensors, figures
        except (OSError, ValueError, KeyError, TypeError, safetensors.SafetensorError):
            # A damaged file costs the steps in it, not the training.
            pass
        return None

    def save_if_due(
        self, state: Callable[[], tuple[Mapping[str, Tensor], Mapping[str, Any]]]
    ) -> None:
        """Save, if the last time was some seconds ago.

        Parameters
        ----------
        state
            Gives tensors and figures.
        """
        if time.monotonic() - self._saved_s < SAVE_EVERY_S:
            return
        tensors, figures = state()
        whole = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        text = json.dumps({**figures, "key": self.key, "digest": _digest(whole)})
        content = safetensors.torch.save(whole, {_FIGURES: text})
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        draft.write_bytes(content)
        draft.replace(self.path)
        self._saved_s = time.monotonic()

    def remove(self) -> None:
        """Remove the file: the training is over."""
        self.path.unlink(missing_ok=True)


def _digest(tensors: Mapping[str, Tensor]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(tensors[name].numpy()).data)
    return digest.hexdigest()


def panel_digest(panel: Panel) -> str:
    """SHA-256 of everything in a panel."""
    digest = hashlib.sha256()
    for holder in (panel, panel.known):
        for item in dataclasses.fields(holder):
            value = getattr(holder, item.name)
            if isinstance(value, np.ndarray):
                digest.update(repr((item.name, value.shape, value.dtype.str)).encode())
                digest.update(np.ascontiguousarray(value).data)
            elif not dataclasses.is_dataclass(value):
                digest.update(repr((item.name, value)).encode())
    return digest.hexdigest()
