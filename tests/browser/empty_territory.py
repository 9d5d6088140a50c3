"""A territory in which nobody has entered anything yet, with an account of every role."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from geoops.db.engine import owner_engine
from geoops.records import Account, Membership, Role, Territory
from tests.serving import Service


def empty_territory(service: Service) -> dict[str, str]:
    """Found one in a demonstration; the addresses of its accounts by role.

    Their password is that of the demonstration's own accounts.
    """
    engine = owner_engine(service.cluster.url("geoops_owner"))
    with Session(engine) as session, session.begin():
        password = session.scalars(select(Account.password).limit(1)).one()
        territory = Territory(id=uuid4(), code=f"t-{uuid4().hex[:12]}", name="Empty")
        session.add(territory)
        session.flush()
        emails = {}
        for role in Role:
            account = Account(
                id=uuid4(),
                email=f"{role.value}-{territory.code}@test.geoops.example",
                label=f"Test {role.value}",
                password=password,
                fs_uniquifier=uuid4().hex,
            )
            session.add(account)
            session.flush()
            session.add(Membership(account_id=account.id, territory_id=territory.id, role=role))
            emails[role.value] = account.email
    engine.dispose()
    return emails
