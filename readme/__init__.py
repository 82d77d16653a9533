"""What the README shows of the app, made from the app: tables and the picture."""
