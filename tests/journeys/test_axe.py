"""What looks at every page in the journeys sees: leaner ways of asking it must not make it blind."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

FAULTS = {
    "image-alt": "<img src='/static/ui/icon.svg'>",
    "color-contrast": "<p style='color: #999; background: #aaa'>Words</p>",
    "target-size": "<button style='width: 9px; height: 9px'>a</button><button style='width: 9px; height: 9px'>b</button>",
    "heading-order": "<h4>Four</h4>",
    "label": "<input>",
    "link-name": "<a href='/'></a>",
}


def test_a_page_full_of_faults_is_refused_for_every_one(site, open_page, axe):
    page = open_page(bypass_csp=True)  # our policy lets no style in that stands in the words
    page.goto("/")
    page.evaluate("more => document.querySelector('main').insertAdjacentHTML('beforeend', more)", "".join(FAULTS.values()))
    with pytest.raises(AssertionError) as refused:
        axe(page)
    assert [each for each in FAULTS if f"{each} (" not in str(refused.value)] == []
    assert "<img" in str(refused.value), "it says where"
