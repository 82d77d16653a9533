"""How fast the app is, measured as ratios, so that the numbers of different machines can be compared."""
