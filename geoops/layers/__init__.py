"""Layers: what the maps show. SQL in, GeoJSON out; PostgreSQL writes the text that is sent."""
