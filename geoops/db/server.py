"""One PostgreSQL server in one place: make its data folder, start it, stop it, connect to it."""

import logging
import shutil
import subprocess
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep

import psycopg

from geoops.db import preparation
from geoops.db.binaries import Binaries, find_binaries
from geoops.db.place import PORT, Place
from geoops.db.postmaster import clear_away, postmaster_pid
from geoops.db.problems import ClusterError, explain, step

START_LIMIT = 300  # seconds; recovery after a crash may replay a lot
STOP_LIMIT = 60
INITDB = (
    f"--username={preparation.SUPERUSER}",
    "--auth=trust",
    "--encoding=UTF8",
    # Code-point order, the same on every machine and release: no index breaks when a system
    # library changes. What people read in order names its collation (COLLATE "fr-x-icu").
    "--locale=C.UTF-8",
    "--data-checksums",
)
log = logging.getLogger("geoops.cluster")


class Server:
    """The server of a place. It takes no locks: `Cluster` does."""

    def __init__(self, place: Place, pg_bin: Path | None) -> None:
        self.place = place
        self._pg_bin = pg_bin

    @property
    def running(self) -> bool:
        """Whether the server process lives, though it may still be on its way up."""
        return postmaster_pid(self.place.data) is not None

    def create(self) -> None:
        """Run initdb in a draft folder, so that no half-made data is ever taken for whole."""
        log.info("Creating the embedded database in %s", self.place.folder)
        draft = self.place.folder / "data.new"
        with step("create its data folder"):
            shutil.rmtree(draft, ignore_errors=True)
            try:
                self._run("initdb", *INITDB, f"--pgdata={draft}", limit=START_LIMIT)
                preparation.configure(self.place, draft)
            except BaseException:
                shutil.rmtree(draft, ignore_errors=True)  # a full disk gets its space back
                raise
            draft.rename(self.place.data)

    def launch(self) -> None:
        """Start the server and wait until it answers, past what a crash left behind."""
        _ = self._binaries  # a set of programs that can read this data, or an error
        self.clear()
        with step("write its settings"):
            preparation.configure(self.place, self.place.data)
        began, log_ends = monotonic(), self._log_ends()
        with step("start the server"):
            try:
                self._run_ctl("start", START_LIMIT, "-l", str(self.place.log / "start.log"))
            except subprocess.CalledProcessError as error:
                said = f"{error.stderr}\n{self._said_since(log_ends)}"
                raise explain("start the server", said) from error
        if monotonic() - began > 1:
            log.info("Started the embedded database in %.1f s", monotonic() - began)

    def halt(self, *, keeping: bool = True) -> None:
        """Stop the server; what is under way is rolled back.

        Without `keeping`, nothing more is written to disk: for data that is to be deleted.
        """
        with step("stop the server"):
            self._run_ctl("stop", STOP_LIMIT, "-m", "fast" if keeping else "immediate")

    def clear(self) -> None:
        """End and remove what a killed server left behind; only when none is running."""
        with step("clear away what the last server left"):
            clear_away(self.place.data, self.place.sockets / f".s.PGSQL.{PORT}.lock")

    def furnish(self) -> None:
        """Make roles, extensions and database, when they are not there."""
        with step("prepare its database"), self._patiently_connect() as server:
            if not preparation.is_furnished(server):
                log.info("Creating PostGIS, roles and database")
                preparation.furnish(server, self.connect(preparation.TEMPLATE))

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection of the superuser's, in autocommit."""
        return psycopg.connect(
            host=str(self.place.sockets),
            port=PORT,
            user=preparation.SUPERUSER,
            dbname=database,
            autocommit=True,
        )

    def _patiently_connect(self) -> psycopg.Connection:
        """Wait for a server on its way up, whose starter was killed."""
        deadline = monotonic() + START_LIMIT
        while True:
            try:
                return self.connect()
            except psycopg.OperationalError:
                if not self.running or monotonic() > deadline:
                    raise
                sleep(0.05)

    @cached_property
    def _binaries(self) -> Binaries:
        return find_binaries(self._pg_bin, self._written_major())

    def _written_major(self) -> int | None:
        """The version of PostgreSQL that wrote the data folder, None when there is none."""
        data = self.place.data
        if not data.exists():
            return None
        try:
            return int((data / "PG_VERSION").read_text())
        except (FileNotFoundError, ValueError) as error:
            raise ClusterError(
                step="read its data folder",
                reason=f"{data} is not a whole PostgreSQL data folder (see PG_VERSION).",
                remedy="Restore it from a backup, or move it away to begin with an empty one.",
            ) from error

    def _run_ctl(self, verb: str, limit: int, *words: str) -> None:
        asked = (verb, "--silent", "--wait", f"--timeout={limit}", "-D", str(self.place.data))
        self._run("pg_ctl", *asked, *words, limit=limit + 10)

    def _run(self, program: str, *words: str, limit: float) -> None:
        """Run one of PostgreSQL's programs as the server's user."""
        subprocess.run(
            [self._binaries[program], *words],
            check=True,
            capture_output=True,
            text=True,
            timeout=limit,
            stdin=subprocess.DEVNULL,
            **self.place.user.options(),
        )

    def _log_ends(self) -> dict[Path, int]:
        return {path: path.stat().st_size for path in self.place.log.glob("*.log")}

    def _said_since(self, ends: dict[Path, int]) -> str:
        """What the server wrote, on its way up and then in its log, after `ends`."""
        paths = sorted(self.place.log.glob("*.log"), key=lambda path: path.stat().st_mtime)
        texts = (path.read_bytes()[ends.get(path, 0) :] for path in paths)
        return b"\n".join(texts).decode(errors="replace")
