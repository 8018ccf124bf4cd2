"""What a study's outcomes depend on: designs, indices, tables (METHODS.md)."""
