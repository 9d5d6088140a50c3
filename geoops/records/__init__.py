"""Records: the tables, one file for one aggregate. Importing this package knows them all."""

from geoops.db.columns import Record
from geoops.records.account import Account, ApiToken, Membership, Role
from geoops.records.appointment import Appointment, AppointmentState, DayCause, DeskDay, Slot
from geoops.records.audit import AuditEntry
from geoops.records.camp import Camp, PopulationEstimate
from geoops.records.capacity import PlaceCapacity, PlaceCategory
from geoops.records.day_setup import (
    DayBreak,
    DayDemand,
    DayDemandTeam,
    DaySetup,
    DayTeam,
    Presence,
    TeamRule,
)
from geoops.records.encounter import Encounter, Explained, Need
from geoops.records.hold import Hold, HoldState
from geoops.records.ledger import EntryCause, EntryReason, PlaceEntry
from geoops.records.live import LiveEvent
from geoops.records.occupancy import (
    ForecastMethod,
    ForecastState,
    OccupancyForecast,
    PlaceNight,
)
from geoops.records.patrol import (
    Patrol,
    PatrolLeg,
    PatrolStatus,
    PatrolStop,
    SkipReason,
    StopKind,
)
from geoops.records.patrol_walk import PatrolCall, PatrolRest, PatrolWalk
from geoops.records.plan import PatrolPlan, PlanState
from geoops.records.plan_question import PlanQuestion, QuestionKind, QuestionState
from geoops.records.position import PatrolPosition
from geoops.records.referral import (
    Referral,
    ReferralKind,
    ReferralState,
    ReferralStep,
    ReferralTransition,
    StepCause,
    Venue,
)
from geoops.records.request import PlaceRequest, RequestPriority, RequestState
from geoops.records.revision import PatrolRevision, RevisionState
from geoops.records.road_closure import RoadClosure
from geoops.records.sign import PatrolSign, SignAct
from geoops.records.site import Site, SiteKind, SiteStatus
from geoops.records.team import Base, Team
from geoops.records.territory import Territory
from geoops.records.transfer import (
    GroupState,
    Transfer,
    TransferDestination,
    TransferGroup,
    TransferPickup,
    TransferState,
    TransferStep,
    TransferStepKind,
)
from geoops.records.week_plan import WeekPlanRecord, WeekState
from geoops.records.zone import Zone, ZoneRhythm
from geoops.records.zone_history import ZoneChange, ZoneChangeKind, ZoneDescent, ZoneVersion

__all__ = [
    "Account",
    "ApiToken",
    "Appointment",
    "AppointmentState",
    "AuditEntry",
    "Base",
    "Camp",
    "DayBreak",
    "DayCause",
    "DayDemand",
    "DayDemandTeam",
    "DaySetup",
    "DayTeam",
    "DeskDay",
    "Encounter",
    "EntryCause",
    "EntryReason",
    "Explained",
    "ForecastMethod",
    "ForecastState",
    "GroupState",
    "Hold",
    "HoldState",
    "LiveEvent",
    "Membership",
    "Need",
    "OccupancyForecast",
    "Patrol",
    "PatrolCall",
    "PatrolLeg",
    "PatrolPlan",
    "PatrolPosition",
    "PatrolRest",
    "PatrolRevision",
    "PatrolSign",
    "PatrolStatus",
    "PatrolStop",
    "PatrolWalk",
    "PlaceCapacity",
    "PlaceCategory",
    "PlaceEntry",
    "PlaceNight",
    "PlaceRequest",
    "PlanQuestion",
    "PlanState",
    "PopulationEstimate",
    "Presence",
    "QuestionKind",
    "QuestionState",
    "Record",
    "Referral",
    "ReferralKind",
    "ReferralState",
    "ReferralStep",
    "ReferralTransition",
    "RequestPriority",
    "RequestState",
    "RevisionState",
    "RoadClosure",
    "Role",
    "SignAct",
    "Site",
    "SiteKind",
    "SiteStatus",
    "SkipReason",
    "Slot",
    "StepCause",
    "StopKind",
    "Team",
    "TeamRule",
    "Territory",
    "Transfer",
    "TransferDestination",
    "TransferGroup",
    "TransferPickup",
    "TransferState",
    "TransferStep",
    "TransferStepKind",
    "Venue",
    "WeekPlanRecord",
    "WeekState",
    "Zone",
    "ZoneChange",
    "ZoneChangeKind",
    "ZoneDescent",
    "ZoneRhythm",
    "ZoneVersion",
]
