"""The database: the embedded cluster, the engine and the column types."""
