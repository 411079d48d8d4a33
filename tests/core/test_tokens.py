from heard.core.tokens import open_token, sealed_token


def test_a_sealed_token_is_opened_for_its_purpose_alone(settings):
    token = sealed_token("membership:7", purpose="stop")
    assert open_token(token, purpose="stop") == "membership:7"
    assert open_token(token, purpose="confirm") is None
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next key", [settings.SECRET_KEY]
    assert open_token(token, purpose="stop") == "membership:7", "a mail may be opened after the key was changed"
    settings.SECRET_KEY_FALLBACKS = []
    assert open_token(token, purpose="stop") is None


def test_two_tokens_that_say_the_same_have_nothing_in_common():
    assert sealed_token("membership:7", purpose="stop") != sealed_token("membership:7", purpose="stop")


def test_what_is_no_token_says_nothing():
    for token in ("", "a", "é", "\0", "a" * 100_000, "====", "_" * 40):
        assert open_token(token, purpose="stop") is None
