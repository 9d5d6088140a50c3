"""Car and foot from the plan to the patrol: what was planned is published, for who may see it."""

import json
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from geoops.db.engine import transaction
from geoops.desk.actor import Actor
from geoops.desk.patrolling import patrol, patrols_of_day
from geoops.desk.plan_document import plan_again
from geoops.desk.planning import plan
from geoops.records import AuditEntry, Patrol, PatrolCall, PatrolWalk, Role, Territory
from geoops.routing.network import Network
from tests.conftest import ActorOf
from tests.desk.days import DAY
from tests.desk.walking import Walking, a_walking_day


@pytest.fixture
def walking(owner: Engine, territory: Territory, roads: Network) -> Walking:
    return a_walking_day(owner, territory, roads)


@pytest.fixture
def coordinator(actor: ActorOf) -> Actor:
    return actor(Role.COORDINATOR)


def loops(patrol: dict[str, Any]) -> list[dict[str, Any]]:
    return [stop["loop"] for stop in patrol["stops"] if stop["loop"]]


def audited(engine: Engine, actor: Actor) -> list[str]:
    with transaction(engine, actor.territory_id) as session:
        mine = select(AuditEntry.subject).where(AuditEntry.account_id == actor.account_id)
        return list(session.scalars(mine))


class TestDocument:
    def test_the_van_stands_while_the_team_walks_from_camp_to_camp(self, walking: Walking) -> None:
        (patrol,) = walking.document()["patrols"]
        (loop,) = loops(patrol)
        (stop,) = [stop for stop in patrol["stops"] if stop["loop"]]
        assert [camp["id"] for camp in loop["camps"]] == [camp.id for camp in walking.camps]
        assert len(loop["legs"]) == len(loop["camps"]) + 1
        assert loop["legs"][0]["departs_at"] == stop["starts_at"]
        assert loop["legs"][-1]["arrives_at"] == stop["departs_at"]
        for leg, camp in zip(loop["legs"], loop["camps"], strict=False):
            assert leg["arrives_at"] == camp["arrives_at"]
            assert leg["geometry"]["coordinates"][-1] == camp["position"]
        assert loop["legs"][0]["geometry"]["coordinates"][0] == pytest.approx(stop["position"])
        assert loop["metres"] == pytest.approx(sum(leg["distance"] for leg in loop["legs"]), abs=1)

    def test_only_the_last_document_has_the_instructions(self, walking: Walking) -> None:
        silent, telling = walking.document(steps=False), walking.document()
        assert "steps" not in json.dumps(silent)
        legs = telling["patrols"][0]["legs"] + loops(telling["patrols"][0])[0]["legs"]
        for leg in legs:
            assert leg["steps"][0]["maneuver"] == "depart"
            assert leg["steps"][-1]["maneuver"] == "arrive"
            length = sum(step.get("distance", 0) for step in leg["steps"])
            assert length == pytest.approx(leg["distance"], rel=0.05, abs=20)

    def test_a_search_goes_on_from_its_document(self, walking: Walking) -> None:
        again = plan_again(walking.document(), walking.problem, "Europe/Paris")
        assert again is not None
        assert again.outings[0].visits == walking.plan.outings[0].visits


class TestPublication:
    def test_what_was_planned_is_what_the_team_reads(
        self, engine: Engine, walking: Walking, coordinator: Actor, now: datetime
    ) -> None:
        best = walking.document()["patrols"][0]
        found = patrol(coordinator, engine, walking.publish(engine, coordinator, now))
        (planned,), (read,) = loops(best), loops(found)
        assert (read["seconds"], read["metres"]) == pytest.approx(
            (planned["seconds"], planned["metres"]), abs=1
        )
        for one, other in zip(planned["camps"], read["camps"], strict=True):
            assert (one["id"], one["name"], one["position"]) == (
                other["id"], other["name"], other["position"],
            )  # fmt: skip
            assert instant(one["arrives_at"]) == instant(other["arrives_at"])
        for one, other in zip(planned["legs"], read["legs"], strict=True):
            assert one["geometry"] == other["geometry"]
            assert one["steps"] == other["steps"]
        legs = [leg["properties"]["steps"] for leg in found["legs"]["features"]]
        assert legs == [leg["steps"] for leg in best["legs"]]

    def test_the_days_map_has_the_loops_without_the_instructions(
        self, engine: Engine, walking: Walking, coordinator: Actor, now: datetime
    ) -> None:
        walking.publish(engine, coordinator, now)
        told = patrols_of_day(coordinator, engine, DAY)
        (feature,) = json.loads(told)["features"]
        assert len(loops(feature["properties"])) == 1
        assert "maneuver" not in told

    def test_breaks_are_kept(
        self, engine: Engine, walking: Walking, coordinator: Actor, now: datetime
    ) -> None:
        rest = {"starts_at": "2026-11-24T11:00:00+00:00", "ends_at": "2026-11-24T11:30:00+00:00"}
        found = patrol(coordinator, engine, walking.publish(engine, coordinator, now, rests=[rest]))
        assert [instant(one["starts_at"]) for one in found["rests"]] == [instant(rest["starts_at"])]

    def test_a_plan_from_before_loops_and_instructions_is_published_as_ever(
        self, engine: Engine, walking: Walking, coordinator: Actor, now: datetime
    ) -> None:
        best = walking.document(steps=False)
        for stop in best["patrols"][0]["stops"]:
            del stop["loop"]
        from geoops.desk.publishing import publish_plan

        (published,) = publish_plan(coordinator, engine, walking.day.add_plan(best=best), now)
        found = patrol(coordinator, engine, published.id)
        assert loops(found) == []
        assert [leg["properties"]["steps"] for leg in found["legs"]["features"]] == [[], [], []]

    def test_the_loop_goes_with_its_patrol(
        self, owner: Engine, engine: Engine, walking: Walking, coordinator: Actor, now: datetime
    ) -> None:
        published = walking.publish(engine, coordinator, now)
        with transaction(owner, walking.day.territory.id) as session:
            session.delete(session.get_one(Patrol, published))
            session.flush()
            left = [
                row
                for table in (PatrolCall, PatrolWalk)
                for row in session.scalars(
                    select(table).where(table.territory_id == walking.day.territory.id)
                )
            ]
        assert left == []


class TestWhoSees:
    def test_a_director_sees_the_zone_and_nothing_of_the_loop(
        self, engine: Engine, walking: Walking, coordinator: Actor, actor: ActorOf, now: datetime
    ) -> None:
        published = walking.publish(engine, coordinator, now)
        director = actor(Role.DIRECTOR)
        seen = json.dumps(patrol(director, engine, published)) + patrols_of_day(
            director, engine, DAY
        )
        exact = patrol(coordinator, engine, published)
        (loop,) = loops(exact)
        for camp in loop["camps"]:
            assert camp["id"] not in seen
            assert camp["name"] not in seen
            assert f"{camp['position'][0]}" not in seen
        assert audited(engine, director) == []

    def test_exact_positions_of_a_loop_are_on_record(
        self, engine: Engine, walking: Walking, coordinator: Actor, actor: ActorOf, now: datetime
    ) -> None:
        published = walking.publish(engine, coordinator, now)
        field = actor(Role.FIELD, team_id=walking.day.teams[0])
        patrol(field, engine, published)
        patrols_of_day(field, engine, DAY)
        assert audited(engine, field) == [
            f"camps in patrol {published}",
            f"camps in patrols of {DAY.isoformat()}",
        ]

    def test_another_coordinators_look_at_the_plan_is_on_record(
        self, engine: Engine, walking: Walking, actor: ActorOf
    ) -> None:
        plan_id = walking.day.add_plan(
            best=walking.document(),
            request={
                "team_ids": [str(walking.day.teams[0])], "include_camps": False, "on_foot": True,
                "required_zone_ids": [], "site_ids": [],
            },
        )  # fmt: skip
        colleague = actor(Role.COORDINATOR)
        plan(colleague, engine, plan_id)
        assert audited(engine, colleague) == [f"camps in plan {plan_id}"]


def instant(words: str) -> datetime:
    return datetime.fromisoformat(words)
