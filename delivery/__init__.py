"""The world outside: files and kubectl."""
