"""A group of words; `{name}` in them is filled in by the page's scripts."""

Words = dict[str, str]
"""Words by their key. A key with `.one` and `.other` is chosen by a count `n`."""
