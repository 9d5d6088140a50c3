"""How to drive and walk, and who goes where. No database, no Flask: arrays in, plans out."""
