"""Listen to what changes in the territory."""

from collections.abc import Iterator

from geoops.desk.actor import Actor, permitted
from geoops.live.notify import LiveHub, LiveMessage
from geoops.records import Role


@permitted(Role.COORDINATOR, Role.FIELD, Role.DIRECTOR, Role.SITE_MANAGER)
def listen(actor: Actor, hub: LiveHub, last_event_id: str | None) -> Iterator[LiveMessage | None]:
    """The territory's messages since `last_event_id`, without end; None after each silence."""
    return hub.subscribe(actor.territory_id, last_event_id)
