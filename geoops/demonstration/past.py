"""What the invented past is made of: patrols, their stops, encounters and their outcomes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from geoops.demonstration.geography import Position


@dataclass(frozen=True, slots=True)
class HistoricStop:
    """A visit of a zone (`camp` is None) or of a camp in it; indexes into the places' tuples."""

    zone: int
    camp: int | None
    position: Position
    arrives_at: datetime
    departs_at: datetime


@dataclass(frozen=True, slots=True)
class HistoricPatrol:
    """One team's outing that is done: `team` is an index; instants are UTC."""

    team: int
    service_date: date
    starts_at: datetime
    ends_at: datetime
    stops: tuple[HistoricStop, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `people` of a group accepted: `place`, `guda`, `voluntary_return` or `care`.

    `site` is an index for a place (CAES or SAS) and the GUDA, and None for the other two.
    """

    kind: str
    people: int
    site: int | None


@dataclass(frozen=True, slots=True)
class HistoricEncounter:
    """One contact; `patrol`, `team`, `zone` and `camp` are indexes; `refused` if all said no."""

    uuid: UUID
    patrol: int
    team: int
    zone: int
    camp: int | None
    met_at: datetime
    position: Position
    head_count: int
    isolated_men: int
    isolated_women: int
    family_members: int
    unaccompanied_minors: int
    reduced_mobility: int
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    explained: tuple[str, ...]
    refused: bool
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class History:
    """All patrols by day and team, and all encounters in the order of their patrols."""

    patrols: tuple[HistoricPatrol, ...]
    encounters: tuple[HistoricEncounter, ...]
