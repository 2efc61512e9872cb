"""A reader's earlier comments, and the same words sent again."""

from typing import Any

from comments.models import Comment
from moderation import kindred
from staff.models import User
from tests import factories


def test_a_readers_other_comments_are_found_by_a_hash_of_the_address(moderator: User) -> None:
    first = factories.published(moderator, "Is it so?", email="Denise@example.org")
    second = factories.case("Is it not?", email=" denise@example.org ").comment
    factories.case("Is it me?", email="other@example.org")
    factories.case("Is it anybody?", email="")
    assert kindred.earlier(second) == [first]
    assert kindred.earlier(Comment.objects.get(pk=first.pk)) == [second]


def test_without_an_address_there_are_none(db: None) -> None:
    factories.case("Is it so?", email="")
    assert kindred.earlier(factories.case("Is it not?", email="").comment) == []


def test_the_same_words_wait_together_whatever_their_dress(moderator: User) -> None:
    one = factories.case("Does it work?  Really!")
    two = factories.case("does it WORK, really")
    factories.case("Does it work at all?")
    factories.published(moderator, "Does it work? Really?")
    assert kindred.same_words(one) == [two]


def test_each_takes_one_query(db: None, django_assert_num_queries: Any) -> None:
    case = factories.case("Is it so?")
    factories.case("Is it so?")
    with django_assert_num_queries(1):
        str([found.article.title for found in kindred.earlier(case.comment)])
    with django_assert_num_queries(1):
        str([found.comment.article.title for found in kindred.same_words(case)])
