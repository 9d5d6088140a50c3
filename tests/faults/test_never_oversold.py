"""No bed is promised twice, and nothing acknowledged is lost, while everything gets killed.

64 clients do random operations on 30 sites; meanwhile web workers, the job worker, a database
backend and the database's whole server die by `kill -9`. `make faults` does 20,000 of them, which
takes two cores for two minutes; the suite does fewer.
"""

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from geoops.db.engine import owner_engine
from geoops.demonstration.load import LOGINS, TERRITORY_CODE
from geoops.records import Territory
from tests.builders import add_site
from tests.faults.crowd import PLACES
from tests.faults.killing import kill_in_the_middle
from tests.serving import Service, wait_for

OPERATIONS = int(os.environ.get("GEOOPS_TEST_OPERATIONS", "4000"))
SEED = os.environ.get("GEOOPS_TEST_SEED", "never oversold")
SITES = 30
COORDINATOR = next(iter(LOGINS))

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1500)]
Row = dict[str, Any]


@dataclass
class Aftermath:
    """What the clients were told, and what the database holds."""

    operations: list[Row]
    killed: list[str]
    entries: list[Row]
    holds: dict[str, Row]

    def of(self, *statuses: int) -> list[Row]:
        """The operations that ended with one of the statuses."""
        return [operation for operation in self.operations if operation["tries"][-1] in statuses]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose holds last for a quarter of a minute."""
    home = tmp_path_factory.mktemp("oversold") / "home"
    service = Service(home, GEOOPS_HOLD_DURATION="PT15S").start()
    yield service
    service.kill()  # nobody waits for a crowd to hang up
    service.cluster.destroy()


@pytest.fixture(scope="module")
def aftermath(service: Service, tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """Let the crowd work while parts of the service are killed; then wait for the last expiry."""
    log = tmp_path_factory.mktemp("crowd") / "operations.jsonl"
    token = geoops(
        *(service, "token", "create", "--email", COORDINATOR),
        *("--territory", TERRITORY_CODE, "--label", "crowd"),
    ).stdout.strip()
    began = monotonic()
    crowd = start_crowd(service, token, log)
    try:
        killed = kill_in_the_middle(service, line_count(log), OPERATIONS, SEED)
        assert crowd.wait(1200) == 0
    finally:
        crowd.kill()
        crowd.wait()
    operations = [json.loads(line) for line in log.read_text().splitlines()]
    report(operations, killed, monotonic() - began)
    wait_for(lambda: not rows(service, DUE), 90, lambda: "holds that are due are not freed")
    entries = rows(service, "SELECT * FROM place_entry ORDER BY id")
    holds = {str(row["id"]): row for row in rows(service, "SELECT * FROM hold")}
    return Aftermath(operations, killed, entries, holds)


DUE = "SELECT id FROM hold WHERE state = 'active' AND expires_at < now()"


def start_crowd(service: Service, token: str, log: Path) -> subprocess.Popen[bytes]:
    """The clients, in a process of their own, on sites of their own."""
    owner = owner_engine(service.cluster.url("geoops_owner"))
    with Session(owner, expire_on_commit=False) as session:
        territory = session.query(Territory).filter_by(code=TERRITORY_CODE).one()
    sites = [str(add_site(owner, territory, places=PLACES)) for _ in range(SITES)]
    owner.dispose()
    asked = [str(service.port), token, str(OPERATIONS), SEED, *sites]
    with log.open("wb") as out:
        return subprocess.Popen([sys.executable, "-m", "tests.faults.crowd", *asked], stdout=out)


def geoops(service: Service, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of ours in the service's home."""
    return subprocess.run(
        [sys.executable, "-m", "geoops", *words],
        env=os.environ | {"GEOOPS_HOME": str(service.home)},
        capture_output=True,
        text=True,
        check=False,
    )


def rows(service: Service, statement: str) -> list[Row]:
    """What a query gives the tables' owner."""
    owner = owner_engine(service.cluster.url("geoops_owner"))
    with owner.connect() as connection:
        found = [dict(row) for row in connection.execute(text(statement)).mappings()]
    owner.dispose()
    return found


def line_count(log: Path) -> Callable[[], int]:
    """How many lines the file has by now; each call reads only what is new."""
    file, seen = log.open("rb"), 0

    def lines() -> int:
        nonlocal seen
        seen += file.read().count(b"\n")
        return seen

    return lines


def report(operations: list[Row], killed: list[str], seconds: float) -> None:
    """Print the figures (`pytest -s` shows them)."""
    ends = Counter((row["kind"], row["tries"][-1]) for row in operations)
    refusals = Counter(row["answer"].get("code") for row in operations if row["tries"][-1] >= 400)
    tries = Counter(status for row in operations for status in row["tries"])
    print(f"\n{len(operations)} operations in {seconds:.0f} s; killed {Counter(killed)}")
    print(f"statuses {dict(tries)}; refusals {dict(refusals)}")
    print({f"{kind} {status}": number for (kind, status), number in sorted(ends.items())})


def test_every_operation_was_answered_and_none_by_a_mistake_of_ours(aftermath: Aftermath) -> None:
    assert len(aftermath.operations) == OPERATIONS
    statuses = {status for row in aftermath.operations for status in row["tries"]}
    assert statuses <= {0, 200, 201, 204, 409, 422, 503}, "0 is a broken connection"
    assert {row["kind"] for row in aftermath.of(422)} <= {"extend"}  # its time has come meanwhile
    assert {row["answer"]["code"] for row in aftermath.of(409)} == {"conflict", "no-places-left"}
    assert set(aftermath.killed) == {"web", "worker", "backend", "postmaster"}
    assert 0 in statuses or 503 in statuses, "the kills must be felt"


def test_the_ledger_is_proved_by_its_command(service: Service, aftermath: Aftermath) -> None:
    verified = geoops(service, "places", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert verified.stdout.count(": proved") >= 5


def test_at_no_moment_was_more_promised_than_there_was(aftermath: Aftermath) -> None:
    """Counted here once more, in the order of the entries, without the ledger's own statements."""
    stands: dict[object, Counter[str]] = defaultdict(Counter)
    for entry in aftermath.entries:
        balance = stands[entry["site_id"], entry["category"]]
        balance.update({what: entry[what] for what in COUNTS})
        usable = balance["capacity"] - balance["out_of_service"]
        assert balance["occupied"] + balance["held"] <= usable + balance["overflow"], entry
        assert entry["overflow"] <= 0 or entry["cause"] in MAY_OVERFLOW, entry


COUNTS = ("capacity", "out_of_service", "occupied", "held", "overflow")
MAY_OVERFLOW = {
    *("opening", "census", "works", "plan_grand_froid", "closure", "reopening"),
    *("out_of_service", "back_in_service", "correction"),
}


def test_what_was_acknowledged_is_in_the_ledger_once_and_as_it_was_told(
    aftermath: Aftermath,
) -> None:
    by_key: dict[str, list[Row]] = defaultdict(list)
    for entry in aftermath.entries:
        by_key[entry["idempotency_key"]].append(entry)
    for operation in (row for row in aftermath.of(200, 201) if "idempotency_key" in row["body"]):
        (entry,) = by_key[operation["body"]["idempotency_key"]]
        told = operation["answer"]
        if operation["kind"] == "hold":
            assert (str(entry["hold_id"]), entry["held"]) == (
                told["id"],
                operation["body"]["places"],
            )
            assert str(entry["site_id"]) in operation["path"]
            continue
        same = ("id", "cause", "reason", *COUNTS)
        assert {name: entry[name] for name in same} == {name: told[name] for name in same}
        assert str(entry["hold_id"] or entry["site_id"]) in operation["path"]
        asked = [value for value in operation["body"].values() if isinstance(value, int)]
        assert CHANGED[operation["kind"]](entry) in (*asked, None)
        assert abs(datetime.fromisoformat(told["at"]) - entry["at"]).total_seconds() == 0
    for operation in aftermath.of(409, 422):
        assert operation["body"].get("idempotency_key", "none") not in by_key, operation


CHANGED = {
    "arrive": lambda entry: entry["occupied"],
    "arrive_some": lambda entry: entry["occupied"],
    "release_some": lambda entry: -entry["held"],
    "walk_in": lambda entry: entry["occupied"],
    "depart": lambda entry: -entry["occupied"],
    "census": lambda _: None,
    "capacity": lambda _: None,
    "beds_out": lambda entry: entry["out_of_service"],
    "beds_back": lambda entry: -entry["out_of_service"],
}


def test_what_was_acknowledged_without_a_key_is_as_it_was_told(aftermath: Aftermath) -> None:
    ended = {"release": "released", "no_show": "no_show"}
    for operation in aftermath.of(200, 204):
        hold = aftermath.holds.get(operation["path"].split("/")[2])
        if operation["kind"] in ended:
            assert hold is not None
            assert hold["state"] == ended[operation["kind"]]
        if operation["kind"] == "extend":
            assert hold is not None
            assert hold["expires_at"] >= datetime.fromisoformat(operation["body"]["until"])


def test_the_same_again_was_answered_the_same_and_another_content_refused(
    aftermath: Aftermath,
) -> None:
    again = [row for row in aftermath.operations if row["again"] is not None]
    assert {row["again"] for row in again} == {200}
    assert all(row["same"] for row in again)
    assert {row["otherwise"] for row in aftermath.operations} == {None, 409}


def test_holds_ran_out_in_the_sweep_and_inline_each_once(aftermath: Aftermath) -> None:
    """Who asks for a place frees what is due there at that very moment; the sweep all the rest."""
    expiries = [entry for entry in aftermath.entries if entry["cause"] == "expiry"]
    assert set(Counter(entry["hold_id"] for entry in expiries).values()) == {1}
    asked = {entry["at"] for entry in aftermath.entries if entry["cause"] == "hold"}
    inline = sum(entry["at"] in asked for entry in expiries)
    print(f"{len(expiries)} holds ran out, {inline} of them inline")
    assert 0 < inline < len(expiries)
