"""The embedded PostGIS cluster: a private PostgreSQL server from this machine's own programs.

Safety: the server listens on no network, only on a Unix socket in a folder of mode 0700, and
trusts whoever can open that socket. So the folder is the lock, as the socket's peer would be:
the user that runs the server, and root, enter; nobody else does. When root starts it, the folder
belongs to the server's user (`postgres`) and only root may enter besides.
"""

import logging
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

from sqlalchemy import URL

from geoops.db import preparation
from geoops.db.locks import Share, exclusively
from geoops.db.place import PORT, locate
from geoops.db.problems import ClusterError, step
from geoops.db.server import Server

__all__ = ["Cluster", "ClusterError"]
log = logging.getLogger("geoops.cluster")


class Cluster:
    """One private cluster under `home`, usually `settings.cluster_home`.

    Parameters
    ----------
    home
        Its folder; made when it is first needed. See `geoops.db.place` for what root does with it.
    pg_bin
        Folder of `initdb` and `postgres`, when they are not to be searched for.

    Every method may raise `ClusterError`: the step that failed, why, and what to do.
    """

    def __init__(self, home: Path, pg_bin: Path | None = None) -> None:
        self.home = home.resolve()  # as the kernel will name it
        self._pg_bin = pg_bin

    def start(self) -> None:
        """Make the cluster if there is none, start it if it does not run; at once if it does.

        Several processes may call this at the same time: one does it, the others wait.
        """
        with self._locked():
            self._start()

    def stop(self) -> None:
        """Stop the server, rolling back what is under way; what a killed one left ends too."""
        if self.home.exists():
            self._end(keeping=True)

    def _end(self, *, keeping: bool) -> None:
        with self._locked():
            self._stop(keeping=keeping)

    @property
    def running(self) -> bool:
        """Whether the server process lives."""
        with step("look for its process"):
            return self.home.exists() and self._server.running

    def revive(self) -> None:
        """Start the server again if it has died, and was not erased; quick while it lives."""
        if not self.running and self.home.exists() and self._server.place.data.exists():
            log.warning("the database's server has died, starting it again")
            self.start()

    def url(self, role: str = preparation.APP, database: str = preparation.DATABASE) -> str:
        """The SQLAlchemy address of a database, for a role; the socket's folder is its host."""
        where = {"host": str(self._server.place.sockets), "port": str(PORT)}
        url = URL.create("postgresql+psycopg", username=role, database=database, query=where)
        return url.render_as_string(hide_password=False)

    @contextmanager
    def lease(self) -> Iterator["Cluster"]:
        """Keep the server running for the block; the last of all processes to leave stops it.

        A lease is a share in a locked file, so that of a killed process ends with the process.
        """
        with self._locked():
            self._start()
            share = Share(self._server.place.folder / "lease")
        try:
            yield self
        finally:
            with self._locked():
                try:
                    if share.is_last():
                        self._stop()
                finally:
                    share.end()

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database of `geoops_owner`'s: a copy of `template`, or empty with PostGIS."""
        with step(f"create the database {name}"), self._server.connect() as server:
            preparation.create_database(server, name, template)

    def drop_database(self, name: str) -> None:
        """Drop a database, and whoever is connected to it, if it is there."""
        with step(f"drop the database {name}"), self._server.connect() as server:
            preparation.drop_database(server, name)

    def destroy(self) -> None:
        """Stop the server and delete everything that it kept. There is no way back."""
        if self.home.exists():
            self._end(keeping=False)
            place = self._server.place
            for folder in (place.sockets, place.folder, self.home):
                shutil.rmtree(folder, ignore_errors=True)
            del self._server

    @cached_property
    def _server(self) -> Server:
        with step("make its folder"):
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            with exclusively(self.home / "lock"):
                return Server(locate(self.home), self._pg_bin)

    def _start(self) -> None:
        if not self._server.running:
            self._server.place.prepare()
            if not self._server.place.data.exists():
                self._server.create()
            self._server.launch()
        self._server.furnish()

    def _stop(self, *, keeping: bool = True) -> None:
        if self._server.running:
            self._server.halt(keeping=keeping)
        else:
            self._server.clear()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Be the only one, of all processes, to start, stop or lease this cluster."""
        lock = self._server.place.folder / "lock"
        with ExitStack() as held:
            with step("take its lock"):
                held.enter_context(exclusively(lock))
            yield
