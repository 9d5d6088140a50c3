"""Forecasts of occupancy: arrays in, evenings out. No database, no Flask, no clock."""
