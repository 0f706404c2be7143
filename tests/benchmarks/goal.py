"""A goal of a benchmark, and what was measured of it."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What was measured of a goal; it holds where this keeps to the target."""

    goal: str
    measured: float
    target: float
    at_most: bool = True
    detail: Mapping[str, Any]

    def line(self) -> str:
        """The goal as a line of JSON."""
        kept = self.measured <= self.target if self.at_most else self.measured >= self.target
        finite = math.isfinite(self.measured)
        return json.dumps(
            {
                "goal": self.goal,
                "measured": float(f"{self.measured:.4g}") if finite else None,
                "target": self.target,
                "holds": bool(kept and finite),
                "detail": self.detail,
            }
        )
