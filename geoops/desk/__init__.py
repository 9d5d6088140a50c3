"""The desk: what people do. One file for one activity, one transaction for one call.

Every function takes the `Actor` first: who asks, in which territory and role. Who may is said once,
by `@permitted(...)` on the function; the web and the command line only hand the actor in.
"""
