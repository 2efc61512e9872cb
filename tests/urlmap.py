"""Every address of the project, from the URL configuration itself, so that none is forgotten."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

# What stands in for an address's parts when a test has nothing better.
SAMPLES = {"int": "999999", "slug": "no-such-slug", "str": "no-such-part", "path": "no/such/path"}


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: its route as written, its name, and a path that leads to it."""

    route: str
    name: str
    path: str
    is_translated: bool = False  # also under /es/

    @property
    def is_admin(self) -> bool:
        return self.route.startswith("admin/")


def every_address() -> list[Address]:
    """All patterns, those of the admin and of its models included."""
    return list(_walk(get_resolver().url_patterns, "", "", is_translated=False))


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, namespace: str, *, is_translated: bool
) -> Iterator[Address]:
    for one in patterns:
        route = before + _route(one)
        translated = is_translated or isinstance(one.pattern, LocalePrefixPattern)
        if isinstance(one, URLResolver):
            inner = ":".join(part for part in (namespace, one.namespace or "") if part)
            yield from _walk(one.url_patterns, route, inner, is_translated=translated)
        else:
            name = ":".join(part for part in (namespace, one.name or "") if part)
            yield Address(route, name, "/" + sample(route), translated)


def _route(one: URLPattern | URLResolver) -> str:
    pattern = one.pattern
    if isinstance(pattern, LocalePrefixPattern):
        return ""
    if isinstance(pattern, RoutePattern):
        return str(vars(pattern)["_route"])
    if isinstance(pattern, RegexPattern):
        return f"^{vars(pattern)['_regex']}"
    raise TypeError(f"unknown kind of pattern: {pattern!r}")


def sample(route: str, **parts: object) -> str:
    """A path for a route, its parts filled with `parts` or with samples that lead nowhere."""

    def fill(found: re.Match[str]) -> str:
        kind, name = found["kind"] or "str", found["name"]
        return str(parts.get(name, SAMPLES.get(kind, "x")))

    if "^" in route:
        head, _, regex = route.partition("^")
        if regex.startswith("^(?P<app_label>"):
            return head + "staff/"
        return head + "no-such-page" if "(?P<url>" in regex else head + re.sub(r"[\^$]", "", regex)
    return re.sub(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", fill, route)
