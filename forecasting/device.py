"""Where networks compute: the graphics card where there is one that works, else the processor."""

from collections.abc import Callable
from typing import TypeVar

from domain.message import message
from domain.progress import OnProgress, Progress

_T = TypeVar("_T")


def best_device() -> str:
    """``cuda`` where a graphics card is there, else ``cpu``."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def with_fallback(device: str, work: Callable[[str], _T], on_progress: OnProgress) -> _T:
    """Do work on a device, and on the processor where the graphics card fails.

    Parameters
    ----------
    device
        ``cpu``, ``cuda``, or empty for the best there is.
    work
        Given the device.
    on_progress
        Told if the graphics card failed.
    """
    device = device or best_device()
    try:
        return work(device)
    except RuntimeError:
        # Out of memory and every other failure of CUDA are RuntimeErrors of torch.
        if device == "cpu":
            raise
        on_progress(Progress(step="step.forecast_training", note=message("forecast.gpu_failed")))
        return work("cpu")
