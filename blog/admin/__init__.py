"""The editors' side: articles, their pictures, people and topics, in the stock admin."""

from blog.admin import articles, people, picture_pages

__all__ = ["articles", "people", "picture_pages"]
