"""Where this machine's PostgreSQL programs are, and whether PostGIS is with them."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from geoops.db.problems import ClusterError, step

LAYOUTS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")  # Debian and Ubuntu; PGDG on Red Hat
OLDEST_MAJOR = 15
FIND = "find PostgreSQL"
INSTALL = (
    "Install them (Debian and Ubuntu: apt-get install postgresql postgresql-15-postgis-3, with "
    "the number of your release), or set GEOOPS_PG_BIN or GEOOPS_DATABASE_URL."
)


@dataclass(frozen=True)
class Binaries:
    """One installed set of PostgreSQL programs; `folder` holds `initdb`, `postgres`, `pg_ctl`."""

    folder: Path

    def __getitem__(self, program: str) -> str:
        """The full path of a program."""
        return str(self.folder / program)

    @property
    def complete(self) -> bool:
        """Whether every program that a cluster needs is here."""
        return all((self.folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres"))

    @cached_property
    def major(self) -> int:
        """The major version, such as 15."""
        with step(f"ask {self['postgres']} for its version"):
            said = _output(self["postgres"], "--version")
        number = re.search(r"\(PostgreSQL\) (\d+)", said)
        if number is None:
            raise _missing(f"{self['postgres']} is no PostgreSQL: it answers {said.strip()!r}.")
        return int(number[1])

    @cached_property
    def has_postgis(self) -> bool:
        """Whether the PostGIS extension can be created in a server of this set."""
        share = Path(f"/usr/share/postgresql/{self.major}")
        if (self.folder / "pg_config").is_file():
            with step("ask pg_config for its folders"):
                share = Path(_output(self["pg_config"], "--sharedir").strip())
        return (share / "extension" / "postgis.control").is_file()


def find_binaries(pg_bin: Path | None = None, major: int | None = None) -> Binaries:
    """The programs to run: those of `pg_bin`, or the newest set on this machine with PostGIS.

    Parameters
    ----------
    pg_bin
        The folder to use and no other (`GEOOPS_PG_BIN`).
    major
        The version that wrote the data, when there is some: no other can read it.

    Raises
    ------
    ClusterError
        When there is none, it is too old, PostGIS is missing or nothing matches the data.
    """
    sets = [Binaries(pg_bin)] if pg_bin else list(_installed())
    sets = [each for each in sets if each.complete]
    if not sets:
        where = str(pg_bin) if pg_bin else "the usual folders nor through pg_config"
        raise _missing(f"initdb, postgres and pg_ctl are not in {where}.")
    _check_major(sets, major)
    usable = [s for s in sets if s.major >= OLDEST_MAJOR and major in (None, s.major)]
    with_postgis = [each for each in usable if each.has_postgis]
    if not with_postgis:
        raise _missing(_why_unusable(sets, usable))
    return max(with_postgis, key=lambda each: each.major)


def _installed() -> Iterator[Binaries]:
    for layout in LAYOUTS:
        yield from map(Binaries, Path("/").glob(layout.removeprefix("/")))
    if shutil.which("pg_config"):
        with step("ask pg_config for its folders"):
            yield Binaries(Path(_output("pg_config", "--bindir").strip()))


def _check_major(sets: list[Binaries], major: int | None) -> None:
    if major is None or any(each.major == major for each in sets):
        return
    here = ", ".join(str(each.major) for each in sets)
    raise ClusterError(
        step="read its data folder",
        reason=f"The data was written by PostgreSQL {major}, but here is only {here}.",
        remedy=f"Install PostgreSQL {major} with PostGIS or point GEOOPS_PG_BIN at it; to change "
        "versions, dump with the old one and restore into a new GEOOPS_HOME.",
    )


def _why_unusable(sets: list[Binaries], usable: list[Binaries]) -> str:
    if not usable:
        newest = max(each.major for each in sets)
        return f"PostgreSQL {newest} is too old; it must be {OLDEST_MAJOR} or newer."
    return f"PostGIS is missing for the PostgreSQL in {usable[-1].folder}."


def _missing(reason: str) -> ClusterError:
    return ClusterError(step=FIND, reason=reason, remedy=INSTALL)


def _output(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True, timeout=10).stdout
