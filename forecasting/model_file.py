"""A chosen model in a folder: a JSON manifest, and the files of its learned members by their hash.

Nothing is unpickled: members read plain tensors and text, after their SHA-256 and that of the
manifest were checked. The manifest is replaced in one move and names the files it means, so a
kill in the middle of saving leaves the older model whole.
"""

import dataclasses
import datetime
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domain.demand import SeriesKey
from domain.errors import ForecastError
from domain.message import message
from forecasting.backtest import Score
from forecasting.calibration import Widths
from forecasting.model import LearnedModel, ModelName
from forecasting.question import Fingerprints
from forecasting.sample_paths import Dependence
from forecasting.serving_model import Reason, ServingModel

MANIFEST = "forecast_model.json"
FORMAT = "wayloom.forecast_model"
VERSION = 2

_DAMAGE = (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)


def save_model(folder: Path, model: ServingModel, made_from: Fingerprints) -> None:
    """Keep a model for later forecasts.

    Parameters
    ----------
    folder
        Made where it is missing; an older model in it is replaced.
    model
        The model.
    made_from
        Hashes of what it was made from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hashes: dict[str, dict[str, str]] = {}
    for name, learned in model.learned.items():
        hashes[name.value] = {}
        for file, content in learned.files().items():
            digest = hashlib.sha256(content).hexdigest()
            hashes[name.value][file] = digest
            replace_file(_file_path(folder, digest), content)
    manifest = _facts_of(model) | {
        "format": FORMAT,
        "version": VERSION,
        "made_from": dataclasses.asdict(made_from),
        "files": hashes,
    }
    manifest["sha256"] = _digest(manifest)
    replace_file(folder / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode())
    _remove_others(folder, {digest for files in hashes.values() for digest in files.values()})


def load_model(folder: Path, threads: int = 1) -> tuple[ServingModel, Fingerprints] | None:
    """The model kept in a folder and what it was made from; None where there is none.

    Parameters
    ----------
    folder
        Where it was saved.
    threads
        Threads of the processor that it shall use.

    Raises
    ------
    ForecastError
        If a file is damaged or of a version that this program does not know.
    """
    if not (folder / MANIFEST).exists():
        return None
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if (manifest["format"], manifest["version"]) == (FORMAT, VERSION):
            if manifest.pop("sha256") != _digest(manifest):
                raise ValueError("The manifest is not the one that was saved.")
            return _model_of(manifest, folder, threads), Fingerprints(**manifest["made_from"])
    except _DAMAGE as error:
        raise ForecastError(message("forecast.model_damaged", file=folder.name)) from error
    raise ForecastError(message("forecast.model_version", file=folder.name))


def _digest(manifest: Mapping[str, Any]) -> str:
    """SHA-256 of a manifest without the digest itself."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _facts_of(model: ServingModel) -> dict[str, Any]:
    """All of a model but its learned members, as JSON."""
    return {
        "reason": model.reason.value,
        "names": [name.value for name in model.names],
        "common": model.common,
        "own": [[key.place_id, key.item_id, *weights] for key, weights in model.own.items()],
        "scores": {name.value: dataclasses.asdict(found) for name, found in model.scores.items()},
        "dates": model.dates,
        "newest_error": model.newest_error,
        "widths": dataclasses.asdict(model.widths),
        "dependence": dataclasses.asdict(model.dependence),
        "trained_until": str(model.trained_until),
        "tried_until": str(model.tried_until),
        "device": model.device,
    }


def _model_of(manifest: dict[str, Any], folder: Path, threads: int) -> ServingModel:
    names = tuple(ModelName(name) for name in manifest["names"])
    learned = {
        ModelName(name): _learned_of(ModelName(name), _contents(folder, hashes), threads)
        for name, hashes in manifest["files"].items()
    }
    model = ServingModel(
        reason=Reason(manifest["reason"]),
        names=names,
        common=tuple(map(float, manifest["common"])),
        own={
            SeriesKey(place_id=str(place), item_id=str(item)): tuple(map(float, weights))
            for place, item, *weights in manifest["own"]
        },
        scores={ModelName(name): Score(**found) for name, found in manifest["scores"].items()},
        dates=int(manifest["dates"]),
        newest_error=float(manifest["newest_error"]),
        widths=Widths.from_json(manifest["widths"]),
        dependence=Dependence(**manifest["dependence"]),
        learned=learned,
        trained_until=datetime.date.fromisoformat(manifest["trained_until"]),
        tried_until=datetime.date.fromisoformat(manifest["tried_until"]),
        device=str(manifest["device"]),
    )
    if {len(model.common), *(len(weights) for weights in model.own.values())} != {len(names)}:
        raise ValueError("One weight is needed per model.")
    return model


def _contents(folder: Path, hashes: Mapping[str, str]) -> dict[str, bytes]:
    """Files of a member, each checked against its hash."""
    found = {}
    for file, digest in hashes.items():
        content = _file_path(folder, digest).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise ValueError("The file is not the one that was saved.")
        found[file] = content
    return found


def _learned_of(name: ModelName, files: Mapping[str, bytes], threads: int) -> LearnedModel:
    if name is ModelName.BOOSTING:
        from forecasting.boosting.boosting_model import boosting_model_of

        return boosting_model_of(files, threads)
    from forecasting.network.network_model import network_model_of

    return network_model_of(files, threads=threads)


def _file_path(folder: Path, digest: str) -> Path:
    # Only what a hash is made of may become part of a path.
    return folder / f"{int(digest, 16):064x}.part_of_model"


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _remove_others(folder: Path, digests: set[str]) -> None:
    """Remove files that the manifest no longer names."""
    for path in folder.glob("*.part_of_model"):
        if path.stem not in digests:
            path.unlink(missing_ok=True)
