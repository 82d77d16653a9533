"""What the actions do, a module a group; each function takes the app as `host.Host`."""
