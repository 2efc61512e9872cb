"""One file per family of details; ``scan.DETECTORS`` is the order in which they are asked."""
