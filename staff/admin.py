"""Staff accounts in the admin, and the pages that signing in needs."""

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from staff import devices, pages, records, sessions
from staff.models import User

__all__ = ["StaffUserAdmin", "pages", "records", "sessions"]  # loaded for what they register


# Nobody reads or changes a colleague's seeds; a lost phone is taken away by an action below.
admin.site.unregister([TOTPDevice, StaticDevice])


@admin.register(User)
class StaffUserAdmin(UserAdmin):
    fieldsets = (*(UserAdmin.fieldsets or ()), (_("Desk"), {"fields": ["single_keys"]}))
    list_display = ("username", "first_name", "last_name", "is_active", "second_factor")
    list_filter = ("is_active", "groups")
    actions = ("end_sessions", "remove_second_factor")

    @admin.display(boolean=True, description=_("second factor"))
    def second_factor(self, user: User) -> bool:
        return user.has_authenticator

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            user.end_sessions()
        count = len(users)
        done = ngettext("%d person is signed out.", "%d people are signed out.", count) % count
        messages.success(request, done)

    @admin.action(description=_("Remove the second factor (lost phone)"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            devices.remove(user)
            records.second_factor("removed", user)
        messages.success(request, _("They set up a new one when they sign in next."))
