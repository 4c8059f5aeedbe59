"""The engine of the equality scorecard: it counts, protects, judges and keeps figures."""
