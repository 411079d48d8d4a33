from django.urls import path

from heard.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.people, name="people"),
    path("demo/be/nobody/", views.be_nobody, name="be_nobody"),
    path("demo/be/the-author/", views.be_author, name="be_author"),
    path("demo/be/<slug:slug>/", views.be_person, name="be_person"),
    path("demo/mailbox/", views.mailbox, name="mailbox"),
    path("demo/mailbox/<int:number>/", views.message, name="message"),
]
