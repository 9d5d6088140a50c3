"""Asking the engine: a connection a question, asked once more if the engine went away meanwhile."""

import socket

from geoops.routing.dataset import current
from geoops.routing.errors import NetworkUnavailable
from geoops.routing.listening import socket_path
from geoops.routing.private_engine import private_socket
from geoops.routing.wire import Arrays, Header, receive, send
from geoops.settings import Settings

TIMEOUT = 120.0
"""Seconds that the largest table may take."""


class Client:
    """The way to the engine of one home; threads and greenlets may share it.

    Parameters
    ----------
    autostart
        Start an engine for this process when none listens.
    timeout
        Seconds without a byte after which the engine counts as gone.
    """

    def __init__(self, settings: Settings, *, autostart: bool, timeout: float = TIMEOUT) -> None:
        self._settings = settings
        self._timeout = timeout
        self._autostart = autostart
        self._shared_socket = str(socket_path(settings.network_home))

    def ask(self, question: Header, arrays: Arrays) -> tuple[Header, Arrays]:
        """The engine's answer.

        Raises
        ------
        NetworkNotBuilt
            When no engine listens and there is no dataset either.
        NetworkUnavailable
            When the second attempt fails too.
        """
        try:
            return self._exchange(question, arrays)
        except OSError:
            try:
                return self._exchange(question, arrays)
            except OSError as error:
                raise NetworkUnavailable(reason=str(error)) from error

    def _exchange(self, question: Header, arrays: Arrays) -> tuple[Header, Arrays]:
        with self._connect() as connection:
            send(connection, question, arrays)
            return receive(connection)

    def _connect(self) -> socket.socket:
        """A connection to the home's engine, or else to one of this process's own."""
        try:
            return _connect_to(self._shared_socket, self._timeout)
        except (FileNotFoundError, ConnectionRefusedError):
            current(self._settings.network_home)  # not built is the truer reason
            if not self._autostart:
                raise
        return _connect_to(str(private_socket(self._settings)), self._timeout)


def _connect_to(path: str, timeout: float) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(timeout)
    try:
        connection.connect(path)
    except BaseException:
        connection.close()
        raise
    return connection
