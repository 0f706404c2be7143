"""Which ways of OpenStreetMap belong to a network: OSMnx's own filters, to the letter.

Its Overpass filters match parts of words, and so do the patterns here.

References
----------
Boeing, G. (2025). Modeling and Analyzing Urban Networks and Amenities with OSMnx.
Geographical Analysis. https://doi.org/10.1111/gean.70009
"""

import re
from collections.abc import Mapping

DRIVE, BIKE = "drive", "bike"
NETWORK_TYPES = (DRIVE, BIKE)
"""OSMnx's names of the networks that can be imported."""

EXCLUDED: Mapping[str, Mapping[str, str]] = {
    DRIVE: {
        "area": "yes",
        "access": "private",
        "highway": (
            "abandoned|bridleway|bus_guideway|construction|corridor|cycleway|elevator|escalator|"
            "footway|no|path|pedestrian|planned|platform|proposed|raceway|razed|rest_area|service|"
            "services|steps|track"
        ),
        "motor_vehicle": "no",
        "motorcar": "no",
        "service": "alley|driveway|emergency_access|parking|parking_aisle|private",
    },
    BIKE: {
        "area": "yes",
        "access": "private",
        "highway": (
            "abandoned|bus_guideway|construction|corridor|elevator|escalator|footway|motor|no|"
            "planned|platform|proposed|raceway|razed|rest_area|services|steps"
        ),
        "bicycle": "no",
        "service": "private",
    },
}
"""Pattern per tag that keeps a way out of a network, found anywhere in the tag's value."""

_EXCLUDED = {
    network_type: tuple((tag, re.compile(pattern)) for tag, pattern in patterns.items())
    for network_type, patterns in EXCLUDED.items()
}


def is_road(tags: Mapping[str, str], network_type: str = DRIVE) -> bool:
    """Whether OSMnx's filter of a network type lets a way with these tags through."""
    if "highway" not in tags:
        return False
    for tag, pattern in _EXCLUDED[network_type]:
        if tag in tags and pattern.search(tags[tag]):
            return False
    return True
