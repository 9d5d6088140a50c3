"""GeoOps: a geospatial field-operations map service for outreach patrols on the Channel coast."""

__version__ = "0.1.0"
