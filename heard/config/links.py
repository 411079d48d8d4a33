"""Which view shows what: the table behind `heard.core.links.to`."""

PAGES = {
    "home": "website:home",
    "stories": "website:stories",
    "story": "website:story",  # number
    "service": "website:service",  # key: code or slug
    "services": "directory:find",
    "tell": "telling:begin",
    "my-story": "following:story",
    "go-on-telling": "telling:resume",
    "leave-quickly": "telling:leave",
    "help-first": "telling:help",
    "enter-key": "following:enter",
    "ask-for-link": "following:ask_for_link",
    "new-key": "following:new_key",
    "close-story": "following:close",  # by POST
    "author-link": "following:link",  # token
    "about": "website:about",
    "changes": "website:changes",
    "statistics": "website:statistics",
    "listening": "website:listening",
    "text-size": "ui:look",
    "glossary": "pages:glossary",
    "case-studies": "showcase:case_studies",
    "exemplars": "showcase:exemplars",
    "write-case-studies": "showcase:study_list",
    "choose-exemplars": "showcase:exemplar_list",
    "write-team": "showcase:team",
    "complain": "website:complain",
    "privacy": "website:privacy",
    "how-moderation-works": "website:how_moderation_works",
    "moderation": "moderation:queue",
    "case": "moderation:case",  # case_id
    "no-longer-moderator": "moderation:no_longer",
    "edit-story": "moderation:edit_story",  # number; of a story that is public
    "inbox": "inbox:inbox",
    "inbox-story": "inbox:story",  # number
    "confirm-contact": "directory:confirm_contact",  # token
    "stop-contact": "directory:stop_contact",  # token
    "stop-alerts": "alerts:stop",  # token
    "invitation": "organisations:invitation",  # token
    "sign-in": "account_login",
    "new-password": "account_reset_password",
    "choose-password": "account_reset_password_from_key",  # uidb36, key
    "public-contacts": "organisations:contacts",
    "after-sign-in": "organisations:start",
    "operator": "operating:overview",
    "editing": "pages:editing",
    "write-to-heard": "enquiries:write",
    "enquiry": "operating:enquiry",  # enquiry_id
    "film-to-edit": "pages:film",  # key
    "people-of-heard": "operating:people",
    "page": "pages:page",  # path, of what editors write
}
