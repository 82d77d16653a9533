"""The settings of an area: a row each, the detail of the focused one, and the editors that open in a row."""
