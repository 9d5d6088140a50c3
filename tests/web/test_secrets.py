"""The session key: one for a home, whoever starts first, and nobody else's to read."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from geoops.web.secrets import secret_key


def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("forkserver")) as pool:
        keys = set(pool.map(secret_key, [tmp_path] * 16))
    assert len(keys) == 1
    assert len(keys.pop()) >= 48


def test_only_its_user_may_read_it(tmp_path: Path) -> None:
    secret_key(tmp_path)
    folder = tmp_path / "secrets"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [(f.name, f.stat().st_mode & 0o777) for f in folder.iterdir()] == [
        ("session-key", 0o600)
    ]
