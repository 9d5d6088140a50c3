"""Gunicorn's settings: cooperative workers, each of which serves thousands of open event streams.

The standard library is made cooperative before anything else is imported, so that the application
can be loaded once, in the parent, and shared by the workers: a start takes half the time.
"""

from gevent import monkey

monkey.patch_all()

preload_app = True
worker_class = "gevent"
worker_connections = 4000
graceful_timeout = 5  # seconds; open streams resume elsewhere
loglevel = "warning"
