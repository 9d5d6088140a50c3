"""The JSON API under /api/v1: one blueprint for one resource."""

from apiflask import APIBlueprint

blueprints: tuple[APIBlueprint, ...] = ()
