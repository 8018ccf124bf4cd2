"""Statistics of a virtual trial: its tables, endpoints, subgroups, biomarkers, twins (METHODS.md)."""
