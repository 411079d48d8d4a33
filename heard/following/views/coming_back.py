"""How an author comes back: with the story key, or with a link by email."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from heard.accounts.actions import authors
from heard.accounts.models import Author
from heard.accounts.policies import author_of, note_proved
from heard.core import links
from heard.core.access import never_kept, place_of, public
from heard.core.errors import NotAcceptable, TooMany
from heard.following.forms import KeyForm, LinkForm
from heard.regions.queries import setting
from heard.regions.rules import SettingKey
from heard.stories.presenters import region_of
from heard.telling.presenters import telling_frame


@public
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Come in with the four words."""
    if request.method in {"GET", "HEAD"} and author_of(request.session) is not None:
        return redirect(links.to("my-story"))
    region, status = region_of(request), 200
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            author = authors.enter_key(words=form.cleaned_data["words"], place=place_of(request), region_id=region.pk)
        except (NotAcceptable, TooMany) as refused:
            form.add_error("words", str(refused))
            status = 429 if isinstance(refused, TooMany) else 422
        else:
            authors.come_in(request.session, author)
            return redirect(links.ours(request.POST.get("next", "")) or links.to("my-story"))
    elif form.is_bound:
        status = 422
    context = telling_frame(region) | {
        "form": form,
        "draft_kept": setting(region.pk, SettingKey.DRAFT_KEPT),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "following/enter.html", context, status=status)


@public
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """Ask for a link by email. The answer is the same whether we know the address or not."""
    region, status, asked = region_of(request), 200, False
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            authors.request_sign_in_link(email=form.cleaned_data["email"], place=place_of(request))
            asked = True
        except (NotAcceptable, TooMany) as refused:
            form.add_error("email", str(refused))
            status = 429 if isinstance(refused, TooMany) else 422
    elif form.is_bound:
        status = 422
    return render(request, "following/ask_for_link.html", telling_frame(region) | {"form": form, "asked": asked}, status=status)


@public
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A link from an email: opening it does nothing, pressing its button lets its author in."""
    region, problem = region_of(request), ""
    if request.method == "POST":
        try:
            author: Author = authors.use_sign_in_link(token=token)
        except NotAcceptable as refused:
            problem = str(refused)
        else:
            authors.come_in(request.session, author)
            note_proved(request.session, author)
            return redirect(links.to("my-story"))
    return render(request, "following/link.html", telling_frame(region) | {"problem": problem}, status=410 if problem else 200)


@public
@never_kept
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the story on this device."""
    authors.go_out(request.session)
    return redirect(links.to("enter-key"))
