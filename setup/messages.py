#!/usr/bin/env python3
"""Keep the translations in step with the source: extract, merge, compile, and say what is missing.

.venv/bin/python setup/messages.py update     rewrite messages.pot and every messages.po
.venv/bin/python setup/messages.py compile    make the messages.mo that Flask-Babel reads
.venv/bin/python setup/messages.py check      fail on anything untranslated or out of step
"""

import io
import os
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "geoops" / "web" / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"


def babel(*arguments):
    """Run Babel in the checkout, where it finds the extractor beside this file."""
    program = "from babel.messages.frontend import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "setup")}
    command = [sys.executable, "-c", program, "-q", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def extract(target):
    """Write every message of the source to the file `target`."""
    babel(
        "extract", "-F", "babel.cfg", "--project=GeoOps", "--no-location", "--sort-output",
        "--omit-header", "-o", str(target), ".",
    )  # fmt: skip


def update():
    """Extract the messages and merge them into every language."""
    extract(TEMPLATE)
    babel(
        "update", "-i", str(TEMPLATE), "-d", str(TRANSLATIONS), "--no-fuzzy-matching",
        "--width=100", "--ignore-obsolete",
    )  # fmt: skip


def compile_all():
    """Make the binary catalogue of every language."""
    babel("compile", "-d", str(TRANSLATIONS))


def messages_of(path):
    """The messages of a catalogue, by their source sentence."""
    catalogue = read_po(io.BytesIO(path.read_bytes()))
    return {message.id: message for message in catalogue if message.id}


def complaints():
    """What is not in step: sentences that are missing from the template or without translation."""
    fresh = TRANSLATIONS / "fresh.pot"
    try:
        extract(fresh)
        wanted = set(messages_of(fresh))
    finally:
        fresh.unlink(missing_ok=True)
    if wanted != set(messages_of(TEMPLATE)):
        yield "messages.pot is out of step with the source: run setup/messages.py update"
    for path in sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po")):
        known = messages_of(path)
        for sentence in sorted(wanted):
            if sentence not in known or not known[sentence].string:
                yield "{}: {!r} is not translated".format(path.parent.parent.name, sentence)


def check():
    """Print the complaints; the exit status."""
    found = list(complaints())
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    ACTS = {"update": update, "compile": compile_all, "check": check}
    sys.exit(ACTS[sys.argv[1] if len(sys.argv) > 1 else "check"]())
