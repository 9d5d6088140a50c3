"""Replays of a stretch of the past: the desk's own functions under a clock that runs by itself.

A replay is given its figures, a seed and an empty database. It lives every day through the
functions that people's requests call, each with its own instant as now, and afterwards says what
came of it.
"""
