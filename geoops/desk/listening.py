"""Listen to what changes in the territory: each topic to those who may read it anyway."""

from collections.abc import Callable, Iterator
from typing import Any

from geoops.desk.actor import Actor, permitted
from geoops.live.notify import LiveHub, LiveMessage
from geoops.records import Role

type Hears = Callable[[Actor, dict[str, Any]], bool]


@permitted(Role.COORDINATOR, Role.FIELD, Role.DIRECTOR, Role.SITE_MANAGER)
def listen(actor: Actor, hub: LiveHub, last_event_id: str | None) -> Iterator[LiveMessage | None]:
    """The territory's messages that the actor may hear since `last_event_id`, without end.

    None comes after each silence. A message that is left out moves no page on: the cursor of the
    next one does.
    """
    for message in hub.subscribe(actor.territory_id, last_event_id):
        if message is None or may_hear(actor, message):
            yield message


def may_hear(actor: Actor, message: LiveMessage) -> bool:
    """Whether the actor could read the same of the API: topics without a rule are everybody's."""
    rule = RULES.get(message.topic)
    return rule is None or rule(actor, message.payload)


def _hears_hold(actor: Actor, payload: dict[str, Any]) -> bool:
    """A field team hears of its own holds, a site manager of those at the site."""
    match actor.role:
        case Role.FIELD:
            return _is_own_team(actor, payload)
        case Role.SITE_MANAGER:
            return bool(payload["site_id"] == str(actor.site_id))
        case _:
            return True


def _hears_request(actor: Actor, payload: dict[str, Any]) -> bool:
    """Why a group is vulnerable is for those who help it: its team, and the coordination."""
    return actor.role is Role.COORDINATOR or _is_own_team(actor, payload)


def _hears_referral(actor: Actor, _: dict[str, Any]) -> bool:
    """Where referrals stand is followed, or counted, by these two."""
    return actor.role in (Role.COORDINATOR, Role.DIRECTOR)


def _hears_question(actor: Actor, _: dict[str, Any]) -> bool:
    """Plans are the coordination's."""
    return actor.role is Role.COORDINATOR


def _hears_position(actor: Actor, _: dict[str, Any]) -> bool:
    """Whoever hears that a team's position is news learns that it shares one."""
    return actor.role is Role.COORDINATOR


def _hears_appointment(actor: Actor, payload: dict[str, Any]) -> bool:
    """A GUDA's appointments are its manager's and the coordination's."""
    own = actor.role is Role.SITE_MANAGER and payload["site_id"] == str(actor.site_id)
    return own or actor.role is Role.COORDINATOR


def _hears_road_closure(actor: Actor, _: dict[str, Any]) -> bool:
    """Closed roads matter to those who are on them, and to who sends them there."""
    return actor.role in (Role.COORDINATOR, Role.FIELD)


def _hears_zone(actor: Actor, _: dict[str, Any]) -> bool:
    """Who changes the zones is told to those who may change them."""
    return actor.role is Role.COORDINATOR


def _is_own_team(actor: Actor, payload: dict[str, Any]) -> bool:
    return actor.team_id is not None and bool(payload["team_id"] == str(actor.team_id))


RULES: dict[str, Hears] = {
    "hold": _hears_hold,
    "place_request": _hears_request,
    "referral": _hears_referral,
    "question": _hears_question,
    "week": _hears_question,
    "appointment": _hears_appointment,
    "position": _hears_position,
    "road_closure": _hears_road_closure,
    "zone": _hears_zone,
}
