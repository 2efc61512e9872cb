from django.urls import path

from comments import views

app_name = "comments"
urlpatterns = [
    path("articles/<slug:slug>/comments/", views.check, name="check"),
    path("articles/<slug:slug>/comments/send/", views.send, name="send"),
    path("comments/<str:public_id>/", views.permalink, name="permalink"),
    path("my/<str:token>/", views.private_page, name="private"),
]
