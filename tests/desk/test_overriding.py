"""What was decided by hand is refused in words where it contradicts, and kept where it does not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from geoops.desk.actor import Actor
from geoops.desk.answering import answer_question
from geoops.desk.day_setup import day_setup, save_day
from geoops.desk.plan_questions import Question, ask_question, question
from geoops.desk.plan_request import Pin, PlanRequest
from geoops.desk.planning import ask_for_plan, cancel_plan, compare_plans, plan, plans_of_day
from geoops.desk.solving import Workshop, make_plan
from geoops.errors import Invalid
from geoops.records import PlanState, Presence, QuestionKind, QuestionState, Role, Territory
from geoops.routing.network import Network
from tests.conftest import ActorOf
from tests.desk.days import DAY, Day, a_day
from tests.desk.setups import asked, zone


@pytest.fixture
def day(owner: Engine, territory: Territory) -> Day:
    """Two teams and six long visits: more than one of them can make."""
    whole = a_day(owner, territory, teams=2, zones=0)
    for number in range(6):
        whole.add_zone(number, service_time=timedelta(minutes=100))
    return whole


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


@pytest.fixture
def made(
    engine: Engine, roads: Network, day: Day, coordinator: Actor, now: datetime
) -> Callable[..., UUID]:
    """A plan of the day as a worker makes it; `iterations` alone, so that it can be repeated."""
    workshop = Workshop(engine, roads, seconds=0.3)

    def make(**decisions: object) -> UUID:
        request = PlanRequest(DAY, iterations=60, **decisions)  # type: ignore[arg-type]
        plan_id = ask_for_plan(coordinator, engine, request, now).id
        make_plan(workshop, day.territory.id, plan_id, lambda: False)
        return plan_id

    return make


def orders(engine: Engine, coordinator: Actor, plan_id: UUID) -> dict[str, list[str]]:
    best = plan(coordinator, engine, plan_id).best
    assert best is not None
    return {one["team_id"]: [stop["id"] for stop in one["stops"]] for one in best["patrols"]}


def test_a_stop_is_moved_pinned_and_told(
    engine: Engine, day: Day, coordinator: Actor, made: Callable[..., UUID]
) -> None:
    first = made()
    (giver, stops), *_ = orders(engine, coordinator, first).items()
    taker = next(str(team) for team in day.teams if str(team) != giver)
    moved = made(based_on=first, pins=(Pin(stops[0], UUID(taker), 0),))
    assert orders(engine, coordinator, moved)[taker][0] == stops[0]
    kept = plan(coordinator, engine, moved)
    assert kept.best is not None
    told = {one["stop_id"]: one for one in kept.best["changes"]}
    assert (told[stops[0]]["from"]["team_id"], told[stops[0]]["to"]["team_id"]) == (giver, taker)
    assert kept.change is not None
    assert [one["code"] for one in kept.change] == ["placed"]
    pinned = [s["id"] for p in kept.best["patrols"] for s in p["stops"] if s["pinned"]]
    assert pinned == [stops[0]]
    newest, before = plans_of_day(coordinator, engine, DAY)
    assert (newest.based_on, before.based_on) == (first, None)


def test_a_locked_outing_stays_as_it_was(
    engine: Engine, day: Day, coordinator: Actor, made: Callable[..., UUID]
) -> None:
    first = made()
    before = plan(coordinator, engine, first).best
    assert before is not None
    locked = before["patrols"][0]
    others = {stop["id"] for one in before["patrols"][1:] for stop in one["stops"]}
    free = next(zone for zone in day.zones if str(zone) in others)
    second = made(
        based_on=first,
        locked_team_ids=(UUID(locked["team_id"]),),
        excluded_stop_ids=(str(free),),
    )
    after = plan(coordinator, engine, second).best
    assert after is not None
    (same,) = [one for one in after["patrols"] if one["team_id"] == locked["team_id"]]
    assert same == locked | {"locked": True}
    reasons = {one["id"]: one["reason"] for one in after["left_out"]}
    assert reasons[str(free)] == "excluded"


def test_iterations_and_a_seed_give_the_plan_again(
    engine: Engine, coordinator: Actor, made: Callable[..., UUID]
) -> None:
    one, other = made(seed=7), made(seed=7)
    assert orders(engine, coordinator, one) == orders(engine, coordinator, other)
    assert plan(coordinator, engine, one).iterations == 60


def test_a_comparison_adds_up(
    engine: Engine, day: Day, coordinator: Actor, made: Callable[..., UUID]
) -> None:
    whole = made()
    fewer = made(based_on=whole, excluded_stop_ids=(str(day.zones[0]),))
    (one, other), changed = compare_plans(coordinator, engine, fewer, whole)
    assert one.best is not None
    assert other.best is not None
    for best in (one.best, other.best):
        totals, patrols = best["totals"], best["patrols"]
        assert totals["driving"] == sum(p["driving"] for p in patrols)
        assert totals["working"] == sum(p["working"] for p in patrols)
        assert totals["distance"] == pytest.approx(sum(p["distance"] for p in patrols))
        assert totals["weight"] == pytest.approx(
            sum(s["weight"] for p in patrols for s in p["stops"])
        )
        assert totals["co2"] == pytest.approx(totals["distance"] / 1000 * 0.193, abs=0.001)
        shortest, longest = (f(p["working"] for p in patrols) for f in (min, max))
        assert totals["balance"] == pytest.approx(shortest / longest, abs=1e-4)
        assert totals["overdue_visited"] + totals["overdue_missed"] == len(day.zones)
    gone = [it for it in changed if it["to"] is None]
    assert [it["stop_id"] for it in gone] == [str(day.zones[0])]


def test_decisions_that_contradict_are_refused_in_words(
    engine: Engine, day: Day, coordinator: Actor, made: Callable[..., UUID], now: datetime
) -> None:
    first = made()
    going = orders(engine, coordinator, first)
    team, stops = next(iter(going.items()))
    other = next(one for one in day.teams if str(one) != team)
    stop, home = stops[0], UUID(team)
    another = next(str(one) for one in day.zones if str(one) != stop)
    wrong: list[tuple[str, dict[str, object]]] = [
        ("none of that day", {"pins": (Pin(str(uuid4()), home),)}),
        ("none of that day", {"excluded_stop_ids": (str(uuid4()),)}),
        ("none of that day", {"pins": (Pin(f"{stop}#2", home),)}),
        ("does not go out", {"pins": (Pin(stop, uuid4()),)}),
        ("pinned twice", {"pins": (Pin(stop, home), Pin(stop, other))}),
        ("same place", {"pins": (Pin(stop, home, 0), Pin(another, home, 0))}),
        ("past the end", {"based_on": first, "pins": (Pin(stop, home, 50),)}),
        ("cannot be pinned", {"pins": (Pin(stop, home),), "excluded_stop_ids": (stop,)}),
        ("and forced", {"forced_stop_ids": (stop,), "excluded_stop_ids": (stop,)}),
        ("say which", {"locked_team_ids": (home,)}),
        ("does not go out", {"based_on": first, "locked_team_ids": (uuid4(),)}),
        (
            "unlock it first",
            {"based_on": first, "locked_team_ids": (home,), "pins": (Pin(stop, other),)},
        ),
        (
            "unlock the team first",
            {"based_on": first, "locked_team_ids": (home,), "excluded_stop_ids": (stop,)},
        ),
        ("no such plan", {"based_on": uuid4()}),
        ("another day", {"based_on": day.add_plan(service_date=date(2026, 12, 24))}),
        ("found nothing", {"based_on": day.add_plan(PlanState.QUEUED, best=None)}),
    ]
    for words, decisions in wrong:
        request = PlanRequest(DAY, **decisions)  # type: ignore[arg-type]
        with pytest.raises(Invalid, match=words):
            ask_for_plan(coordinator, engine, request, now)


def test_a_question_is_answered_once_and_stays(
    engine: Engine, roads: Network, day: Day, coordinator: Actor, made: Callable[..., UUID]
) -> None:
    plan_id = made()
    team, stops = next(iter(orders(engine, coordinator, plan_id).items()))
    other = next(one for one in day.teams if str(one) != team)
    wanted = Question(QuestionKind.TEAM, stops[0], other)
    first = ask_question(coordinator, engine, plan_id, wanted)
    assert first.state is QuestionState.QUEUED
    answer_question(Workshop(engine, roads, seconds=0.3), day.territory.id, first.id)
    told = question(coordinator, engine, first.id)
    assert told.state is QuestionState.DONE
    assert told.answer is not None
    assert told.answer["possible"]
    assert ask_question(coordinator, engine, plan_id, wanted).id == first.id


def test_a_second_visit_is_pinned_and_asked_about_like_any_other(
    engine: Engine,
    roads: Network,
    day: Day,
    coordinator: Actor,
    made: Callable[..., UUID],
    now: datetime,
) -> None:
    place = str(day.zones[0])
    twice = zone(day.zones[0], presence=Presence.REQUIRED, visits=2, apart_minutes=60)
    save_day(coordinator, engine, DAY, asked(day_setup(coordinator, engine, DAY), twice), now)
    first = made()
    going = orders(engine, coordinator, first)
    again = f"{place}#2"
    other = next(team for team in day.teams if again not in going[str(team)])
    moved = made(based_on=first, pins=(Pin(again, other),))
    assert again in orders(engine, coordinator, moved)[str(other)]
    (label,) = plan(coordinator, engine, moved).change or ()
    assert label["details"]["stop"].endswith("(2)")
    why = ask_question(coordinator, engine, moved, Question(QuestionKind.ORDER, again, other, 0))
    answer_question(Workshop(engine, roads, seconds=0.3), day.territory.id, why.id)
    assert question(coordinator, engine, why.id).answer


def test_questions_that_wait_are_called_off_with_their_plan(
    engine: Engine, day: Day, coordinator: Actor
) -> None:
    plan_id = day.add_plan(PlanState.RUNNING)
    waiting = ask_question(
        coordinator, engine, plan_id, Question(QuestionKind.VISIT, str(day.zones[0]))
    )
    cancel_plan(coordinator, engine, plan_id)
    assert question(coordinator, engine, waiting.id).state is QuestionState.CANCELLED
