"""Live: how a change in the database reaches every open page, through LISTEN and NOTIFY."""
