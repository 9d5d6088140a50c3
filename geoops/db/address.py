"""Where the database is: the embedded cluster, or one of one's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from geoops.db.cluster import Cluster
from geoops.settings import Settings


@dataclass(frozen=True)
class Addresses:
    """Two ways to one database: as the application, and as the owner of its tables."""

    app: str
    owner: str
    revive: Callable[[], None] = lambda: None
    """Start the embedded server again if it has died; one of one's own has its own keeper."""


@contextmanager
def database(settings: Settings) -> Iterator[Addresses]:
    """The database's addresses, with the embedded cluster running for as long as the block.

    Raises
    ------
    ClusterError
        The embedded cluster cannot be started; the message says why and what to do.
    """
    if settings.database_url:
        yield Addresses(settings.database_url, settings.database_owner_url or settings.database_url)
        return
    with Cluster(settings.cluster_home, settings.pg_bin).lease() as cluster:
        yield Addresses(cluster.url("geoops_app"), cluster.url("geoops_owner"), cluster.revive)
