from django.urls import path

from heard.organisations import views

app_name = "organisations"
urlpatterns = [
    path("work/", views.start, name="start"),
    path("organisation/", views.overview, name="overview"),
    path("organisation/choose/", views.choose, name="choose"),
    path("organisation/switch/", views.switch, name="switch"),
    path("organisation/me/", views.profile, name="profile"),
    path("organisation/contacts/", views.contacts, name="contacts"),
    path("organisation/contacts/<int:contact_id>/remove/", views.remove_contact, name="remove_contact"),
    path("organisation/pictures/", views.pictures, name="pictures"),
    path("organisation/pictures/ours/", views.own_picture, name="own_picture"),
    path("organisation/pictures/services/<int:service_id>/", views.service_picture, name="service_picture"),
    path("organisation/pictures/<int:shown_id>/remove/", views.remove_picture, name="remove_picture"),
    path("organisation/leave/", views.leave, name="leave"),
    path("organisation/members/", views.members_list, name="members"),
    path("organisation/members/invite/", views.invite, name="invite"),
    path("organisation/members/<int:membership_id>/", views.member, name="member"),
    path("organisation/members/<int:membership_id>/freeze/", views.freeze, name="freeze"),
    path("organisation/members/<int:membership_id>/thaw/", views.thaw, name="thaw"),
    path("organisation/invitations/<int:invitation_id>/cancel/", views.cancel_invitation, name="cancel_invitation"),
    path("organisation/invitations/<int:invitation_id>/again/", views.send_again, name="send_again"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
