"""What a script reads of its page's data, a page that loads it gives: else it is undefined."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES, TEMPLATES = ROOT / "geoops" / "web" / "pages", ROOT / "geoops" / "web" / "templates"
SCRIPTS = ROOT / "static" / "app"
EVERY = PAGES / "page.py"
"""What every page is given."""


def strings(node: ast.AST) -> Iterator[str]:
    """The keys of all dictionaries in a piece of Python."""
    for found in (one for one in ast.walk(node) if isinstance(one, ast.Dict)):
        yield from (one.value for one in found.keys if isinstance(one, ast.Constant))


def render_in(page: Path) -> ast.Dict:
    """The dictionary that is put into a page for its script."""
    (shown,) = (
        node.value
        for node in ast.walk(ast.parse(page.read_text()))
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "shown"
    )
    assert isinstance(shown, ast.Dict)
    return shown


def loaded(script: Path, seen: set[Path]) -> set[Path]:
    """A script and all that it imports, near or far."""
    if script not in seen:
        seen.add(script)
        for name in re.findall(r'(?:from|import)\s*\(?\s*"(\.[^"]+)"', script.read_text()):
            loaded((script.parent / name).resolve(), seen)
    return seen


def read_by(script: Path, of: str) -> set[str]:
    """The keys of `of` that a script reads."""
    text = script.read_text()
    taken = re.findall(rf"\{{([^}}]*)\}} = {of}\b", text)
    plucked = {name.split(":")[0].strip() for names in taken for name in names.split(",")}
    return plucked | set(re.findall(rf"(?<![\w.]){of}\??\.(\w+)", text))


def pages() -> Iterator[tuple[set[str], set[Path]]]:
    """Of each page: what it may give, and the scripts that it loads."""
    for page in PAGES.glob("*.py"):
        text = page.read_text()
        for template in set(re.findall(r'"(\w+\.html)"', text)):
            scripts = re.findall(r"filename='app/([\w/]+\.js)'", (TEMPLATES / template).read_text())
            for script in scripts:
                yield set(strings(ast.parse(text))), loaded(SCRIPTS / script, set())


def test_what_is_read_of_the_data_is_put_there() -> None:
    assert read_by(SCRIPTS / "page.js", "data") == {
        key.value for key in render_in(EVERY).keys if isinstance(key, ast.Constant)
    }


def test_every_key_that_a_script_reads_is_given_by_a_page_that_loads_it() -> None:
    always, found = set(strings(render_in(EVERY))), list(pages())
    assert len(found) > 10
    unknown = {
        f"{script.relative_to(SCRIPTS)} reads given.{key}"
        for script in set().union(*(scripts for _, scripts in found))
        for key in read_by(script, "given")
        if key not in always.union(*(keys for keys, scripts in found if script in scripts))
    }
    assert unknown == set()
