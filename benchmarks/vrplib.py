"""How near the planner comes to published best solutions, beside PyVRP alone.

    python -m benchmarks.vrplib FOLDER [--seconds 30] [--seeds 1] [--processes 2]

Every VRPLIB instance below FOLDER with its best known solution (`.sol`) beside it, such as PyVRP's
public collection. For each one and each seed `geoops bench vrplib` runs twice, one after the other:
GeoOps's own problem and solver, and with `--bare` PyVRP in one process with its own parameters.
Prints Markdown; a gap is percent above the best known cost, the load is the machine's before each.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import fmean
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    choices = parser.parse_args()
    files = [
        file for file in sorted(choices.folder.rglob("*.vrp")) if file.with_suffix(".sol").exists()
    ]
    print(f"{choices.seconds:g} s, {os.cpu_count()} cores\n")
    print("| instance | seed | PyVRP % | GeoOps % | iterations | load |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    pairs = [
        compared(file, seed, choices) for file in files for seed in range(1, choices.seeds + 1)
    ]
    bare, ours = (fmean(gaps) for gaps in zip(*pairs, strict=True))
    worst = max(our - other for other, our in pairs)
    print(f"| mean | | {bare:.2f} | {ours:.2f} | | |")
    print(
        f"\nRatio of the means: {ours / bare:.2f}. Most that GeoOps is behind: {worst:.2f} points."
    )


def compared(file: Path, seed: int, choices: argparse.Namespace) -> tuple[float, float]:
    """The gaps of PyVRP and of GeoOps, told as a row of the table; infinite without a plan."""
    loads, found = [], []
    for words in (["--bare"], ["--processes", str(choices.processes)]):
        loads.append(f"{os.getloadavg()[0]:.1f}")
        found.append(trial(file, "--seconds", str(choices.seconds), "--seed", str(seed), *words))
    bare, ours = (one["gap"] if one["gap"] is not None else float("inf") for one in found)
    steps = " / ".join(f"{one['iterations']:,}" for one in found)
    load = " / ".join(loads)
    print(
        f"| {found[0]['instance']} | {seed} | {bare:.2f} | {ours:.2f} | {steps} | {load} |",
        flush=True,
    )
    return bare, ours


def trial(file: Path, *words: str) -> dict[str, Any]:
    """What the command answers."""
    command = [sys.executable, "-m", "geoops", "bench", "vrplib", str(file), "--json", *words]
    answer: dict[str, Any] = json.loads(subprocess.check_output(command))
    return answer


if __name__ == "__main__":
    main()
