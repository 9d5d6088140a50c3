"""An engine of this process's own, for commands and tests that run without `geoops serve`."""

import atexit
import os
import shutil
import tempfile
import threading
from pathlib import Path

from geoops.routing.engine import EngineServer
from geoops.settings import Settings

WORKERS = 2
"""Few, because a command waits for them to load; one may answer beside a long question."""

_engines: dict[tuple[int, Path], EngineServer] = {}
_starting = threading.Lock()


def private_socket(settings: Settings) -> Path:
    """The socket of this process's own engine for this home, started now if it does not run.

    It ends when this process does. A forked process gets its own.
    """
    key = os.getpid(), settings.network_home
    with _starting:
        engine = _engines.get(key)
        if engine is None or not engine.running:
            if engine is not None:
                _remove(engine)
            folder = Path(tempfile.mkdtemp(prefix="geoops-engine-"))
            server = EngineServer(settings, workers=WORKERS, path=folder / "engine.sock")
            engine = _engines[key] = server.start()
        return engine.path


@atexit.register
def stop_private_engines() -> None:
    """End the engines that this process started for itself."""
    mine = [key for key in _engines if key[0] == os.getpid()]
    for key in mine:
        _remove(_engines.pop(key))


def _remove(engine: EngineServer) -> None:
    engine.stop()
    shutil.rmtree(engine.path.parent, ignore_errors=True)
