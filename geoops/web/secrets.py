"""The key that signs session cookies: made once under `settings.home`, for its user only."""

import os
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile


def secret_key(home: Path) -> str:
    """The key in `home/secrets/session-key`, made by whichever process comes first.

    The draft is linked to its name, which fails if the name exists: when two processes start at
    once, both read the key of the one that was first, whole and never half-written.
    """
    folder = home / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "session-key"
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    with NamedTemporaryFile("w", dir=path.parent) as draft:  # mode 0600
        draft.write(token_urlsafe(48))
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return
