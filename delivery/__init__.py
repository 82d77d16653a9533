"""The world outside: files on disk, kubectl, and the safe apply to a cluster."""
