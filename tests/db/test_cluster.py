"""The embedded cluster on a good day; `tests/faults/test_cluster_faults.py` has the bad ones."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from psycopg import Connection

from geoops.db.binaries import find_binaries
from geoops.db.cluster import Cluster, ClusterError
from geoops.db.place import NOTE, Place, ServerUser, locate
from geoops.db.postmaster import postmaster_pid

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server over")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One cluster for the tests of this file; under root its home cannot be entered by others."""
    cluster = Cluster(tmp_path_factory.mktemp("one") / "postgres")
    cluster.start()
    yield cluster
    cluster.destroy()


def ask(cluster: Cluster, query: str, role: str = "geoops_app", database: str = "geoops") -> object:
    with connect(cluster, role, database) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def connect(cluster: Cluster, role: str = "geoops_app", database: str = "geoops") -> Connection:
    return psycopg.connect(cluster.url(role, database).replace("+psycopg", ""))


def socket_folder(cluster: Cluster) -> Path:
    return Path(parse_qs(urlsplit(cluster.url()).query)["host"][0])


def pid_of(cluster: Cluster) -> int:
    pid = postmaster_pid(locate(cluster.home).data)
    assert pid is not None
    return pid


def in_a_process(code: str, cluster: Cluster) -> subprocess.Popen[str]:
    """Another Python process that runs `code` with the cluster as `c`."""
    head = "import sys; from pathlib import Path; from geoops.db.cluster import Cluster; "
    words = [sys.executable, "-c", f"{head}c = Cluster(Path(sys.argv[1]))\n{code}"]
    pipe = subprocess.PIPE
    return subprocess.Popen([*words, str(cluster.home)], stdin=pipe, stdout=pipe, text=True)


def test_the_application_finds_postgis(cluster: Cluster) -> None:
    version = str(ask(cluster, "SELECT PostGIS_Version()")).split()[0]
    assert tuple(map(int, version.split("."))) >= (3, 3)


@pytest.mark.parametrize("role", ["geoops_app", "geoops_owner"])
def test_no_role_of_ours_has_power(cluster: Cluster, role: str) -> None:
    powers = "rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
    assert ask(cluster, f"SELECT {powers} FROM pg_roles WHERE rolname = '{role}'") is False


def test_the_owner_owns_the_database_and_the_application_nothing(cluster: Cluster) -> None:
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'geoops'"
    assert ask(cluster, owner) == "geoops_owner"
    owned = "SELECT count(*) FROM pg_shdepend WHERE refobjid = 'geoops_app'::regrole"
    assert ask(cluster, owned) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connect(cluster) as connection:
        connection.execute("CREATE TABLE mine ()")


@pytest.mark.parametrize(
    ("setting", "value"),
    [("listen_addresses", ""), ("fsync", "on"), ("TimeZone", "UTC"), ("server_encoding", "UTF8")],
)
def test_the_server_is_private_and_durable(cluster: Cluster, setting: str, value: str) -> None:
    assert ask(cluster, f"SELECT current_setting('{setting}')") == value


def test_only_the_servers_user_enters_the_socket_folder(cluster: Cluster) -> None:
    folder = socket_folder(cluster).stat()
    assert stat.S_IMODE(folder.st_mode) == 0o700
    assert folder.st_uid == Path(f"/proc/{pid_of(cluster)}").stat().st_uid


@pytest.mark.alone
def test_starting_again_is_quick_and_keeps_the_rows(cluster: Cluster) -> None:
    with connect(cluster, "geoops_owner") as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS places")
    cluster.stop()
    assert not cluster.running
    began = monotonic()
    cluster.start()
    assert monotonic() - began < 0.5
    assert ask(cluster, "SELECT places FROM kept", "geoops_owner") == 7


def test_starting_a_running_cluster_changes_nothing(cluster: Cluster) -> None:
    before = pid_of(cluster)
    Cluster(cluster.home).start()
    assert pid_of(cluster) == before


def test_a_database_can_be_copied_and_dropped(cluster: Cluster) -> None:
    cluster.create_database("model")
    with connect(cluster, "geoops_owner", "model") as owner:
        owner.execute("CREATE TABLE site AS SELECT ST_Point(1.85, 50.95, 4326) AS position")
    cluster.create_database("copy", template="model")
    assert ask(cluster, "SELECT ST_X(position) FROM site", "geoops_owner", "copy") == 1.85
    with connect(cluster, "geoops_owner", "copy"):  # dropped although someone is in it
        cluster.drop_database("copy")
    cluster.drop_database("model")
    cluster.drop_database("model")


def test_the_last_lease_to_end_stops_the_server(cluster: Cluster) -> None:
    with cluster.lease():
        with Cluster(cluster.home).lease() as second:
            assert second.running
        assert cluster.running
    assert not cluster.running
    cluster.start()


def test_the_lease_of_a_killed_process_ends_with_it(cluster: Cluster) -> None:
    holder = in_a_process("with c.lease(): print('held', flush=True); sys.stdin.read()", cluster)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with cluster.lease():
        pass
    assert cluster.running
    holder.kill()
    holder.communicate()
    with cluster.lease():
        pass
    assert not cluster.running
    cluster.start()


def test_processes_that_start_at_once_share_one_cluster(tmp_path: Path) -> None:
    shared = Cluster(tmp_path / "postgres")
    started = [in_a_process("c.start()", shared) for _ in range(3)]
    try:
        assert [process.wait(60) for process in started] == [0, 0, 0]
        assert ask(shared, "SELECT count(*) FROM spatial_ref_sys") != 0
        assert shared.running
    finally:
        shared.destroy()


def test_a_home_with_a_long_name_has_its_socket_elsewhere(tmp_path: Path) -> None:
    user = ServerUser(os.geteuid(), os.getegid())
    long, other = (Place(tmp_path / (name * 30), user).sockets for name in ("long", "else"))
    assert len(str(long / ".s.PGSQL.5432")) <= 107
    assert long != other


def test_a_stopped_cluster_moves_with_its_home(cluster: Cluster) -> None:
    cluster.stop()
    moved = Cluster(cluster.home.with_name("moved"))
    cluster.home.rename(moved.home)
    with moved.lease():
        assert ask(moved, "SELECT count(*) FROM spatial_ref_sys") != 0
    moved.home.rename(cluster.home)
    cluster.start()


@as_root
def test_root_hands_the_server_to_a_user_without_power(cluster: Cluster) -> None:
    status = Path(f"/proc/{pid_of(cluster)}/status").read_text()
    (uids,) = [line for line in status.splitlines() if line.startswith("Uid:")]
    assert "0" not in uids.split()[1:]


@as_root
def test_a_home_that_the_server_cannot_enter_says_where_the_data_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    place = locate(tmp_path / "postgres")
    try:
        assert (tmp_path / "postgres" / NOTE).read_text().strip() == str(place.folder)
        assert tmp_path not in place.folder.parents
    finally:
        place.folder.joinpath("HOME").unlink()
        place.folder.rmdir()


def test_missing_programs_are_named(tmp_path: Path) -> None:
    with pytest.raises(ClusterError, match=f"not in {tmp_path}.*apt-get install"):
        find_binaries(tmp_path)


def test_missing_postgis_is_named(tmp_path: Path) -> None:
    for program in ("initdb", "pg_ctl", "postgres"):
        (tmp_path / program).symlink_to(find_binaries()[program])
    (tmp_path / "pg_config").write_text(f"#!/bin/sh\necho {tmp_path}\n")
    (tmp_path / "pg_config").chmod(0o755)
    with pytest.raises(ClusterError, match="PostGIS is missing"):
        find_binaries(tmp_path)


def test_programs_that_are_too_old_are_refused(tmp_path: Path) -> None:
    for program in ("initdb", "pg_ctl", "postgres"):
        (tmp_path / program).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n")
        (tmp_path / program).chmod(0o755)
    with pytest.raises(ClusterError, match="13 is too old; it must be 15"):
        find_binaries(tmp_path)


@pytest.mark.parametrize("major", [14, 99])
def test_data_of_another_version_is_left_alone(major: int) -> None:
    with pytest.raises(ClusterError, match=f"written by PostgreSQL {major}.*dump"):
        find_binaries(major=major)
