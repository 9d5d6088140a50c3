"""The live stream: what changes in the territory, as server-sent events."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import timedelta
from typing import cast

from apiflask import APIBlueprint
from flask import Response, request

from geoops.desk.listening import listen
from geoops.live.notify import LiveMessage
from geoops.web.security import current_actor
from geoops.web.services import Services, services

blueprint = APIBlueprint("live", __name__, url_prefix="/api/v1", tag="Live")

# A browser opens the stream again by itself, and is asked again who it is: so a closed account or
# a revoked token hears no more than this.
LIFETIME = timedelta(minutes=15)
RETRY = "retry: 2000\n\n"
HEARTBEAT = ": still here\n\n"


@blueprint.get("/live")
@blueprint.output({}, content_type="text/event-stream")
def stream() -> Response:
    """What changes, by topic: `places`, `hold`, `referral`, `appointment`, `patrol` and others.

    The others are `place_request`, `plan`, `question`, `position` and `forecast`.

    `hello` comes first; when its `resumed` is false, fetch the current state anew. The stream goes
    on after `Last-Event-ID`. Of holds and requests one hears what one may read.
    """
    at_work = services()
    messages = listen(current_actor(), at_work.hub, request.headers.get("Last-Event-ID"))
    response = Response(_written(messages, at_work), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Accel-Buffering"] = "no"  # or nginx would wait until it has enough
    return response


def _written(messages: Iterator[LiveMessage | None], at_work: Services) -> Iterator[str]:
    """The stream's text; its end, or a page that goes away, ends the subscription too."""
    end = at_work.now() + LIFETIME
    with closing(cast("Generator[LiveMessage | None]", messages)):
        yield RETRY
        for message in messages:
            yield HEARTBEAT if message is None else written(message)
            if at_work.now() >= end:
                return


def written(message: LiveMessage) -> str:
    """One event as the HTML standard writes it; JSON has no line break that would end it early."""
    return f"event: {message.topic}\nid: {message.id}\ndata: {json.dumps(message.payload)}\n\n"
