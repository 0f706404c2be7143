"""The published instances, in the classes for which there are goals."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "routing"

PYVRP, VROOM, OR_TOOLS, VRP_CLI = "pyvrp", "vroom", "or-tools", "vrp-cli"
PEERS = (PYVRP, VROOM, OR_TOOLS, VRP_CLI)
OURS = "ours"

DRAWS_BY_SEED = (OURS, PYVRP)
"""Engines that take a seed; the others are run once per instance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceClass:
    """Instances of one kind, and what is asked of them.

    Attributes
    ----------
    pattern
        Matches the paths, below `FOLDER`, of its files.
    at_10_s, at_30_s
        Largest mean gap to the best known, in per cent; None where there is no goal.
    shares
        For each peer, the largest share of its mean gap.
    no_worse_than
        Peers whose paired gap may not be smaller.
    best_peer_only
        Whether only the best of those counts; of peers that cannot solve the class none does.
    """

    name: str
    pattern: str
    at_10_s: float | None = None
    at_30_s: float | None = None
    shares: tuple[tuple[str, float], ...] = ()
    no_worse_than: tuple[str, ...] = ()
    best_peer_only: bool = False

    @property
    def rivals(self) -> set[str]:
        """The peers that its goals name."""
        return {peer for peer, _ in self.shares} | set(self.no_worse_than)

    def files(self) -> list[Path]:
        """Files of its instances that are there, by size of problem."""
        pattern = re.compile(self.pattern)
        found = [
            path
            for path in FOLDER.rglob("*")
            if pattern.fullmatch(path.relative_to(FOLDER).as_posix())
        ]
        return sorted(found, key=lambda path: (path.stat().st_size, path.name))


def _other(name: str, pattern: str) -> InstanceClass:
    """A class in which no peer that can solve it may be better."""
    return InstanceClass(name=name, pattern=pattern, no_worse_than=PEERS, best_peer_only=True)


CLASSES = (
    InstanceClass(
        name="X 100-300",
        pattern=r"X/X-n[123]\d\d-.*\.vrp",
        at_10_s=0.8,
        at_30_s=0.4,
        no_worse_than=(PYVRP,),
    ),
    InstanceClass(
        name="X 502",
        pattern=r"X/X-n502-.*\.vrp",
        at_10_s=0.6,
        at_30_s=0.3,
        no_worse_than=(PYVRP,),
    ),
    InstanceClass(
        name="X 1001",
        pattern=r"X/X-n1001-.*\.vrp",
        at_10_s=1.4,
        at_30_s=0.8,
        shares=((PYVRP, 0.5), (VROOM, 0.15), (OR_TOOLS, 0.15)),
    ),
    InstanceClass(
        name="Gehring-Homberger 1000",
        pattern=r"GH1000/.*\.vrp",
        at_10_s=2.5,
        at_30_s=1.8,
        shares=((PYVRP, 0.5), (VROOM, 0.2)),
    ),
    InstanceClass(
        name="Solomon 100",
        pattern=r"solomon/.*\.txt",
        at_10_s=0.5,
        at_30_s=0.2,
        no_worse_than=PEERS,
    ),
    InstanceClass(
        name="ORTEC 200-460",
        pattern=r"ortec/.*-n[24]\d\d-k\d+\.txt",
        at_10_s=1.0,
        at_30_s=0.5,
        no_worse_than=(PYVRP,),
    ),
    InstanceClass(
        name="ORTEC 880",
        pattern=r"ortec/.*-n880-k\d+\.txt",
        at_10_s=4.0,
        at_30_s=2.5,
        shares=((PYVRP, 0.6),),
    ),
    _other("PDPTW", r"PDPTW/.*\.txt"),
    _other("HFVRP", r"HFVRP/.*\.vrp"),
    _other("MDVRPTW", r"MDVRPTW/.*\.vrp"),
    _other("PCVRPTW", r"PCVRPTW/.*\.vrp"),
    _other("MTVRPTWR", r"MTVRPTWR/.*\.vrp"),
    _other("SDVRPTW", r"SDVRPTW/.*\.vrp"),
    _other("VRPB", r"VRPB/.*\.vrp"),
)
