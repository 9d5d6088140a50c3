"""Every setting, typed, with its default and one line on why. Read from `GEOOPS_…` variables."""

from datetime import time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one process. Lengths are metres; durations are timedelta."""

    model_config = SettingsConfigDict(env_prefix="GEOOPS_", frozen=True)

    home: Path = Field(
        default=Path(".geoops"),
        description="Where the embedded database, the road network and the secrets live.",
    )
    host: str = Field(default="127.0.0.1", description="Loopback unless a proxy stands in front.")
    port: int = Field(default=8000, ge=1, le=65535)
    workers: int = Field(default=2, ge=1, description="Web processes; one a core.")
    database_url: str | None = Field(
        default=None,
        description="PostgreSQL ≥ 15 with PostGIS ≥ 3.3; empty starts the embedded cluster.",
    )
    database_owner_url: str | None = Field(
        default=None,
        description="Who migrates a database of one's own, when that is another role.",
    )
    pg_bin: Path | None = Field(
        default=None, description="Folder of initdb and postgres, when they are not found alone."
    )
    coordination_phone: str = Field(
        default="", description="Whom a team on patrol calls; printed on its sheet."
    )
    time_zone: str = Field(default="Europe/Paris", description="A new territory's clocks.")
    default_locale: Literal["fr", "en"] = "fr"
    snap_radius: float = Field(
        default=500.0, gt=0, description="Metres from a road past which a point is an error."
    )
    hold_duration: timedelta = Field(
        default=timedelta(hours=3), description="How long kept places wait for the group."
    )
    hold_limit: timedelta = Field(
        default=timedelta(hours=12), description="How long after its start a hold may be extended."
    )
    transfer_margin: timedelta = Field(
        default=timedelta(hours=6),
        description="How long after a bus is expected its places still wait for it.",
    )
    waiting_ends: time = Field(
        default=time(8), description="Local time at which a night's waiting list is closed."
    )
    overdue_after: timedelta = Field(
        default=timedelta(minutes=30),
        description="How long past its next sign of life a team on patrol is called overdue.",
    )
    position_lasts: timedelta = Field(
        default=timedelta(hours=2),
        ge=timedelta(minutes=10),
        le=timedelta(days=1),
        description="How long the last position that a team shared outlives its phone's silence.",
    )
    plan_seconds: float = Field(
        default=4.0, gt=0, description="Solver time for a day; the first plan shows earlier."
    )
    plan_processes: int = Field(
        default=2, ge=1, description="Processes that search for one plan, where more than one pays."
    )
    tiles_url: str | None = Field(
        default=None,
        description="An online basemap; none by default, so no one outside learns where we look.",
    )
    tiles_attribution: str = Field(
        default="", description="Whom the online basemap's licence wants named."
    )
    demonstration: bool = Field(
        default=False, description="Shows the demonstration's logins on the sign-in page."
    )
    secure_cookies: bool = Field(default=False, description="True behind HTTPS.")

    @classmethod
    def load(cls) -> Self:
        """The settings from the environment, with `home` made absolute."""
        settings = cls()
        return settings.model_copy(update={"home": settings.home.expanduser().resolve()})

    @cached_property
    def network_home(self) -> Path:
        """Where the road network's datasets and its engine's socket are."""
        return self.home / "network"

    @cached_property
    def cluster_home(self) -> Path:
        """Where the embedded PostgreSQL cluster is."""
        return self.home / "postgres"
