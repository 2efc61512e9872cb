"""Where the desk's pages stand in the admin."""

from django.urls import path

from config.admin import StaffSite, UrlList, admin_pages
from moderation.desk import case_views, queue_views


@admin_pages
def desk_pages(site: StaffSite) -> UrlList:
    """The queue and the case, routed before the models' own pages."""
    return [
        path("moderation/queue/", site.admin_view(queue_views.queue_page), name="queue"),
        path("moderation/queue/next/", site.admin_view(queue_views.take_next), name="queue_next"),
        path("moderation/queue/together/", site.admin_view(queue_views.together), name="together"),
        path("moderation/keys/", site.admin_view(queue_views.single_keys), name="single_keys"),
        path("moderation/dashboard/", site.admin_view(queue_views.dashboard), name="dashboard"),
        path("moderation/queue/mine/", site.admin_view(queue_views.mine), name="decided_by_me"),
        path("moderation/case/<int:case_id>/", site.admin_view(case_views.case_page), name="case"),
    ]
