from django.urls import get_resolver
from django.urls.resolvers import URLPattern

LIBRARIES = ("allauth.",)


def patterns(resolver, prefix=""):
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield prefix + str(each.pattern), each.callback
        else:
            yield from patterns(each, prefix + str(each.pattern))


def test_every_view_of_ours_says_who_it_is_for():
    silent = [
        address
        for address, view in patterns(get_resolver())
        if not view.__module__.startswith(LIBRARIES) and not getattr(view, "audience", None)
    ]
    assert silent == []
