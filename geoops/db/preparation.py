"""What a fresh server gets: its settings, two roles without power, and a database with PostGIS."""

from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from geoops.db.place import PORT, Place

SUPERUSER = "postgres"
OWNER = "geoops_owner"
APP = "geoops_app"
DATABASE = "geoops"
EXTENSIONS = ("postgis", "btree_gist", "pgcrypto")
# Every database is a copy of this one, which carries the extensions: a copy takes a tenth of
# the time that creating PostGIS takes.
TEMPLATE = "template1"

_SETTINGS = """\
# Written by GeoOps at every start; put your own settings in postgresql.auto.conf (ALTER SYSTEM).
listen_addresses = ''
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
fsync = on
synchronous_commit = on
full_page_writes = on
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
logging_collector = on
log_directory = '{log}'
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
# Terse, because a DETAIL line quotes whole rows, and with them positions that nobody may read.
log_error_verbosity = terse
"""

# Anyone who reaches the socket is let in as any role: the folder around it is the lock.
ACCESS = "local all all trust\n"


def configure(place: Place, data: Path) -> None:
    """Write the server's settings into `data`, where they differ."""
    settings = _SETTINGS.format(port=PORT, sockets=_quoted(place.sockets), log=_quoted(place.log))
    _write(place, data / "geoops.conf", settings)
    _write(place, data / "pg_hba.conf", ACCESS)
    main = (data / "postgresql.conf").read_text()
    include = "include = 'geoops.conf'"
    if include not in main:
        _write(place, data / "postgresql.conf", f"{main}\n{include}\n")


def is_furnished(server: psycopg.Connection) -> bool:
    """Whether `furnish` came to its end once: the database is the last thing that it makes."""
    return _exists(server, "SELECT FROM pg_database WHERE datname = %s", DATABASE)


def furnish(server: psycopg.Connection, template: psycopg.Connection) -> None:
    """Create what is missing of extensions, roles and database; harmless when all is there.

    Both connections are the superuser's, in autocommit: `server` to any database but the
    template, `template` to the template; it is closed, as nobody may be in a copied database.
    """
    with template:
        for name in EXTENSIONS:
            words = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}")
            template.execute(words.format(sql.Identifier(name)))
    for role in (OWNER, APP):
        if not _exists(server, "SELECT FROM pg_roles WHERE rolname = %s", role):
            server.execute(sql.SQL(_CREATE_ROLE).format(sql.Identifier(role)))
    if not is_furnished(server):
        create_database(server, DATABASE)


_CREATE_ROLE = "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION"


def create_database(server: psycopg.Connection, name: str, template: str | None = None) -> None:
    """Create a database of the owner's, a copy of `template`, or with the extensions."""
    words = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
    server.execute(
        words.format(
            sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or TEMPLATE)
        )
    )


def drop_database(server: psycopg.Connection, name: str) -> None:
    """Drop a database if it is there, and whoever is still connected to it."""
    words = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    server.execute(words.format(sql.Identifier(name)))


def _exists(server: psycopg.Connection, query: LiteralString, name: str) -> bool:
    return server.execute(query, [name]).fetchone() is not None


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _write(place: Place, path: Path, text: str) -> None:
    """Replace a file as a whole, or not at all when the disk is full."""
    if path.exists() and path.read_text() == text:
        return
    place.user.run('cat > "$1.new" && mv "$1.new" "$1"', path, given=text)
