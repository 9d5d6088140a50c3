"""The errors that the domain raises: each has a code, an HTTP status and a sentence for its reader.

`geoops.web.problems` turns them into RFC 9457 problems; pages show `str(error)` inline. The
sentences are English source strings; `template` and `details` let the edge translate them.
"""

from typing import Any, ClassVar


class GeoOpsError(Exception):
    """The root of every error that GeoOps raises on purpose.

    `template` is the sentence, with `{name}` places that `details` fill. `details` also travels
    in the problem document, so it must hold nothing that the caller may not see.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 500
    template: ClassVar[str] = "Something went wrong."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.template.format(**details))


class NotFound(GeoOpsError):
    """Something that is not there, or not for this reader: nobody is told which of the two."""

    code = "not-found"
    status = 404
    template = "There is no {kind} {identifier} here."


class Forbidden(GeoOpsError):
    """The account's role does not include what it asked for."""

    code = "forbidden"
    status = 403
    template = "The role {role} may not do this: {action}."


class NotSignedIn(GeoOpsError):
    """Nobody is signed in, or the token is not valid."""

    code = "not-signed-in"
    status = 401
    template = "Sign in, or send a valid API token."


class Invalid(GeoOpsError):
    """Input that cannot be used; `field` names it and `reason` says why in words."""

    code = "invalid"
    status = 422
    template = "{field}: {reason}"


class Conflict(GeoOpsError):
    """The request contradicts what is already recorded."""

    code = "conflict"
    status = 409
    template = "{reason}"
