"""Forecasts of occupancy: nights in, evenings ahead out. No database, no Flask, no clock.

Only `methods` knows statsmodels, which takes a second and 150 MB to import: whoever is in a hurry
asks a process of its own (`process`).
"""
