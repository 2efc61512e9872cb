"""One file per family of details; ``DETECTORS`` is the order in which they are asked."""
