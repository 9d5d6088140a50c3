"""Load the invented past: patrols that are done, with their visits, encounters and referrals."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy import Engine, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from geoops.db.columns import Record
from geoops.demonstration.appointments import LIVELY, load_appointments
from geoops.demonstration.load import SEED, Identities, forget_live_events, point
from geoops.demonstration.past import HistoricEncounter, HistoricPatrol, HistoricStop, Outcome
from geoops.demonstration.places import (
    demonstration_camps,
    demonstration_sites,
    demonstration_teams,
    demonstration_zones,
)
from geoops.records import (
    Encounter,
    Patrol,
    PatrolStatus,
    PatrolStop,
    Referral,
    ReferralState,
)

ENDED = {"voluntary_return": ReferralState.INTERVIEW_HELD}
BATCH = 2_000  # rows an INSERT


def load_history(owner: Engine, until: date, seed: int = SEED) -> int:
    """Load the patrols before `until` that are not there yet; how many days that added.

    Days that are already told are left as they are, so that a demonstration which is opened again
    later goes on instead of rewriting its past.
    """
    ids = Identities(seed)
    with Session(owner) as session, session.begin():
        told_until = session.scalar(
            select(func.max(Patrol.service_date)).where(
                Patrol.territory_id == ids.territory, Patrol.status == PatrolStatus.DONE
            )
        )
        if told_until is not None and (until - told_until).days <= 1:
            return 0
        from geoops.demonstration.history import history  # only the first start needs its geometry

        past = history(seed, until)
        new = [p for p in past.patrols if told_until is None or p.service_date > told_until]
        days = {patrol.service_date for patrol in new}
        met = [e for e in past.encounters if past.patrols[e.patrol].service_date in days]
        _add(session, Patrol, [_patrol(ids, patrol) for patrol in new])
        _add(session, PatrolStop, [row for patrol in new for row in _stops(ids, patrol)])
        _add(session, Encounter, [_encounter(ids, past.patrols[e.patrol], e) for e in met])
        lively = until - LIVELY
        _add(session, Referral, [_referral(ids, e, e.outcome, lively) for e in met if e.outcome])
        load_appointments(session, ids, until)
        forget_live_events(session, ids)
    return len(days)


def _add(session: Session, record: type[Record], rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), BATCH):
        session.execute(insert(record).on_conflict_do_nothing(), list(rows[start : start + BATCH]))


def _patrol_name(patrol: HistoricPatrol) -> str:
    return f"{patrol.service_date}:{patrol.team}"


def _patrol(ids: Identities, patrol: HistoricPatrol) -> dict[str, object]:
    return {
        "id": ids.of("patrol", _patrol_name(patrol)),
        "territory_id": ids.territory,
        "team_id": ids.of("team", demonstration_teams()[patrol.team].name),
        "service_date": patrol.service_date,
        "status": PatrolStatus.DONE,
        "starts_at": patrol.starts_at,
        "ends_at": patrol.ends_at,
        "distance": 0.0,
    }


def _stops(ids: Identities, patrol: HistoricPatrol) -> list[dict[str, object]]:
    return [
        {
            "id": ids.of("stop", f"{_patrol_name(patrol)}:{sequence}"),
            "territory_id": ids.territory,
            "patrol_id": ids.of("patrol", _patrol_name(patrol)),
            "sequence": sequence,
            **_visited(ids, stop),
            "position": point(stop.position),
            "arrives_at": stop.arrives_at,
            "starts_at": stop.arrives_at,
            "departs_at": stop.departs_at,
            "visited_at": stop.arrives_at,
        }
        for sequence, stop in enumerate(patrol.stops)
    ]


def _visited(ids: Identities, stop: HistoricStop) -> dict[str, object]:
    """What a stop visited: a camp where there is one, else the zone."""
    if stop.camp is None:
        zone = demonstration_zones()[stop.zone]
        return {"kind": "zone", "zone_id": ids.of("zone", zone.name), "camp_id": None}
    camp = demonstration_camps()[stop.camp]
    return {"kind": "camp", "zone_id": None, "camp_id": ids.of("camp", camp.label)}


def _encounter(
    ids: Identities, patrol: HistoricPatrol, met: HistoricEncounter
) -> dict[str, object]:
    return {
        "id": met.uuid,
        "territory_id": ids.territory,
        "team_id": ids.of("team", demonstration_teams()[met.team].name),
        "patrol_id": ids.of("patrol", _patrol_name(patrol)),
        "position": point(met.position),
        "met_at": met.met_at,
        "head_count": met.head_count,
        "isolated_men": met.isolated_men,
        "isolated_women": met.isolated_women,
        "family_members": met.family_members,
        "unaccompanied_minors": met.unaccompanied_minors,
        "reduced_mobility": met.reduced_mobility,
        "accepted": met.outcome.people if met.outcome else 0,
        "languages": list(met.languages),
        "needs": list(met.needs),
        "explained": list(met.explained),
        "digest": sha256(met.uuid.bytes).digest(),
    }


def _referral(
    ids: Identities, met: HistoricEncounter, outcome: Outcome, lively: date
) -> dict[str, object]:
    site = None if outcome.site is None else demonstration_sites()[outcome.site].name
    return {
        "id": ids.of("referral", str(met.uuid)),
        "territory_id": ids.territory,
        "encounter_id": met.uuid,
        "kind": outcome.kind,
        "state": _state(outcome.kind, ended=met.met_at.date() < lively),
        "people": outcome.people,
        "site_id": ids.of("site", site) if site else None,
        "created_at": met.met_at,
    }


def _state(kind: str, *, ended: bool) -> ReferralState:
    """How an old referral ended, or where a young one begins."""
    if ended or kind == "place":
        return ENDED.get(kind, ReferralState.HONOURED)
    return ReferralState.INTEREST if kind == "voluntary_return" else ReferralState.OPEN
