"""An encounter as a team reports it: what was counted, what was needed, and what it led to."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from geoops.records import PlaceCategory, ReferralKind, RequestPriority


@dataclass(frozen=True)
class ReferralReport:
    """What part of the group was referred to; a place names its site and category.

    To the GUDA, `appointment_at` books seats at its site in the same transaction.
    """

    kind: ReferralKind
    people: int
    site_id: UUID | None = None
    category: PlaceCategory | None = None
    appointment_at: datetime | None = None


@dataclass(frozen=True)
class WaitingReport:
    """Part of the group for whom no place was left, and who wait for some."""

    category: PlaceCategory
    people: int
    priority: RequestPriority = RequestPriority.ORDINARY


@dataclass(frozen=True)
class EncounterReport:
    """One encounter as a team reports it: position in EPSG:4326, an aware instant, counts."""

    id: UUID
    lon: float
    lat: float
    met_at: datetime
    head_count: int
    isolated_men: int = 0
    isolated_women: int = 0
    family_members: int = 0
    unaccompanied_minors: int = 0
    reduced_mobility: int = 0
    accepted: int = 0
    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    team_id: UUID | None = None
    patrol_id: UUID | None = None
    referrals: tuple[ReferralReport, ...] = ()
    waiting: tuple[WaitingReport, ...] = ()

    def digest(self) -> bytes:
        """SHA-256 of the content in one canonical form, to tell the same report from another.

        A field that came later is part of it only where it is used: a report that a phone kept
        through an upgrade is still the same.
        """
        content = asdict(self) | {"met_at": self.met_at.astimezone(UTC).isoformat()}
        if not self.waiting:
            del content["waiting"]  # as it was before there was a waiting list
        for referral in content["referrals"]:
            if referral["appointment_at"] is None:
                del referral["appointment_at"]
            else:
                referral["appointment_at"] = referral["appointment_at"].astimezone(UTC).isoformat()
        return sha256(json.dumps(content, sort_keys=True, default=str).encode()).digest()
