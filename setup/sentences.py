"""A Babel extractor for the sentences of the domain's errors, which are translated at the edge.

`template = "…"` in the body of a class, `reason="…"` as an argument, and the values of a dictionary
`TEMPLATES` are read by no keyword of gettext; the web looks them up when it answers.
"""

import ast

from babel.messages.extract import extract_python


def extract(fileobj, keywords, comment_tags, options):
    """Yield (line, function, message, comments) for each sentence and gettext call of a file."""
    for found in extract_python(fileobj, keywords, comment_tags, options):
        if found[1] is not None and found[2] != "reason":
            yield found
    fileobj.seek(0)
    for node in ast.walk(ast.parse(fileobj.read())):
        for value in _sentences(node):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.lineno, None, value.value, []


def _sentences(node):
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            if _names(statement) == ["template"]:
                yield statement.value
    if _names(node) == ["TEMPLATES"]:
        yield from getattr(node.value, "values", [])
    if isinstance(node, ast.keyword) and node.arg == "reason":
        yield node.value


def _names(node):
    targets = getattr(node, "targets", []) or [getattr(node, "target", None)]
    return [getattr(target, "id", None) for target in targets]
