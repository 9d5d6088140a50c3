"""The pages, one blueprint each."""

from flask import Blueprint

blueprints: tuple[Blueprint, ...] = ()
