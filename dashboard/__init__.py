"""The screen: it selects released figures, shows them and does no arithmetic."""
