"""Generated coast days and the planners that are measured on them."""
