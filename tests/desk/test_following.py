"""A referral is followed by its steps: a place by its hold, the others by people."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from geoops.desk.actor import Actor
from geoops.desk.arriving import Arrival, Rest, arrive, mark_no_show
from geoops.desk.bookkeeping import KeyTaken
from geoops.desk.encounter_report import ReferralReport
from geoops.desk.encountering import log_encounter
from geoops.desk.following import Step, Taken, steps_of, take_step
from geoops.desk.sheltering import expire_holds, release_places
from geoops.errors import Invalid, NotFound
from geoops.records import (
    PlaceCategory,
    ReferralKind,
    ReferralState,
    Role,
    StepCause,
    Territory,
    Venue,
)
from geoops.records.violations import StepRefused
from tests.builders import a_report, add_referral, add_site
from tests.conftest import ActorOf

Sheltered = tuple[UUID, UUID]


@pytest.fixture
def desk(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def sheltered(
    owner: Engine, engine: Engine, territory: Territory, desk: Actor, now: datetime
) -> Sheltered:
    """A referral of four to a place, and its hold."""
    place = ReferralReport(
        ReferralKind.PLACE, 4, add_site(owner, territory), PlaceCategory.ISOLATED_MAN
    )
    logged = log_encounter(desk, engine, a_report(accepted=4, referrals=(place,)), now)
    referral = logged.body["referrals"][0]
    return UUID(referral["id"]), UUID(referral["hold_id"])


def went(engine: Engine, desk: Actor, referral: UUID) -> list[tuple[str, str]]:
    return [(step.cause, step.state) for step in steps_of(desk, engine, referral)]


def step(
    engine: Engine,
    desk: Actor,
    referral: UUID,
    state: ReferralState,
    now: datetime,
    **planned: object,
) -> Taken:
    asked = Step(state, uuid4().hex, **planned)  # type: ignore[arg-type]
    return take_step(desk, engine, referral, asked, now)


def test_a_place_is_honoured_when_everybody_has_arrived(
    engine: Engine, desk: Actor, sheltered: Sheltered, now: datetime
) -> None:
    referral, hold = sheltered
    for number in range(2):
        arrive(desk, engine, Arrival(hold, 2, f"arrival {number}"), now + timedelta(hours=1))
    assert went(engine, desk, referral) == [
        ("made", "open"),
        ("hold", "partly_honoured"),
        ("hold", "honoured"),
    ]
    last = steps_of(desk, engine, referral)[-1]
    assert (last.at, last.author_id) == (now + timedelta(hours=1), desk.account_id)


def test_a_place_stays_partly_honoured_when_the_rest_does_not_come(
    engine: Engine, desk: Actor, sheltered: Sheltered, now: datetime
) -> None:
    referral, hold = sheltered
    arrive(desk, engine, Arrival(hold, 3, "three", Rest.RELEASED), now)
    assert went(engine, desk, referral)[-1] == ("hold", "partly_honoured")


def test_a_place_nobody_came_to_is_missed_and_one_let_go_is_cancelled(
    owner: Engine, engine: Engine, territory: Territory, desk: Actor, now: datetime
) -> None:
    site = add_site(owner, territory)
    place = ReferralReport(ReferralKind.PLACE, 1, site, PlaceCategory.ISOLATED_MAN)
    report = a_report(accepted=3, referrals=(place,) * 3)
    logged = log_encounter(desk, engine, report, now)
    referrals = [(UUID(r["id"]), UUID(r["hold_id"])) for r in logged.body["referrals"]]
    mark_no_show(desk, engine, referrals[0][1], now)
    release_places(desk, engine, referrals[1][1], now)
    expire_holds(engine, now + timedelta(hours=4))
    ends = [went(engine, desk, referral)[-1] for referral, _ in referrals]
    assert ends == [("hold", "missed"), ("hold", "cancelled"), ("hold", "missed")]


def test_nobody_moves_a_place_by_hand(
    engine: Engine, desk: Actor, sheltered: Sheltered, now: datetime
) -> None:
    with pytest.raises(StepRefused):
        step(engine, desk, sheltered[0], ReferralState.HONOURED, now)


def test_a_voluntary_return_goes_from_interest_to_its_application(
    engine: Engine, desk: Actor, now: datetime
) -> None:
    referral = add_referral(engine, desk, ReferralKind.VOLUNTARY_RETURN, 2, now)
    with pytest.raises(Invalid, match="date and a venue"):
        step(engine, desk, referral, ReferralState.INTERVIEW_PLANNED, now)
    planned: dict[str, object] = {"due_at": now, "venue": Venue.FIELD}
    with pytest.raises(Invalid, match="past"):
        step(engine, desk, referral, ReferralState.INTERVIEW_PLANNED, now, **planned)
    for due in (1, 2):  # planned, and planned again for another day
        planned = {"due_at": now + timedelta(days=due), "venue": Venue.OFFICE}
        step(engine, desk, referral, ReferralState.INTERVIEW_PLANNED, now, **planned)
    for state in (ReferralState.INTERVIEW_HELD, ReferralState.APPLICATION_LODGED):
        step(engine, desk, referral, state, now)
    with pytest.raises(StepRefused):
        step(engine, desk, referral, ReferralState.MISSED, now)


def test_a_wrong_step_is_taken_back_and_the_history_shows_it(
    engine: Engine, desk: Actor, now: datetime
) -> None:
    referral = add_referral(engine, desk, ReferralKind.SPADA, 2, now)
    step(engine, desk, referral, ReferralState.MISSED, now)
    back = step(engine, desk, referral, ReferralState.OPEN, now)
    assert back.step.cause is StepCause.CORRECTION
    assert [state for _, state in went(engine, desk, referral)] == ["open", "missed", "open"]


def test_the_same_step_again_changes_nothing_and_another_is_refused(
    engine: Engine, desk: Actor, now: datetime
) -> None:
    referral = add_referral(engine, desk, ReferralKind.CARE, 2, now)
    asked = Step(ReferralState.ACCOMPANIED, "key")
    taken = [take_step(desk, engine, referral, asked, now) for _ in range(2)]
    assert [one.created for one in taken] == [True, False]
    with pytest.raises(KeyTaken):
        take_step(desk, engine, referral, Step(ReferralState.HONOURED, "key"), now)


def test_a_team_follows_its_own_referrals_only(
    engine: Engine, actor: ActorOf, desk: Actor, now: datetime
) -> None:
    field = actor(Role.FIELD)
    with pytest.raises(NotFound):
        steps_of(field, engine, uuid4())
    assert steps_of(field, engine, add_referral(engine, field, ReferralKind.CARE, 1, now))
