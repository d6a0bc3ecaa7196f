"""The layer graph and everything computed from it; standard library only."""
