"""`make bench`: every claim, one after the other; prints Markdown, asserts nothing."""

import runpy

for claim in ("network", "planning", "replanning", "sites", "places", "occupancy", "weeks"):
    runpy.run_module(f"benchmarks.{claim}", run_name="__main__")
