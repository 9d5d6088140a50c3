"""Files for other programs, one module for one format; none is written by hand."""
