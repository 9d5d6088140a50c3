"""One balance in plain numbers: what the ledger must come to, without locks and triggers."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass
class ModelHold:
    places: int
    expires_at: datetime
    made_at: datetime


@dataclass
class Model:
    """One balance in plain numbers; `holds` are the active ones."""

    capacity: int = 16
    out: int = 0
    occupied: int = 0
    holds: dict[UUID, ModelHold] = field(default_factory=dict)

    @property
    def held(self) -> int:
        return sum(hold.places for hold in self.holds.values())

    @property
    def free(self) -> int:
        return self.capacity - self.out - self.occupied - self.held

    def due(self, now: datetime) -> list[UUID]:
        return [key for key, hold in self.holds.items() if hold.expires_at <= now]
