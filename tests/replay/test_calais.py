"""The replay of 2016: the same figures for the same seed, and nobody promised a bed twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from geoops.db.cluster import Cluster
from geoops.db.engine import app_engine, owner_engine
from geoops.records.ledger_proof import complaints
from geoops.replay.calais import live_and_prove
from geoops.replay.crowd import Crowd
from geoops.replay.replay import Replay
from geoops.replay.tally import Count
from geoops.replay.year import CALAIS_2016, REGISTERED_IN_2016
from tests.conftest import TEMPLATE

# Three weeks so crowded that places and slots run out.
WEEKS = replace(CALAIS_2016, last=date(2016, 1, 24), people=1_500, waiting_before=100)
FEW_DAYS = replace(CALAIS_2016, last=date(2016, 1, 8), people=150, waiting_before=10)


@pytest.fixture(scope="module")
def replay_of(cluster: Cluster, copy_of: Callable[[str], str]) -> Callable[..., Replay]:
    """Make a replay in a new database."""

    def make(year: object = WEEKS, seed: int = 7) -> Replay:
        name = copy_of(TEMPLATE)
        owner = owner_engine(cluster.url("geoops_owner", name))
        return Replay(owner, app_engine(cluster.url("geoops_app", name)), year, seed)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="module")
def weeks(replay_of: Callable[..., Replay]) -> Replay:
    """The crowded weeks, lived."""
    replay = replay_of()
    replay.live()
    return replay


def test_crowded_weeks_promise_no_bed_twice_and_lose_nobody(weeks: Replay) -> None:
    replay, tally = weeks, weeks.tally
    with owner_engine(replay.world.engine.url.set(username="geoops_owner")).connect() as db:
        assert complaints(db) == []
        oversold = "SELECT count(*) FROM place_entry WHERE cause = 'hold' AND overflow > 0"
        assert db.scalar(text(oversold)) == 0
    assert replay.differences() == 0
    assert tally.total(Count.TURNED_AWAY) > 0, "the weeks were not crowded enough to prove much"
    assert all(night.occupied + night.held <= night.capacity + night.overflow
               for night in tally.nights.values())  # fmt: skip


def test_some_wait_and_are_served_and_some_go_by_bus(weeks: Replay) -> None:
    served = sum(len(waits) for waits in weeks.tally.place_waits.values())
    turned_away = weeks.tally.total(Count.TURNED_AWAY)
    assert served > 0
    assert served + turned_away <= weeks.tally.total(Count.WAITED)
    assert weeks.tally.total(Count.BUSSED) > 0


def test_each_desk_registers_about_five_people_a_working_day(weeks: Replay) -> None:
    tally = weeks.tally
    working_days = 15
    seats = 4 * 5 * working_days
    registered, missed = tally.total(Count.REGISTERED), tally.total(Count.MISSED)
    assert registered + missed <= seats
    assert registered + missed >= 0.97 * seats, "seats stayed empty although people waited"


def test_the_same_seed_gives_the_same_figures(replay_of: Callable[..., Replay]) -> None:
    first, second = (replay_of(FEW_DAYS).live() for _ in range(2))
    assert first == second


def test_another_seed_gives_other_people() -> None:
    crowds = [Crowd(CALAIS_2016, seed, 8, [(1.85, 50.95)]).met_on(0, "Europe/Paris")
              for seed in (1, 2)]  # fmt: skip
    assert crowds[0] != crowds[1]


def test_the_year_has_nearly_ten_thousand_people_and_more_asylum_seekers_than_slots() -> None:
    crowd = Crowd(CALAIS_2016, 2016, 8, [(1.85, 50.95)])
    groups = [
        group
        for number in range(len(CALAIS_2016.days))
        for group in crowd.met_on(number, "Europe/Paris")
    ]
    assert 9_500 < sum(group.people for group in groups) < 10_000
    assert sum(group.people for group in groups if group.asylum) > REGISTERED_IN_2016


def test_it_ends_with_a_report_and_a_picture(
    replay_of: Callable[..., Replay], cluster: Cluster, copy_of: Callable[[str], str],
    tmp_path: Path,
) -> None:  # fmt: skip
    name = copy_of(TEMPLATE)
    owner = owner_engine(cluster.url("geoops_owner", name))
    engine = app_engine(cluster.url("geoops_app", name))
    said: list[str] = []
    assert live_and_prove(owner, engine, 7, tmp_path, said.append, FEW_DAYS)
    words = (tmp_path / "report.md").read_text("utf-8")
    assert "no place was ever promised twice: yes" in words
    assert "the replay's own count of who is where is the ledger's: yes" in words
    assert (tmp_path / "picture.png").read_bytes().startswith(b"\x89PNG")
