"""The API does what its OpenAPI document says, for whatever schemathesis thinks of."""

from typing import Any

import pytest
import schemathesis
from apiflask import APIFlask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from geoops.demonstration.load import load
from geoops.demonstration.load_history import load_history
from geoops.desk.actor import Actor
from geoops.records import (
    Hold,
    HoldState,
    Membership,
    Patrol,
    Referral,
    Role,
    Site,
    Zone,
    ZoneChange,
)
from tests.web.conftest import NOW, new_app, new_token

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
PHASES = (Phase.explicit, Phase.generate)  # what fails is reported as found, not minimised
BOUNDED = settings(deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def demo_app(engine: Engine, owner: Engine, tmp_path_factory: pytest.TempPathFactory) -> APIFlask:
    """The application on the demonstration's data."""
    load(owner, NOW.date())
    load_history(owner, NOW.date())
    home = tmp_path_factory.mktemp("home")
    (home / "network").mkdir()
    (home / "network" / "current").symlink_to("datasets/demonstration")
    return new_app(engine, home)


@pytest.fixture(scope="module")
def document(demo_app: APIFlask) -> Any:
    """What the API says of itself; the stream has no end, and is tested in test_live."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", demo_app)
    return schema.exclude(path="/api/v1/live")


@pytest.fixture(scope="module")
def token(demo_app: APIFlask, owner: Engine) -> str:
    """A demonstration coordinator's."""
    with Session(owner) as session:
        membership = session.scalars(
            select(Membership).where(Membership.role == Role.COORDINATOR).limit(1)
        ).one()
    actor = Actor(
        membership.account_id, membership.territory_id, membership.role, "demo", "Europe/Paris"
    )
    return new_token(owner, actor)


@pytest.fixture(scope="module")
def known(owner: Engine) -> dict[str, str]:
    """Identifiers that are there, which no generator would guess."""
    with Session(owner) as session:
        site, patrol = session.scalar(select(Site.id)), session.scalar(select(Patrol.id))
        hold = session.scalar(select(Hold.id).where(Hold.state == HoldState.ACTIVE))
        referral = session.scalar(select(Referral.id))
        zone, change = session.scalar(select(Zone.id)), session.scalar(select(ZoneChange.id))
    found = {"site_id": site, "patrol_id": patrol, "hold_id": hold, "referral_id": referral}
    found |= {"zone_id": zone, "change_id": change}
    words = {name: str(identifier) for name, identifier in found.items()}
    return words | {"service_date": "2026-11-24", "weekday": "1"}


def takes_anything(operation: Any) -> bool:
    """Whether there is anything that could be wrong about a request for it."""
    return bool(list(operation.body) or list(operation.iter_parameters()))


def try_every_operation(
    document: Any,
    mode: GenerationMode,
    headers: dict[str, str],
    known: dict[str, str],
    examples: int = 12,
) -> None:
    """Send generated cases to each operation, about things that are there and that are not."""
    operations = [result.ok() for result in document.get_all_operations()]
    assert len(operations) >= 31
    for operation in operations:
        if mode is GenerationMode.NEGATIVE and not takes_anything(operation):
            continue

        @settings(BOUNDED, max_examples=examples)
        @given(operation.as_strategy(generation_mode=mode), st.booleans())
        def answers_as_documented(case: Any, is_there: bool) -> None:
            if is_there:
                shared = case.path_parameters.keys() & known.keys()
                case.path_parameters |= {name: known[name] for name in shared}
            case.call_and_validate(headers=headers, checks=CHECKS)

        answers_as_documented()


@pytest.mark.parametrize("mode", GenerationMode)
def test_a_coordinator_gets_what_is_documented(
    document: Any, mode: GenerationMode, token: str, known: dict[str, str]
) -> None:
    try_every_operation(document, mode, {"Authorization": f"Bearer {token}"}, known)


def test_nobody_gets_what_is_documented(document: Any, known: dict[str, str]) -> None:
    try_every_operation(document, GenerationMode.POSITIVE, {}, known, examples=4)
