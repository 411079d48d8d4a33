from django.urls import path

from heard.operating.views import directory, organisations, overview, people, regions

app_name = "operating"
urlpatterns = [
    path("operator/", overview.overview, name="overview"),
    path("operator/regions/", regions.region_list, name="regions"),
    path("operator/regions/new/", regions.new, name="new_region"),
    path("operator/regions/<int:region_id>/", regions.words, name="region"),
    path("operator/regions/<int:region_id>/numbers/", regions.numbers, name="numbers"),
    path("operator/regions/<int:region_id>/crisis-lines/", regions.crisis_lines, name="crisis_lines"),
    path("operator/regions/<int:region_id>/holidays/", regions.holidays, name="holidays"),
    path("operator/regions/<int:region_id>/holidays/remove/", regions.remove_holiday, name="remove_holiday"),
    path("operator/regions/<int:region_id>/who-tells/", regions.who_tells, name="who_tells"),
    path("operator/organisations/", organisations.organisation_list, name="organisations"),
    path("operator/organisations/new/", organisations.new, name="new_organisation"),
    path("operator/organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("operator/organisations/<int:organisation_id>/name/", organisations.rename, name="rename"),
    path("operator/organisations/<int:organisation_id>/services/", organisations.remit, name="remit"),
    path("operator/organisations/<int:organisation_id>/terms/", organisations.terms, name="terms"),
    path("operator/organisations/<int:organisation_id>/terms/<int:subscription_id>/end/", organisations.end_term, name="end_term"),
    path("operator/organisations/<int:organisation_id>/contacts/", organisations.contacts, name="contacts"),
    path(
        "operator/organisations/<int:organisation_id>/contacts/<int:contact_id>/remove/",
        organisations.remove_contact,
        name="remove_contact",
    ),
    path("operator/organisations/<int:organisation_id>/invite/", organisations.invite, name="invite"),
    path(
        "operator/organisations/<int:organisation_id>/invitations/<int:invitation_id>/cancel/",
        organisations.cancel_invitation,
        name="cancel_invitation",
    ),
    path("operator/organisations/<int:organisation_id>/members/", organisations.members_list, name="members"),
    path("operator/organisations/<int:organisation_id>/members/<int:membership_id>/freeze/", organisations.freeze, name="freeze"),
    path("operator/organisations/<int:organisation_id>/members/<int:membership_id>/thaw/", organisations.thaw, name="thaw"),
    path("operator/people/", people.people_list, name="people"),
    path("operator/people/invite/", people.invite, name="invite_person"),
    path("operator/people/<int:person_id>/", people.person, name="person"),
    path("operator/people/<int:person_id>/invite/", people.invite_again, name="invite_again"),
    path("operator/people/<int:person_id>/close/", people.close, name="close_person"),
    path("operator/people/<int:person_id>/open/", people.open_again, name="open_person"),
    path("operator/directory/", directory.find, name="directory"),
    path("operator/directory/<int:service_id>/", directory.service, name="service"),
    path("operator/directory/<int:service_id>/contact/", directory.contact, name="contact"),
    path("operator/directory/<int:service_id>/contact/ask/", directory.ask_contact, name="ask_contact"),
    path("operator/directory/corrections/<int:correction_id>/undo/", directory.undo, name="undo_correction"),
]
