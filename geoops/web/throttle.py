"""Slow down guessing: a few failed sign-ins for an account and address, then a pause.

Counted in the memory of each web process, so an attacker has the limit once for each of them, and
a restart forgives. That is enough against guessing a password that Argon2 hashes, and it writes
no log of who tried to sign in when.
"""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import datetime, timedelta
from threading import Lock

from geoops.errors import GeoOpsError


class TooManyAttempts(GeoOpsError):
    """Signing in failed too often; `seconds` says how long to wait."""

    code = "too-many-attempts"
    status = 429
    template = "Too many failed attempts to sign in. Try again in {seconds} seconds."


class Throttle:
    """At most `limit` failures of a key within `window`; the `remembered` latest keys are kept."""

    def __init__(
        self,
        limit: int = 5,
        window: timedelta = timedelta(minutes=5),
        remembered: int = 10_000,
    ) -> None:
        self._limit, self._window, self._remembered = limit, window, remembered
        self._failures: OrderedDict[Hashable, list[datetime]] = OrderedDict()
        self._lock = Lock()

    def check(self, key: Hashable, now: datetime) -> None:
        """Let the attempt pass.

        Raises
        ------
        TooManyAttempts
            The key failed `limit` times within the window.
        """
        with self._lock:
            recent = self._recent(key, now)
        if len(recent) >= self._limit:
            wait = recent[0] + self._window - now
            raise TooManyAttempts(seconds=max(1, round(wait.total_seconds())))

    def count(self, key: Hashable, now: datetime) -> None:
        """Count one failure of the key."""
        with self._lock:
            self._failures[key] = [*self._recent(key, now), now]
            self._failures.move_to_end(key)
            while len(self._failures) > self._remembered:
                self._failures.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """Forgive the key its failures."""
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: Hashable, now: datetime) -> list[datetime]:
        return [at for at in self._failures.get(key, []) if at > now - self._window]
