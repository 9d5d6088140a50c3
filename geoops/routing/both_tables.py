"""A table with roads closed: that of the open network beside it, from two processes at once.

No way may be faster with roads closed (never_faster.py), so each such table needs both. They do
not depend on each other: two of the engine's processes make them at the same time, and the open
one may be in the store already, from before the closure.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from geoops.routing.never_faster import slower_table
from geoops.routing.wire import Arrays, Header

type Asking = Callable[[Header], tuple[Header, Arrays]]


def both_tables(ask: Asking, question: Header) -> tuple[Header, Arrays]:
    """The answer to a `question` that names a variant; a refusal by either is the answer.

    Parameters
    ----------
    ask
        Asks the engine, or the store.
    """
    open_question = {key: value for key, value in question.items() if key != "variant"}
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(ask, open_question)
        closed, closed_table = ask(question | {"alone": True})
        open_, open_table = asked.result()
    if closed.get("refused") == "no-variant" or open_.get("dataset") != question["dataset"]:
        return {"refused": "no-variant"}, {}
    if "refused" in open_:
        return open_, open_table
    if "refused" in closed:
        return closed, closed_table
    return closed, slower_table(open_table, closed_table)
