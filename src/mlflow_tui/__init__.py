"""The one top-level package of an installation.

The packages inside it are links to the folders at the top of the repository; the wheel and the sdist hold the files.
"""
