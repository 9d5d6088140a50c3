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
        """What `subprocess` needs to run a program as this user, in a folder anyone can enter."""
        options: dict[str, Any] = {"cwd": "/", "umask": 0o077}
        if os.geteuid() == 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": self._groups()}
        return options

    def owns(self, path: Path) -> bool:
        """Whether the path itself (no link) belongs to this user."""
        return path.lstat().st_uid == self.uid

    def take(self, path: Path) -> None:
        """Make the path this user's own."""
        if not self.owns(path):
            os.chown(path, self.uid, self.gid)

    def can_use(self, folder: Path) -> bool:
        """Whether this user can enter and write a folder, all its parents counted."""
        words = ["sh", "-c", 'test -x "$1" && test -w "$1"', "sh", str(folder)]
        return subprocess.run(words, check=False, **self.options()).returncode == 0

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
            for folder in (self.log, self.sockets):
                folder.mkdir(mode=0o700, exist_ok=True)
                _make_private(folder, self.user)


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
        user.take(home)
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
    user.take(folder)
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


def _make_private(folder: Path, user: ServerUser) -> None:
    """Own the folder, mode 0700; refuse one that someone else put in our way."""
    if folder.is_symlink() or folder.lstat().st_uid not in (user.uid, os.geteuid()):
        raise PermissionError(13, "belongs to someone else", str(folder))
    user.take(folder)
    folder.chmod(0o700)
