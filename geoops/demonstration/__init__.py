"""The demonstration: the Côte d'Opale with fictional places and a schematic road network."""
