"""What can be configured: settings, values, documents and checks; no output and no screens."""
