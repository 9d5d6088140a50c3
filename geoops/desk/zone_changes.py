"""What was done to the zones, by whom and when; and undoing it, which is a change of its own."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from geoops.desk.actor import Actor, permitted, work
from geoops.desk.zone_editing import (
    PLAIN,
    Stretch,
    ZoneChanged,
    begin,
    refuse_overlap,
    set_rhythm,
    settle_camps,
)
from geoops.errors import Conflict, NotFound
from geoops.records import Role, Zone, ZoneChange, ZoneChangeKind, ZoneVersion

TOLD = 100
"""Changes that are told of: the newest."""

SAID = (*PLAIN, "area", "access", "other_accesses", "languages", "rhythm", "active")
"""What a version says of its zone."""


def _said(version: str) -> str:
    return f"ROW({', '.join(f'{version}.{column}' for column in SAID)})"


VERSIONS = """
    FROM zone_version v
    JOIN zone_version l ON l.zone_id = v.zone_id AND upper_inf(l.valid)
"""
AS_LEFT = f"{_said('v')} IS NOT DISTINCT FROM {_said('l')}"
"""Whether a zone is (last version `l`) what a change (version `v`) has made of it."""

CHANGES = text(f"""
    SELECT c.id, c.kind, c.at, c.undoes, a.label AS author,
        json_agg(json_build_object('id', v.zone_id, 'name', v.name, 'revision', v.revision,
            'active', v.active) ORDER BY v.name) AS zones,
        c.kind <> 'carried' AND bool_and({AS_LEFT}) AS undoable
    {VERSIONS} JOIN zone_change c ON c.id = v.change_id
    LEFT JOIN account a ON a.id = c.author_id
    WHERE CAST(:zone AS uuid) IS NULL
       OR EXISTS (SELECT FROM zone_version o WHERE o.change_id = c.id AND o.zone_id = :zone)
    GROUP BY c.id, a.id
    ORDER BY c.at DESC LIMIT {TOLD}
""")  # noqa: S608 - put together from the constants above

UNDOABLE = text(f"SELECT bool_and({AS_LEFT}) {VERSIONS} WHERE v.change_id = :change")


class NotUndoable(Conflict):
    """What was there before history was kept cannot be undone."""

    code = "not-undoable"
    template = "This change is older than the history that is kept."


@permitted(Role.COORDINATOR)
def zone_changes(actor: Actor, engine: Engine, zone_id: UUID | None = None) -> list[dict[str, Any]]:
    """The newest changes of the territory's zones, or of one zone, the last one first.

    One is `undoable` while each of its zones is as it left it: not changed since, or put back.

    Raises
    ------
    NotFound
        There is no such zone.
    """
    with work(actor, engine) as session:
        if zone_id is not None and session.get(Zone, zone_id) is None:
            raise NotFound(kind="zone", identifier=zone_id)
        rows = session.execute(CHANGES, {"zone": zone_id})
        return [dict(row._mapping) for row in rows]


@permitted(Role.COORDINATOR)
def undo_zone_change(actor: Actor, engine: Engine, change_id: UUID) -> list[UUID]:
    """Make each zone of a change what it was before; a zone that it created is retired.

    Undoing an undoing does the change again. The zones' identifiers.

    Raises
    ------
    NotFound, NotUndoable
        There is no such change, or none that can be undone.
    ZoneChanged, ZoneOverlaps
        One of the zones has been changed since; another has its place.
    """
    with work(actor, engine) as session:
        change = session.get(ZoneChange, change_id)
        if change is None:
            raise NotFound(kind="change", identifier=change_id)
        if change.kind is ZoneChangeKind.CARRIED:
            raise NotUndoable
        begin(session, actor, ZoneChangeKind.UNDONE, undoes=change_id)
        as_left = session.execute(UNDOABLE, {"change": change_id}).scalar_one()
        if as_left is None:
            raise NotFound(kind="change", identifier=change_id)
        if not as_left:
            raise ZoneChanged
        made = select(ZoneVersion).where(ZoneVersion.change_id == change_id)
        pairs = [(version, _before(session, version)) for version in session.scalars(made).all()]
        for version, before in sorted(pairs, key=lambda pair: bool(pair[1] and pair[1].active)):
            _put_back(session, session.get_one(Zone, version.zone_id), before)
        zones = [version.zone_id for version, _ in pairs]
        refuse_overlap(session, zones)
        settle_camps(session, zones)
        return zones


def _before(session: Session, version: ZoneVersion) -> ZoneVersion | None:
    """The version before this one; None if it is the first."""
    of_zone = select(ZoneVersion).where(ZoneVersion.zone_id == version.zone_id)
    return session.scalars(
        of_zone.where(ZoneVersion.revision == version.revision - 1)
    ).one_or_none()


def _put_back(session: Session, zone: Zone, before: ZoneVersion | None) -> None:
    """Make a zone what it was; those that retire come first, so that names are free."""
    if before is None:
        zone.active = False
        session.flush()
        return
    for name in (*PLAIN, "area", "access", "other_accesses", "active"):
        setattr(zone, name, getattr(before, name))
    zone.languages = list(before.languages)
    session.flush()
    set_rhythm(session, zone, [_stretch(one) for one in before.rhythm])


def _stretch(kept: dict[str, Any]) -> Stretch:
    """A stretch of the rhythm as a version keeps it."""
    return Stretch(
        weekdays=tuple(kept["weekdays"]),
        starts=time.fromisoformat(kept["starts"]),
        ends=time.fromisoformat(kept["ends"]),
        revisit_interval=timedelta(seconds=float(kept["revisit_interval"])),
    )
