"""The layers of the map."""
