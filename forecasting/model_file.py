"""A chosen model in a folder: a JSON manifest, and the weights under their own hash.

Nothing is unpickled: weights are read as plain tensors, after their SHA-256 was checked. The
manifest is replaced in one move and names the weights it means, so a kill in the middle of
saving leaves the older model whole.
"""

import dataclasses
import hashlib
import io
import json
import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.errors import ForecastError
from domain.message import message
from forecasting.backtest import Score
from forecasting.calibration import Widths
from forecasting.sample_paths import Dependence
from forecasting.serving_model import Method, Reason, ServingModel

if TYPE_CHECKING:
    from forecasting.network.recurrent_network import LstmNetwork

MANIFEST = "forecast_model.json"
FORMAT = "wayloom.forecast_model"
VERSION = 1

_DAMAGE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
    EOFError,
    pickle.UnpicklingError,
)


def save_model(folder: Path, model: ServingModel, fingerprint: str) -> None:
    """Keep a model for a later forecast of the same data.

    Parameters
    ----------
    folder
        Made where it is missing; an older model in it is replaced.
    model
        The model.
    fingerprint
        Hash of all that it was made from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "fingerprint": fingerprint,
        "reason": model.reason.value,
        "scores": {name.value: dataclasses.asdict(found) for name, found in model.scores.items()},
        "dates": model.dates,
        "widths": dataclasses.asdict(model.widths),
        "dependence": dataclasses.asdict(model.dependence),
        "steps": model.steps,
        "device": model.device,
        "shape": None,
        "weights_sha256": "",
    }
    if model.network is not None:
        weights = _weights_of(model.network)
        manifest["shape"] = dataclasses.asdict(model.network.shape)
        manifest["weights_sha256"] = hashlib.sha256(weights).hexdigest()
        _replace(_weights_path(folder, manifest["weights_sha256"]), weights)
    text = json.dumps(manifest, indent=1, sort_keys=True)
    _replace(folder / MANIFEST, text.encode())
    _remove_others(folder, manifest["weights_sha256"])


def load_model(folder: Path, fingerprint: str) -> ServingModel | None:
    """The model kept for some data, or None where there is none for it.

    Parameters
    ----------
    folder
        Where it was saved.
    fingerprint
        Hash of all that it should be made from.

    Raises
    ------
    ForecastError
        If a file is damaged or of a version that this program does not know.
    """
    if not (folder / MANIFEST).exists():
        return None
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        known = (manifest["format"], manifest["version"]) == (FORMAT, VERSION)
        if known and manifest["fingerprint"] != fingerprint:
            return None
        if known:
            return _model_of(manifest, folder)
    except _DAMAGE as error:
        raise ForecastError(message("forecast.model_damaged", file=folder.name)) from error
    raise ForecastError(message("forecast.model_version", file=folder.name))


def _model_of(manifest: dict[str, Any], folder: Path) -> ServingModel:
    return ServingModel(
        reason=Reason(manifest["reason"]),
        scores={Method(name): Score(**found) for name, found in manifest["scores"].items()},
        dates=int(manifest["dates"]),
        widths=Widths(**manifest["widths"]),
        dependence=Dependence(**manifest["dependence"]),
        network=_network_of(manifest, folder) if manifest["shape"] else None,
        steps=int(manifest["steps"]),
        device=str(manifest["device"]),
    )


def _network_of(manifest: dict[str, Any], folder: Path) -> "LstmNetwork":
    import torch

    from forecasting.network.recurrent_network import LstmNetwork, NetworkShape

    digest = str(manifest["weights_sha256"])
    weights = _weights_path(folder, digest).read_bytes()
    if hashlib.sha256(weights).hexdigest() != digest:
        raise ValueError("The weights are not those that were saved.")
    facts = {**manifest["shape"], "code_counts": tuple(manifest["shape"]["code_counts"])}
    network = LstmNetwork(NetworkShape(**facts))
    network.load_state_dict(torch.load(io.BytesIO(weights), weights_only=True))
    network.eval()
    return network


def _weights_of(network: "LstmNetwork") -> bytes:
    import torch

    buffer = io.BytesIO()
    torch.save(network.state_dict(), buffer)
    return buffer.getvalue()


def _weights_path(folder: Path, digest: str) -> Path:
    # Only what a hash is made of may become part of a path.
    return folder / f"{int(digest, 16):064x}.pt"


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _remove_others(folder: Path, digest: str) -> None:
    """Remove weights that the manifest no longer names."""
    for path in folder.glob("*.pt"):
        if path.stem != digest:
            path.unlink(missing_ok=True)
