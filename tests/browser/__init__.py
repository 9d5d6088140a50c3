"""Real Chromium on the whole service."""
