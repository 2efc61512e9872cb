"""Small sets of words, written as running text so that they can be read and extended."""


def words(text: str) -> frozenset[str]:
    """The words of ``text``, as a set."""
    return frozenset(text.split())
