"""The web: pages, JSON API and live stream. It parses, knows who asks, calls the desk, renders."""
