"""Entries of the ledger of places, as every address that writes one answers, and the journal."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from apiflask import APIBlueprint
from pydantic import Field

from geoops.desk.bookkeeping import Recorded
from geoops.desk.journal import NEWEST, journal
from geoops.desk.lines import Line
from geoops.records import EntryCause, EntryReason, PlaceCategory
from geoops.web.api.answers import Answer
from geoops.web.api.reading import Asked
from geoops.web.security import current_actor
from geoops.web.services import services

MOST_ENTRIES = 200
SAME_BEFORE = "The same request came before: its entry, and the balance as it stands"

blueprint = APIBlueprint("entries", __name__, url_prefix="/api/v1", tag="Ledger of places")

Group = Annotated[int, Field(ge=1, le=500)]


class BalanceAnswer(Answer):
    """The places of a category; `overflow`: people there or on their way without a place."""

    category: PlaceCategory
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    available: int
    overflow: int


class EntryAnswer(Answer):
    """One entry: `capacity` to `overflow` are its signed changes, `balance` what they led to.

    `at` is when it took effect, `recorded_at` when it was written; `night` is a census's.
    """

    id: int
    site_id: UUID
    category: PlaceCategory
    cause: EntryCause
    reason: EntryReason | None
    capacity: int
    out_of_service: int
    occupied: int
    held: int
    overflow: int
    night: date | None
    hold_id: UUID | None
    at: datetime
    recorded_at: datetime
    idempotency_key: str | None
    balance: BalanceAnswer


class SignedEntryAnswer(EntryAnswer):
    """An entry with the label of the account that recorded it; null for what happens by itself."""

    author: str | None


class JournalAnswer(Answer):
    """A page of a site's journal."""

    entries: list[SignedEntryAnswer]


class PageAsked(Asked):
    """Which page: the entries older than `before`, at most `limit` of them."""

    before: Annotated[int, Field(ge=1, le=NEWEST)] = NEWEST
    limit: Annotated[int, Field(ge=1, le=MOST_ENTRIES)] = 50


def entered(recorded: Recorded) -> tuple[Line, int]:
    """The answer to what wrote an entry: 201, or 200 if it came before."""
    return recorded.line, 201 if recorded.created else 200


@blueprint.get("/sites/<uuid:site_id>/entries")
@blueprint.input(PageAsked, location="query", arg_name="asked")
@blueprint.output(JournalAnswer)
def read_journal(site_id: UUID, asked: PageAsked) -> dict[str, list[Line]]:
    """A site's journal: every change of its places, newest first."""
    found = journal(current_actor(), services().engine, site_id, asked.before, asked.limit)
    return {"entries": found}
