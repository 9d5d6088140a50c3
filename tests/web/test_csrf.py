"""Another site cannot act through a signed-in browser."""

from flask.testing import FlaskClient

from geoops.records import Role
from tests.conftest import ActorOf
from tests.web.conftest import Speak, csrf_of
from tests.web.test_roles import ENCOUNTER


def post(client: FlaskClient, token: str | None) -> int:
    headers = {"X-CSRFToken": token} if token else {}
    return client.post("/api/v1/encounters", json=ENCOUNTER, headers=headers).status_code


def test_an_unsafe_request_of_a_session_needs_its_token(actor: ActorOf, signed_in: Speak) -> None:
    browser, other = signed_in(actor(Role.FIELD)), signed_in(actor(Role.FIELD))
    assert post(browser, None) == 403
    assert post(browser, "made up") == 403
    assert post(browser, csrf_of(other)) == 403


def test_a_form_without_its_token_is_refused(actor: ActorOf, signed_in: Speak) -> None:
    browser = signed_in(actor(Role.FIELD))
    assert browser.post("/territory", data={"territory": "x"}).status_code == 403
    assert browser.post("/sign-out").status_code == 403


def test_a_bearer_token_needs_none_and_uses_no_cookie(
    actor: ActorOf, signed_in: Speak, bearer: Speak
) -> None:
    assert post(bearer(actor(Role.FIELD)), None) == 201
    browser = signed_in(actor(Role.FIELD))
    browser.environ_base["HTTP_AUTHORIZATION"] = "Bearer not-a-token"
    assert post(browser, csrf_of(browser)) == 401


def test_a_bearer_header_does_not_lift_the_check_from_pages(
    actor: ActorOf, signed_in: Speak
) -> None:
    browser = signed_in(actor(Role.FIELD))
    answer = browser.post("/territory", headers={"Authorization": "Bearer x"})
    assert answer.status_code == 403
