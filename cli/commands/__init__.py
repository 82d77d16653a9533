"""The commands, a module each with `run(options) -> exit code`; imported only when they are called."""
