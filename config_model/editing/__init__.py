"""Lossless edits of YAML text: each works on the exact places that the parser gives, and touches no byte besides.

``config_model.document`` is the way in. The modules here plan an edit as pieces of text to put in place of others
(``splice``); the document carries a plan out only after the new text was read again and says exactly what was meant.
"""
