"""Many clients at once: random operations on the ledger of places over HTTP, until answered.

Run in a process of its own, so that the tested service and the test share no interpreter:

    python -m tests.faults.crowd PORT TOKEN OPERATIONS SEED SITE…  → one JSON line an operation

A client that gets no answer, or is told to come back (503), sends the very same request again.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count
from random import Random
from threading import Lock, Thread
from typing import Any
from uuid import UUID

from geoops.desk.clocks import night

CLIENTS = 64
PLACES = 20  # at each site, to begin with
RECENT = 400  # holds among which one is chosen: some active, some that have ended
PATIENCE = 200  # tries
AGAIN = 0.05  # of the operations are sent once more although they were answered
OTHERWISE = 0.02  # are sent again with another content under the same key
WEIGHTS = {
    "hold": 30,
    "arrive": 16,
    "arrive_some": 6,
    "release": 6,
    "release_some": 6,
    "extend": 8,
    "no_show": 4,
    "walk_in": 8,
    "depart": 10,
    "census": 2,
    "capacity": 2,
    "beds_out": 1,
    "beds_back": 1,
}
Body = dict[str, Any]


@dataclass
class Operation:
    """One thing that a client wants done, and how it went."""

    kind: str
    method: str
    path: str
    body: Body
    tries: list[int] = field(default_factory=list)
    answer: Body = field(default_factory=dict)
    again: int | None = None
    same: bool = True
    otherwise: int | None = None


class Crowd:
    """What the clients share: the sites, the holds that any of them may touch, the count."""

    def __init__(self, port: int, token: str, operations: int, seed: str, sites: list[str]) -> None:
        self.port, self.token, self.seed, self.sites = port, token, seed, sites
        self.numbers = iter(range(operations))
        self.holds: list[tuple[str, int]] = []
        self.writing = Lock()

    def run(self) -> None:
        """Let all clients work until every operation is answered."""
        threads = [Thread(target=Client(self, number).work) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def note(self, operation: Operation) -> None:
        """Write down an operation that is answered."""
        with self.writing:
            sys.stdout.write(json.dumps(vars(operation)) + "\n")
            sys.stdout.flush()


class Client:
    """One client with one connection, which it opens anew whenever it breaks."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self.crowd, self.random = crowd, Random(f"{crowd.seed} {number}")
        self.connection = HTTPConnection("127.0.0.1", crowd.port, timeout=30)

    def work(self) -> None:
        """Do one operation after the other, and write down each."""
        for _ in self.crowd.numbers:
            operation = self.choose()
            self.do(operation)
            self.crowd.note(operation)

    def choose(self) -> Operation:
        """Something to do, at a site or with a hold that is known."""
        (kind,) = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))
        if not self.crowd.holds and kind in OF_HOLDS:
            kind = "hold"
        if kind in OF_HOLDS:
            hold, places = self.random.choice(self.crowd.holds[-RECENT:])
            method, path, body = OF_HOLDS[kind](self.random, places)
            return Operation(kind, method, f"/holds/{hold}{path}", self.keyed(body))
        path, body = AT_SITES[kind](self.random)
        site = self.random.choice(self.crowd.sites)
        body = self.keyed(body | {"category": "isolated_man"})
        return Operation(kind, "POST", f"/sites/{site}/{path}", body)

    def keyed(self, body: Body) -> Body:
        """The body with a key of its own; what sets a state needs none."""
        if not body or "until" in body:
            return body
        return body | {"idempotency_key": str(UUID(int=self.random.getrandbits(128), version=4))}

    def do(self, operation: Operation) -> None:
        """Send it until it is answered; now and then once more."""
        operation.answer = self.until_answered(operation, operation.body)
        if operation.tries[-1] >= 300:
            return
        if operation.kind == "hold":
            self.crowd.holds.append((operation.answer["id"], operation.answer["places"]))
        if "idempotency_key" not in operation.body:
            return
        if self.random.random() < AGAIN:
            self.repeat(operation)
        if self.random.random() < OTHERWISE:
            self.contradict(operation)

    def repeat(self, operation: Operation) -> None:
        again = Operation(operation.kind, operation.method, operation.path, operation.body)
        answer = self.until_answered(again, operation.body)
        operation.again = again.tries[-1]
        operation.same = answer["id"] == operation.answer["id"]

    def contradict(self, operation: Operation) -> None:
        (number,) = [name for name, value in operation.body.items() if isinstance(value, int)]
        other = operation.body | {number: operation.body[number] + 1}
        otherwise = Operation(operation.kind, operation.method, operation.path, other)
        self.until_answered(otherwise, other)
        operation.otherwise = otherwise.tries[-1]

    def until_answered(self, operation: Operation, body: Body) -> Body:
        """The answer's JSON; every status on the way is kept in `tries`, 0 for none."""
        for number in count():
            status, answer = self.ask(operation.method, operation.path, body)
            operation.tries.append(status)
            if status not in (0, 503):
                return answer
            if number == PATIENCE:
                raise TimeoutError(operation)
            time.sleep(self.random.uniform(0.2, 0.8))
        raise AssertionError

    def ask(self, method: str, path: str, body: Body) -> tuple[int, Body]:
        """Status and JSON; the status is 0 when the connection broke."""
        headers = {
            "Authorization": f"Bearer {self.crowd.token}",
            "Content-Type": "application/json",
        }
        content = json.dumps(body) if body else None
        try:
            self.connection.request(method, f"/api/v1{path}", content, headers)
            answer = self.connection.getresponse()
            told = answer.read()
        except (OSError, HTTPException):
            self.connection.close()
            return 0, {}
        return answer.status, json.loads(told) if told else {}


def _until(chance: Random) -> str:
    return (datetime.now(UTC) + timedelta(seconds=chance.randint(10, 60))).isoformat()


def _census(chance: Random) -> Body:
    tonight = night(datetime.now(UTC), "Europe/Paris")
    return {"counted": chance.randint(0, PLACES + 3), "night": tonight.isoformat()}


OF_HOLDS: dict[str, Callable[[Random, int], tuple[str, str, Body]]] = {
    "arrive": lambda _, places: ("POST", "/arrivals", {"people": places}),
    "arrive_some": lambda chance, places: (
        *("POST", "/arrivals"),
        {"people": chance.randint(1, places), "rest": chance.choice(("stays_held", "released"))},
    ),
    "release": lambda _, __: ("DELETE", "", {}),
    "release_some": lambda chance, places: (
        *("POST", "/releases"),
        {"places": chance.randint(1, places)},
    ),
    "extend": lambda chance, _: ("POST", "/extension", {"until": _until(chance)}),
    "no_show": lambda _, __: ("POST", "/no-show", {}),
}
AT_SITES: dict[str, Callable[[Random], tuple[str, Body]]] = {
    "hold": lambda chance: ("holds", {"places": chance.randint(1, 6)}),
    "walk_in": lambda chance: ("arrivals", {"people": chance.randint(1, 4)}),
    "depart": lambda chance: ("departures", {"people": chance.randint(1, 6)}),
    "census": lambda chance: ("censuses", _census(chance)),
    "capacity": lambda chance: (
        "capacities",
        {
            "capacity": chance.randint(PLACES // 2, PLACES * 2),
            "cause": chance.choice(("works", "plan_grand_froid", "closure", "reopening")),
        },
    ),
    "beds_out": lambda chance: ("beds-out", {"beds": chance.randint(1, 4), "reason": "repair"}),
    "beds_back": lambda chance: ("beds-back", {"beds": chance.randint(1, 4)}),
}


if __name__ == "__main__":
    port, token, operations, seed, *sites = sys.argv[1:]
    Crowd(int(port), token, int(operations), seed, sites).run()
