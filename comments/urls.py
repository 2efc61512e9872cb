from django.urls import path

from comments import my_views, thread_views, views, writing

app_name = "comments"
urlpatterns = [
    path("articles/<slug:slug>/comments/", views.check, name="check"),
    path("articles/<slug:slug>/comments/send/", views.send, name="send"),
    path("comments/<slug:public_id>/", thread_views.permalink, name="permalink"),
    path("comments/<slug:public_id>/report/", thread_views.report, name="report"),
    path("comments/<slug:public_id>/reported/", thread_views.reported, name="reported"),
    path("my/<str:token>/", my_views.private_page, name="private"),
    path("my/<str:token>/edit/", my_views.edit, name="edit"),
    path("my/<str:token>/edit/send/", my_views.edit, {"step": writing.send}, name="edit_send"),
    path("my/<str:token>/follow-up/", my_views.follow_up, name="follow_up"),
    path(
        "my/<str:token>/follow-up/send/",
        my_views.follow_up,
        {"step": writing.send},
        name="follow_up_send",
    ),
    path("my/<str:token>/email/", my_views.email, name="email"),
    path("my/<str:token>/stop/", my_views.stop, name="stop"),
    path("my/<str:token>/withdraw/", my_views.withdraw, name="withdraw"),
    path("my/<str:token>/erase/", my_views.erase, name="erase"),
    path("my/<str:token>/held/", my_views.held, name="held"),
]
