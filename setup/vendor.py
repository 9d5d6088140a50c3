#!/usr/bin/env python3
"""Copy what the browser needs from node_modules to static/vendor, with licences and checksums.

    npm ci && python3 setup/vendor.py          copy and write static/vendor/SHA256SUMS
    python3 setup/vendor.py --check            compare static/vendor with its checksums

Standard library only. The versions are those of package-lock.json; the copies are committed, so
that a clone serves its pages without npm and without any other host.
"""

import hashlib
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"

FILES = {
    "leaflet/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet/images/layers.png": "leaflet/dist/images/layers.png",
    "leaflet/images/layers-2x.png": "leaflet/dist/images/layers-2x.png",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "leaflet.markercluster/leaflet.markercluster.js": (
        "leaflet.markercluster/dist/leaflet.markercluster.js"
    ),
    "leaflet.markercluster/MarkerCluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
    "leaflet.markercluster/LICENSE": "leaflet.markercluster/MIT-LICENCE.txt",
    "leaflet-geoman/leaflet-geoman.js": (
        "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.min.js"
    ),
    "leaflet-geoman/leaflet-geoman.css": "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css",
    "leaflet-geoman/LICENSE": "@geoman-io/leaflet-geoman-free/LICENSE",
    "uplot/uPlot.esm.js": "uplot/dist/uPlot.esm.js",
    "uplot/uPlot.min.css": "uplot/dist/uPlot.min.css",
    "uplot/LICENSE": "uplot/LICENSE",
}
"""Where each vendored file comes from. Marker images are left out: our markers are our own."""


def without_source_map(content):
    """Drop the comment that would make developer tools ask for a map which is not vendored."""
    lines = content.splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(b"//# sourceMappingURL="))


def copy():
    """Copy every file and write the checksums of the copies."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, source in FILES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = (MODULES / source).read_bytes()
        target.write_bytes(without_source_map(content) if name.endswith(".js") else content)
    SUMS.write_text("".join("{}  {}\n".format(digest(name), name) for name in sorted(FILES)))


def digest(name):
    """The SHA-256 of a vendored file, in hexadecimal."""
    return hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()


def differences():
    """The vendored files that are missing, unknown, or not what SHA256SUMS says."""
    expected = dict(reversed(line.split("  ", 1)) for line in SUMS.read_text().splitlines())
    present = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()} - {
        SUMS.name
    }
    changed = {name for name in present & set(expected) if digest(name) != expected[name]}
    return sorted(changed | (present ^ set(expected)))


def main(arguments):
    """Copy, or with `--check` compare; the exit status."""
    if "--check" not in arguments:
        copy()
    wrong = differences()
    for name in wrong:
        print("static/vendor/{} is not what SHA256SUMS says".format(name), file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
