"""Settings that a search found best for some series, kept for later forecasts of them."""

import dataclasses
import hashlib
import json
from pathlib import Path

from domain.demand import DemandHistory
from forecasting.model_file import replace_file
from forecasting.question import ModelSettings


def save_settings(folder: Path, history: DemandHistory, settings: ModelSettings) -> None:
    """Keep settings for the series of a history."""
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(dataclasses.asdict(settings), indent=1, sort_keys=True)
    replace_file(_path(folder, history), content.encode())


def load_settings(
    folder: Path | None, history: DemandHistory, usual: ModelSettings
) -> ModelSettings:
    """The settings kept for the series of a history; the usual ones where there are none."""
    if folder is None:
        return usual
    try:
        found = json.loads(_path(folder, history).read_bytes())
        return ModelSettings(
            hidden=int(found["hidden"]),
            rate=float(found["rate"]),
            dropout=float(found["dropout"]),
            leaves=int(found["leaves"]),
            tree_rate=float(found["tree_rate"]),
        )
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        # Settings that cannot be read cost some accuracy, not the forecast.
        return usual


def _path(folder: Path, history: DemandHistory) -> Path:
    series = repr([(key.place_id, key.item_id) for key in history.keys])
    return folder / f"settings-{hashlib.sha256(series.encode()).hexdigest()[:32]}.json"
