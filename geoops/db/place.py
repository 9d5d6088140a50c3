"""Where a cluster keeps its files, and which user of the machine runs it.

An ordinary user runs the server as themselves, in `home`. PostgreSQL refuses to run as root, so
root hands it to the owner of the data or, at first, to the user `postgres`. When that user cannot
enter `home` (a clone under `/root`, say), the files go to a folder that it can enter, and the note
`home/LOCATION` says which. The note decides, not the name of the home: removing the home starts
afresh, and moving it keeps its data.
"""

import hashlib
import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geoops.db.problems import ClusterError, step

NOTE = "LOCATION"
PORT = 5432
SOCKET_PATH_LIMIT = 107  # bytes in sockaddr_un.sun_path, less the closing zero
# Not $TMPDIR: every process that looks for the socket must look in the same folder.
TEMPORARY = Path("/tmp")  # noqa: S108  (what we make there is private and checked)
STATE = Path("/var/lib/geoops")


@dataclass(frozen=True)
class ServerUser:
    """The user that the server runs as."""

    uid: int
    gid: int

    def options(self) -> dict[str, Any]:
        """What `subprocess` needs to run a program as this user, in a folder anyone can enter.

        The program speaks English, for `problems` to understand, and reads no PGHOST or the like.
        """
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        options: dict[str, Any] = {"cwd": "/", "umask": 0o077}
        options["env"] = environment | {"LC_ALL": "C"}
        if os.geteuid() == 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": self._groups()}
        return options

    def run(self, script: str, *paths: Path, given: str = "") -> None:
        """Run a shell script on paths as this user.

        What root does in a folder of this user's, it does so: a link laid there by someone who
        broke into the server leads no further than that user's own rights.
        """
        words = ["sh", "-c", script, "sh", *map(str, paths)]
        subprocess.run(
            words, input=given, check=True, capture_output=True, text=True, **self.options()
        )

    def can_use(self, folder: Path) -> bool:
        """Whether this user can enter and write a folder, all its parents counted."""
        try:
            self.run('test -x "$1" && test -w "$1"', folder)
        except subprocess.CalledProcessError:
            return False
        return True

    def _groups(self) -> list[int]:
        try:
            return os.getgrouplist(pwd.getpwuid(self.uid).pw_name, self.gid)
        except KeyError:
            return []


@dataclass(frozen=True)
class Place:
    """The folder of one cluster and the user that runs it."""

    folder: Path
    user: ServerUser

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The folder of the server's log files."""
        return self.folder / "log"

    @property
    def sockets(self) -> Path:
        """The private folder of the socket: `run` here, or a short one when that is too long."""
        if len(os.fsencode(self.folder / "run" / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
            return self.folder / "run"
        key = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return TEMPORARY / f"geoops-{key}"

    def prepare(self) -> None:
        """Make the folders, private to the server's user."""
        with step("make its folders"):
            # chmod refuses a folder that someone else put in our way.
            self.user.run('mkdir -p "$@" && chmod 700 "$@"', self.log, self.sockets)


def locate(home: Path) -> Place:
    """The place of the cluster of `home`; made at the first call.

    Raises
    ------
    ClusterError
        When no folder can be had, or root finds no user to run the server as.
    """
    with step("make its folder"):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        note = home / NOTE
        if note.exists():
            folder = _noted(note)
            return Place(folder, _server_user(folder))
        user = _server_user(home)
        if os.geteuid() != 0 or _hand_over(home, user):
            return Place(home, user)
        return Place(_settle_elsewhere(home, user), user)


def _noted(note: Path) -> Path:
    folder = Path(note.read_text().strip())
    if not folder.is_dir():
        raise ClusterError(
            step="find its folder",
            reason=f"{note} says that the data is in {folder}, which is not there.",
            remedy="Put that folder back, or delete the note to begin with an empty database.",
        )
    return folder


def _server_user(folder: Path) -> ServerUser:
    if os.geteuid() != 0:
        return ServerUser(os.geteuid(), os.getegid())
    if (folder / "data").exists():
        owner = (folder / "data").stat()
        if owner.st_uid != 0:
            return ServerUser(owner.st_uid, owner.st_gid)
    try:
        account = pwd.getpwnam("postgres")
    except KeyError as error:
        raise ClusterError(
            step="leave root's rights",
            reason="PostgreSQL does not run as root, and there is no user 'postgres' to run it.",
            remedy="Run GeoOps as an ordinary user, or create that user (useradd -r postgres).",
        ) from error
    return ServerUser(account.pw_uid, account.pw_gid)


def _hand_over(home: Path, user: ServerUser) -> bool:
    before = home.stat()
    try:
        os.chown(home, user.uid, user.gid)
    except PermissionError:  # a network disk that keeps root out
        return False
    if user.can_use(home):
        home.chmod(0o700)
        return True
    os.chown(home, before.st_uid, before.st_gid)
    return False


def _settle_elsewhere(home: Path, user: ServerUser) -> Path:
    """Make a folder the user can enter: temporary for a temporary home, else under /var/lib."""
    if TEMPORARY in home.resolve().parents:
        folder = Path(tempfile.mkdtemp(prefix="geoops-", dir=TEMPORARY))
    else:
        STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{home.parent.parent.name}-", dir=STATE))
    os.chown(folder, user.uid, user.gid)
    if not user.can_use(folder):
        folder.rmdir()
        raise ClusterError(
            step="find a folder that its user can enter",
            reason=f"Neither {home} nor {folder.parent} can be entered by user {user.uid}.",
            remedy="Set GEOOPS_HOME to a folder whose parents everyone may enter.",
        )
    (folder / "HOME").write_text(f"{home}\n")
    draft = home / f"{NOTE}.new"
    draft.write_text(f"{folder}\n")
    draft.replace(home / NOTE)
    return folder
