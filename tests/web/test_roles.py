"""Who may use which address. An address of the application that has no row here fails the test."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from geoops.desk.actor import Actor
from geoops.records import Role, Territory
from tests.builders import add_site
from tests.conftest import ActorOf
from tests.web.conftest import Speak, csrf_of

COORDINATOR, FIELD, DIRECTOR = Role.COORDINATOR, Role.FIELD, Role.DIRECTOR
MANAGER, ADMINISTRATOR = Role.SITE_MANAGER, Role.ADMINISTRATOR

ANYONE = frozenset({*Role, None})  # None: nobody is signed in
EVERYONE = frozenset(Role)
DESK = frozenset({COORDINATOR})
SERVING = frozenset({COORDINATOR, FIELD})
OUTINGS = SERVING | {DIRECTOR}
READERS = frozenset({COORDINATOR, DIRECTOR, MANAGER})
HOUSE = frozenset({COORDINATOR, MANAGER})

ROLES: dict[str, frozenset[Role | None]] = {
    "GET /static/<path:filename>": ANYONE,
    "GET /healthz": ANYONE,
    "GET /readyz": ANYONE,
    "GET /api/v1/openapi.json": ANYONE,
    "GET /sign-in": ANYONE,
    "POST /sign-in": ANYONE,
    "POST /sign-out": ANYONE,
    "POST /territory": EVERYONE,
    "POST /language": ANYONE,
    "GET /basemap.json": ANYONE,
    "GET /": EVERYONE,
    "GET /patrols/<uuid:patrol_id>": OUTINGS,
    "GET /patrols/<uuid:patrol_id>/sheet.pdf": OUTINGS,
    "GET /patrols/<uuid:patrol_id>/route.gpx": OUTINGS,
    "GET /places": SERVING,
    "GET /occupancy": READERS,
    "GET /coverage": frozenset({COORDINATOR, DIRECTOR}),
    "GET /sites/<uuid:site_id>": frozenset({COORDINATOR, MANAGER, DIRECTOR}),
    "GET /capacity": frozenset({COORDINATOR, DIRECTOR}),
    "GET /api/v1/sites": EVERYONE,
    "POST /api/v1/sites/<uuid:site_id>/holds": SERVING,
    "DELETE /api/v1/holds/<uuid:hold_id>": SERVING,
    "GET /api/v1/holds": OUTINGS | {MANAGER},
    "POST /api/v1/holds/<uuid:hold_id>/releases": SERVING,
    "POST /api/v1/holds/<uuid:hold_id>/extension": SERVING,
    "POST /api/v1/holds/<uuid:hold_id>/no-show": HOUSE,
    "POST /api/v1/holds/<uuid:hold_id>/arrivals": SERVING | HOUSE,
    "POST /api/v1/sites/<uuid:site_id>/arrivals": HOUSE,
    "POST /api/v1/sites/<uuid:site_id>/departures": HOUSE,
    "POST /api/v1/sites/<uuid:site_id>/censuses": HOUSE,
    "POST /api/v1/sites/<uuid:site_id>/capacities": HOUSE,
    "POST /api/v1/sites/<uuid:site_id>/beds-out": HOUSE,
    "POST /api/v1/sites/<uuid:site_id>/beds-back": HOUSE,
    "GET /api/v1/sites/<uuid:site_id>/entries": HOUSE | {DIRECTOR},
    "GET /api/v1/overflows": HOUSE | {DIRECTOR},
    "GET /api/v1/zones": EVERYONE - {MANAGER},
    "GET /api/v1/zone-records": DESK,
    "GET /zones": DESK,
    "GET /api/v1/zones/<uuid:zone_id>/versions": DESK,
    "POST /api/v1/zones": DESK,
    "PUT /api/v1/zones/<uuid:zone_id>": DESK,
    "POST /api/v1/zones/<uuid:zone_id>/split": DESK,
    "POST /api/v1/zones/<uuid:zone_id>/retirement": DESK,
    "POST /api/v1/zones/<uuid:zone_id>/restoration": DESK,
    "POST /api/v1/zones/merge": DESK,
    "GET /api/v1/zones/<uuid:zone_id>/changes": DESK,
    "GET /api/v1/zone-changes": DESK,
    "POST /api/v1/zone-changes/<uuid:change_id>/undo": DESK,
    "GET /api/v1/coverage": frozenset({COORDINATOR, DIRECTOR}),
    "GET /api/v1/camps": SERVING,
    "GET /api/v1/teams": SERVING,
    "GET /api/v1/patrols": OUTINGS,
    "GET /api/v1/patrols/<uuid:patrol_id>": OUTINGS,
    "POST /api/v1/patrols/<uuid:patrol_id>/stops/<int:sequence>/visit": SERVING,
    "POST /api/v1/patrols/<uuid:patrol_id>/completion": SERVING,
    "POST /api/v1/patrols/<uuid:patrol_id>/acceptance": SERVING,
    "POST /api/v1/patrols/<uuid:patrol_id>/stops/<int:sequence>/departure": SERVING,
    "POST /api/v1/patrols/<uuid:patrol_id>/stops/<int:sequence>/skip": SERVING,
    "DELETE /api/v1/patrols/<uuid:patrol_id>/stops/<int:sequence>/sign": SERVING,
    "PUT /api/v1/patrols/<uuid:patrol_id>/signs/<uuid:sign_id>": SERVING,
    "PUT /api/v1/patrols/<uuid:patrol_id>/position": frozenset({FIELD}),
    "DELETE /api/v1/patrols/<uuid:patrol_id>/position": frozenset({FIELD}),
    "GET /api/v1/positions": DESK,
    "PUT /api/v1/teams/<uuid:team_id>/phone": DESK,
    "GET /api/v1/patrols/<uuid:patrol_id>/revisions": SERVING,
    "POST /api/v1/revisions/<uuid:revision_id>/answer": SERVING,
    "POST /api/v1/replans": DESK,
    "GET /api/v1/progress": DESK,
    "GET /follow": DESK,
    "POST /api/v1/patrol-plans/<uuid:plan_id>/proposals": DESK,
    "POST /api/v1/patrol-plans": DESK,
    "GET /week": DESK,
    "POST /api/v1/week-plans": DESK,
    "GET /api/v1/week-plans": DESK,
    "GET /api/v1/week-plans/<uuid:plan_id>": DESK,
    "DELETE /api/v1/week-plans/<uuid:plan_id>": DESK,
    "POST /api/v1/week-plans/<uuid:plan_id>/days/<service_date>/taking": DESK,
    "GET /api/v1/patrol-plans": DESK,
    "GET /api/v1/patrol-plans/<uuid:plan_id>": DESK,
    "DELETE /api/v1/patrol-plans/<uuid:plan_id>": DESK,
    "POST /api/v1/patrol-plans/<uuid:plan_id>/publication": DESK,
    "GET /api/v1/day-places": DESK,
    "GET /api/v1/day-setups/<service_date>": DESK,
    "PUT /api/v1/day-setups/<service_date>": DESK,
    "POST /api/v1/day-setups/<service_date>/copy": DESK,
    "GET /api/v1/day-templates/<int:weekday>": DESK,
    "PUT /api/v1/day-templates/<int:weekday>": DESK,
    "GET /api/v1/patrol-plans/<uuid:plan_id>/comparison": DESK,
    "POST /api/v1/patrol-plans/<uuid:plan_id>/questions": DESK,
    "GET /api/v1/patrol-plans/<uuid:plan_id>/questions": DESK,
    "GET /api/v1/plan-questions/<uuid:question_id>": DESK,
    "POST /api/v1/encounters": SERVING,
    "GET /api/v1/occupancy": READERS,
    "GET /api/v1/occupancy/forecasts": READERS,
    "POST /api/v1/occupancy/forecasts": READERS,
    "GET /api/v1/sites/<uuid:site_id>/awaited": frozenset({COORDINATOR, MANAGER, DIRECTOR}),
    "POST /api/v1/entries/<int:entry_id>/undo": frozenset({COORDINATOR, MANAGER}),
    "POST /api/v1/offers": SERVING,
    "POST /api/v1/place-requests": SERVING,
    "GET /api/v1/place-requests": SERVING,
    "DELETE /api/v1/place-requests/<uuid:request_id>": SERVING,
    "GET /follow-up": frozenset({COORDINATOR, DIRECTOR}),
    "GET /sites/<uuid:site_id>/appointments": frozenset({COORDINATOR, MANAGER}),
    "GET /api/v1/referrals": DESK,
    "GET /api/v1/referrals/counts": frozenset({COORDINATOR, DIRECTOR}),
    "GET /api/v1/referrals/<uuid:referral_id>/steps": SERVING,
    "POST /api/v1/referrals/<uuid:referral_id>/steps": SERVING,
    "POST /api/v1/referrals/<uuid:referral_id>/appointments": SERVING | {MANAGER},
    "POST /api/v1/appointments/<uuid:appointment_id>/move": SERVING | {MANAGER},
    "POST /api/v1/appointments/<uuid:appointment_id>/outcome": frozenset({COORDINATOR, MANAGER}),
    "DELETE /api/v1/appointments/<uuid:appointment_id>": SERVING | {MANAGER},
    "GET /api/v1/sites/<uuid:site_id>/slots": SERVING | {MANAGER},
    "GET /api/v1/sites/<uuid:site_id>/next-seats": SERVING | {MANAGER},
    "GET /api/v1/sites/<uuid:site_id>/appointments": frozenset({COORDINATOR, MANAGER}),
    "GET /api/v1/sites/<uuid:site_id>/closures": frozenset({COORDINATOR, MANAGER}),
    "POST /api/v1/sites/<uuid:site_id>/closures": frozenset({COORDINATOR, MANAGER}),
    "DELETE /api/v1/closures/<uuid:closure_id>": frozenset({COORDINATOR, MANAGER}),
    "GET /transfers": EVERYONE,
    "GET /transfers/<uuid:transfer_id>": EVERYONE,
    "GET /transfers/<uuid:transfer_id>/sheet.pdf": EVERYONE,
    "GET /api/v1/transfers": EVERYONE,
    "POST /api/v1/transfers": DESK,
    "GET /api/v1/transfers/<uuid:transfer_id>": EVERYONE,
    "DELETE /api/v1/transfers/<uuid:transfer_id>": DESK,
    "POST /api/v1/transfers/<uuid:transfer_id>/timetable": DESK,
    "POST /api/v1/transfers/<uuid:transfer_id>/groups": DESK,
    "POST /api/v1/transfers/<uuid:transfer_id>/groups/<uuid:group_id>/size": DESK,
    "DELETE /api/v1/transfers/<uuid:transfer_id>/groups/<uuid:group_id>": DESK,
    "POST /api/v1/transfers/<uuid:transfer_id>/boarding": SERVING | HOUSE,
    "POST /api/v1/transfers/<uuid:transfer_id>/departure": SERVING | HOUSE,
    "POST /api/v1/transfers/<uuid:transfer_id>/arrival": HOUSE,
    "GET /api/v1/road-closures": SERVING,
    "POST /api/v1/road-closures/trial": DESK,
    "POST /api/v1/road-closures/stretch": DESK,
    "GET /api/v1/road-closures/passing": DESK,
    "POST /api/v1/road-closures": DESK,
    "PUT /api/v1/road-closures/<uuid:closure_id>": DESK,
    "POST /api/v1/road-closures/<uuid:closure_id>/lifting": DESK,
    "DELETE /api/v1/road-closures/<uuid:closure_id>/lifting": DESK,
    "GET /api/v1/live": EVERYONE - {ADMINISTRATOR},
}

SITES = "POST /api/v1/sites/<uuid:site_id>"
HOLDS = "POST /api/v1/holds/<uuid:hold_id>"
KEY = {"idempotency_key": str(uuid4())}
GROUP = KEY | {"category": "family", "people": 1}
BEDS = KEY | {"category": "family", "beds": 1}
CENSUS = KEY | {"category": "family", "counted": 1, "night": "2026-11-22"}
HOLD = {"category": "family", "places": 1, "idempotency_key": str(uuid4())}
ENCOUNTER = {
    "id": str(uuid4()),
    "lon": 1.8,
    "lat": 50.9,
    "met_at": "2026-11-23T08:00:00Z",
    "head_count": 2,
}
CLOSED = {
    "name": "Rocade: works",
    "shape": {"type": "LineString", "coordinates": [[1.8, 50.9], [1.81, 50.9]]},
    "starts_at": "2026-11-24T08:00:00Z",
}
BUS = "POST /api/v1/transfers/<uuid:transfer_id>"
THERE = {"site_id": str(uuid4()), "arrives_at": "2026-11-24T15:00:00Z"}
LEAVES = "2026-11-24T09:00:00Z"
SEATED = {"pickup_id": str(uuid4()), "site_id": str(uuid4())}
ZONE = "POST /api/v1/zones/<uuid:zone_id>"
SEEN = {"revision": 1}
CORNERS = [[1.8, 50.9], [1.81, 50.9], [1.81, 50.91], [1.8, 50.9]]
DRAWN = {
    "name": "Dunes",
    "area": {"type": "Polygon", "coordinates": [CORNERS]},
    "access": [1.805, 50.901],
    "revisit_interval_days": 3,
    "service_minutes": 20,
}
LINE = {"type": "LineString", "coordinates": [[1.8, 50.9], [1.81, 50.91]]}
BODIES = {
    "POST /api/v1/road-closures": CLOSED | {"id": str(uuid4())},
    "POST /api/v1/road-closures/trial": {"shape": CLOSED["shape"]},
    "POST /api/v1/road-closures/stretch": {"points": [[1.8, 50.9], [1.81, 50.9]]},
    "PUT /api/v1/road-closures/<uuid:closure_id>": CLOSED,
    "POST /api/v1/zones": DRAWN,
    "PUT /api/v1/zones/<uuid:zone_id>": DRAWN | SEEN,
    f"{ZONE}/split": SEEN | {"line": LINE},
    f"{ZONE}/retirement": SEEN,
    f"{ZONE}/restoration": SEEN,
    "POST /api/v1/zones/merge": {"zones": [SEEN | {"id": str(uuid4())} for _ in range(2)]},
    "POST /api/v1/transfers": KEY
    | {"seats": 50, "pickups": [{"zone_id": str(uuid4()), "due_at": LEAVES}]}
    | {"destinations": [THERE]},
    f"{BUS}/timetable": KEY | {"pickups": [LEAVES], "destinations": [THERE]},
    f"{BUS}/groups": GROUP | SEATED,
    f"{BUS}/groups/<uuid:group_id>/size": KEY | {"people": 2},
    f"{BUS}/boarding": KEY | {"counts": [{"group_id": str(uuid4()), "people": 2}]},
    f"{BUS}/departure": KEY,
    f"{BUS}/arrival": KEY | {"site_id": str(uuid4())},
    f"{SITES}/holds": HOLD,
    f"{SITES}/arrivals": GROUP,
    f"{SITES}/departures": GROUP,
    f"{SITES}/censuses": CENSUS,
    f"{SITES}/capacities": KEY | {"category": "family", "capacity": 9, "cause": "works"},
    f"{SITES}/beds-out": BEDS | {"reason": "repair"},
    f"{SITES}/beds-back": BEDS,
    f"{HOLDS}/arrivals": KEY | {"people": 1},
    f"{HOLDS}/releases": KEY | {"places": 1},
    f"{HOLDS}/extension": {"until": "2026-11-23T13:00:00Z"},
    "POST /api/v1/occupancy/forecasts": {"category": "family"},
    "POST /api/v1/sites/<uuid:site_id>/holds": HOLD,
    "POST /api/v1/encounters": ENCOUNTER,
    "POST /api/v1/offers": {"category": "family", "people": 2, "lon": 1.8, "lat": 50.9},
    "POST /api/v1/place-requests": HOLD,
    "POST /api/v1/referrals/<uuid:referral_id>/steps": {
        "state": "honoured",
        "idempotency_key": str(uuid4()),
    },
    "POST /api/v1/referrals/<uuid:referral_id>/appointments": {
        "site_id": str(uuid4()),
        "idempotency_key": str(uuid4()),
    },
    "POST /api/v1/appointments/<uuid:appointment_id>/move": {"idempotency_key": str(uuid4())},
    "POST /api/v1/appointments/<uuid:appointment_id>/outcome": {"outcome": "missed"},
    "POST /api/v1/sites/<uuid:site_id>/closures": {
        "first": "2026-11-30",
        "last": "2026-11-30",
        "desks": 0,
        "cause": "training",
        "idempotency_key": str(uuid4()),
    },
    "PUT /api/v1/day-setups/<service_date>": {"version": 0, "teams": []},
    "POST /api/v1/day-setups/<service_date>/copy": {"version": 0, "from_weekday": 0},
    "PUT /api/v1/day-templates/<int:weekday>": {"version": 0, "teams": []},
    "POST /api/v1/patrol-plans": {"service_date": "2026-11-24"},
    "POST /api/v1/week-plans": {"starts_on": "2026-11-24"},
    "POST /api/v1/patrol-plans/<uuid:plan_id>/questions": {
        "kind": "visit",
        "stop_id": str(uuid4()),
    },
    "POST /api/v1/replans": {"service_date": "2026-11-24"},
    "POST /api/v1/revisions/<uuid:revision_id>/answer": {"accepted": True},
    "POST /api/v1/patrols/<uuid:patrol_id>/stops/<int:sequence>/skip": {"reason": "no_access"},
    "PUT /api/v1/patrols/<uuid:patrol_id>/signs/<uuid:sign_id>": {
        "act": "visit",
        "sequence": 0,
        "place_id": str(uuid4()),
    },
    "PUT /api/v1/patrols/<uuid:patrol_id>/position": {"lon": 1.8, "lat": 50.9, "accuracy": 9},
    "PUT /api/v1/teams/<uuid:team_id>/phone": {"phone": "03 21 00 00 00"},
}
QUERIES = {
    "GET /api/v1/sites/<uuid:site_id>/slots": "?from=2026-11-23&to=2026-11-27",
    "GET /api/v1/sites/<uuid:site_id>/next-seats": "?people=2",
    "GET /api/v1/sites/<uuid:site_id>/appointments": "?from=2026-11-23&to=2026-11-27",
    "GET /api/v1/sites/<uuid:site_id>/closures": "?from=2026-11-23",
    "GET /api/v1/patrols": "?date=2026-11-24",
    "GET /api/v1/positions": "?date=2026-11-24",
    "GET /api/v1/road-closures/passing": "?date=2026-11-24",
    "GET /api/v1/progress": "?date=2026-11-24",
    "GET /api/v1/patrol-plans": "?service_date=2026-11-24",
    "GET /api/v1/patrol-plans/<uuid:plan_id>/comparison": f"?with={uuid4()}",
}


def addresses(app: APIFlask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}"


def test_every_address_has_its_roles_written_down(app: APIFlask) -> None:
    assert sorted(addresses(app)) == sorted(ROLES)


@pytest.fixture
def worker(owner: Engine, territory: Territory, actor: ActorOf) -> Callable[[Role], Actor]:
    """An actor in a role; a site manager has a site."""

    def make(role: Role) -> Actor:
        return actor(role, site_id=add_site(owner, territory) if role is MANAGER else None)

    return make


def status(
    client: FlaskClient, address: str, token: str | None = None, site: UUID | None = None
) -> int:
    """Ask with valid input for something that is not there (or the actor's own `site`).

    The stream is not read.
    """
    method, rule = address.split(" ")
    path = rule.replace("<path:filename>", "vendor/SHA256SUMS")
    path = path.replace("<service_date>", "2026-11-24")
    path = path.replace("<uuid:site_id>", str(site or uuid4()))
    path = re.sub(r"<uuid:\w+>", lambda _: str(uuid4()), re.sub(r"<int:\w+>", "0", path))
    headers = {"X-CSRFToken": token} if token else {}
    with client.open(
        path + QUERIES.get(address, ""), method=method, json=BODIES.get(address), headers=headers
    ) as response:
        return response.status_code


def is_refused(
    client: FlaskClient, address: str, token: str | None = None, site: UUID | None = None
) -> bool:
    return status(client, address, token, site) == 403


@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_what_is_its_own_and_nothing_else(
    role: Role, worker: Callable[[Role], Actor], signed_in: Speak
) -> None:
    someone = worker(role)
    wrong = []
    for address, allowed in ROLES.items():
        browser = signed_in(someone)
        if is_refused(browser, address, csrf_of(browser), someone.site_id) is (role in allowed):
            wrong.append(address)
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_token_reaches_the_same_of_the_api(
    role: Role, worker: Callable[[Role], Actor], bearer: Speak
) -> None:
    someone = worker(role)
    client = bearer(someone)
    wrong = [
        address
        for address, allowed in ROLES.items()
        if "/api/" in address
        and is_refused(client, address, None, someone.site_id) is (role in allowed)
    ]
    assert wrong == []


def test_nobody_is_sent_to_sign_in(app: APIFlask) -> None:
    wrong = {}
    for address, allowed in ROLES.items():
        browser = app.test_client()
        found = status(browser, address, csrf_of(browser))
        expected = {401} if "/api/" in address else {302}
        if None not in allowed and found not in expected:
            wrong[address] = found
    assert wrong == {}
