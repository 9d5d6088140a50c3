"""Flask-Security on our own records: the datastore, who is signed in, and the sign-in form."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import request
from flask_security import LoginForm, RoleMixin, UserDatastore, UserMixin

from geoops.desk.accounts import account_by_email, account_by_session, keep_password
from geoops.records import Account
from geoops.web.services import services


@dataclass
class SignedIn(UserMixin):
    """What Flask-Security knows of an account. Roles are a territory's: see `current_actor`."""

    account_id: UUID
    email: str
    label: str
    password: str
    active: bool
    locale: str
    fs_uniquifier: str = ""
    roles: list[RoleMixin] = field(default_factory=list)


class Accounts(UserDatastore):
    """The accounts as Flask-Security looks them up. Each call is one transaction of its own."""

    def __init__(self) -> None:
        super().__init__(SignedIn, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **key: Any) -> SignedIn | None:
        """The account with this `email` or this `fs_uniquifier`."""
        engine = services().engine
        if "email" in key:
            return _signed_in(account_by_email(engine, key["email"]))
        return _signed_in(account_by_session(engine, key["fs_uniquifier"]))

    def put(self, user: SignedIn) -> SignedIn:
        """Keep what Flask-Security may change: the hash, when Argon2's parameters have grown."""
        keep_password(services().engine, user.account_id, user.password)
        return user

    def commit(self) -> None:
        """Do nothing: `put` has committed."""


def _signed_in(account: Account | None) -> SignedIn | None:
    if account is None:
        return None
    return SignedIn(
        account_id=account.id,
        email=account.email,
        label=account.label,
        # An account whose password is no hash cannot sign in: Flask-Security takes "" for that.
        password=account.password if account.password.startswith("$argon2") else "",
        active=account.active,
        fs_uniquifier=account.fs_uniquifier,
        locale=account.locale,
    )


class SignInForm(LoginForm):
    """Address and password. There is no "remember me": the team's phones are shared."""

    remember = None

    def validate(self, **kwargs: object) -> bool:
        """Check the password, unless this account was tried too often from this address."""
        key = (str(self.email.data or "").strip().lower(), request.remote_addr or "")
        attempts, now = services().attempts, services().now()
        attempts.check(key, now)
        if super().validate(**kwargs):
            attempts.forget(key)
            return True
        attempts.count(key, now)
        return False

    def validate_next(self, field: object) -> None:
        """Accept any `next`: Flask-Security follows it only to this host, or else to the map."""
