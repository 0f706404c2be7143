"""A small VROOM problem, and ways to change it."""

import copy
import json
from typing import Any

VROOM: dict[str, Any] = {
    "vehicles": [
        {
            "id": 7,
            "start_index": 0,
            "end_index": 0,
            "start": [8.68, 49.41],
            "capacity": [10, 4],
            "skills": [1],
            "time_window": [0, 1000],
            "description": "Sprinter",
        },
        {"id": 9, "start_index": 0, "capacity": [10, 4], "time_window": [0, 1000]},
    ],
    "jobs": [
        {"id": 1, "location_index": 1, "delivery": [4, 1], "service": 10, "skills": [1]},
        {"id": 2, "location_index": 2, "pickup": [5, 1], "time_windows": [[150, 180]]},
        {"id": 3, "location_index": 3, "delivery": [9, 4], "priority": 5, "location": [8.7, 49.4]},
    ],
    "shipments": [
        {
            "amount": [2, 1],
            "pickup": {"id": 4, "location_index": 1, "service": 5},
            "delivery": {"id": 4, "location_index": 4, "time_windows": [[0, 90], [200, 900]]},
        }
    ],
    "matrices": {
        "car": {
            "durations": [
                [0, 50, 60, 70, 80],
                [50, 0, 30, 40, 90],
                [60, 30, 0, 20, 30],
                [70, 40, 20, 0, 50],
                [80, 90, 30, 50, 0],
            ],
            "distances": [
                [0, 500, 600, 700, 800],
                [500, 0, 300, 400, 900],
                [600, 300, 0, 200, 300],
                [700, 400, 200, 0, 500],
                [800, 900, 300, 500, 0],
            ],
        }
    },
}


def changed(path: tuple[str | int, ...], value: object) -> str:
    """The problem with another value at a path, as text, a value on a line."""
    problem = copy.deepcopy(VROOM)
    at: Any = problem
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    return json.dumps(problem, indent=1)


def without(path: tuple[str | int, ...]) -> str:
    """The problem without the value at a path."""
    problem = copy.deepcopy(VROOM)
    at: Any = problem
    for part in path[:-1]:
        at = at[part]
    del at[path[-1]]
    return json.dumps(problem, indent=1)
