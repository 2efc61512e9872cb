"""Where the sign-in steps and the account page stand in the admin."""

from django.urls import path

from config.admin import StaffSite, UrlList, admin_pages
from staff import views


@admin_pages
def sign_in_pages(site: StaffSite) -> UrlList:
    """The steps are open to who has only the password; the rest to who is in."""
    inside, on_the_way = site.admin_view, site.step_view
    return [
        path("second-factor/", on_the_way(views.second_factor), name="second_factor"),
        path("second-factor/new/", on_the_way(views.second_factor_new), name="second_factor_new"),
        path("second-factor/leave/", on_the_way(views.leave), name="second_factor_leave"),
        path("signed-in/", inside(views.signed_in), name="signed_in"),
        path("confirm/", inside(views.confirm), name="confirm"),
        path("account/", inside(views.security), name="security"),
        path("account/device/", inside(views.replace_device), name="replace_device"),
        path("account/codes/", inside(views.new_codes), name="new_codes"),
        path("account/codes/seen/", inside(views.codes_seen), name="codes_seen"),
        path("account/sessions/", inside(views.end_sessions), name="end_sessions"),
    ]
