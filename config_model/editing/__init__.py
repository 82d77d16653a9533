"""Lossless edits of YAML text, which know no chart: no byte changes besides those of what was edited.

``config_model.document`` is the way in. ``operations`` say what an edit means for the data and plan it in several ways;
``layout`` knows how each way is written, as pieces of text in place of others. A plan is carried out only after the new
text was read again and says exactly what was meant.
"""
