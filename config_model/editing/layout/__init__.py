"""Where things stand in a text, and how new ones are written there: lines, indents, flow style, anchors, comments."""
