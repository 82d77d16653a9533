"""Pure functions from values to Kubernetes objects and text."""
