"""Write a sample: ``python -m planning.sample OUT --nodes N --orders N --seed S``."""

import argparse
import datetime
from pathlib import Path

from planning.sample.dataset import PLAN_DATE, SEED, write_sample


def main() -> None:
    """Write a sample of the size that the command line says."""
    parser = argparse.ArgumentParser(prog="python -m planning.sample", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--nodes", type=int, default=8_000, help="street junctions")
    parser.add_argument("--orders", type=int, default=400)
    parser.add_argument("--vehicles", type=int, help="six for a hundred orders by default")
    parser.add_argument("--warehouses", type=int, default=3)
    parser.add_argument("--skus", type=int, default=200)
    parser.add_argument("--days", type=int, default=730, help="days of demand history")
    parser.add_argument("--date", type=datetime.date.fromisoformat, default=PLAN_DATE)
    given = vars(parser.parse_args())
    write_sample(given.pop("out"), **given)


if __name__ == "__main__":
    main()
