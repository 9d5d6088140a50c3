"""How a request names a stop: its place, and which of the day's visits of it."""

import re
from typing import Annotated

from flask_babel import gettext
from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from geoops.records.plan_question import STOP_ID


def _named(words: str) -> str:
    if not re.fullmatch(STOP_ID, words.lower()):
        raise PydanticCustomError(
            "stop_id",
            "{reason}",
            {"reason": gettext("give the place's identifier; for its second visit, #2 after it")},
        )
    return words.lower()


StopId = Annotated[
    str,
    AfterValidator(_named),
    WithJsonSchema({"type": "string", "pattern": STOP_ID}),
]
"""`<uuid>` of a zone, camp or site; `<uuid>#2`, `<uuid>#3` for its further visits of the day."""
