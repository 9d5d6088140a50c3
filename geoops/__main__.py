"""`python -m geoops` is `geoops`."""

from geoops.cli import main

main(prog_name="geoops")
