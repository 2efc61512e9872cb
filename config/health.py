"""Whether this process and what it needs are well: for load balancers and monitors."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.monitors import is_monitor


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Says nothing more, so anybody may ask."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and every migration is applied. For monitors only."""
    if not is_monitor(request):
        raise Http404
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    ready = {"database": True, "migrations": not pending}
    return JsonResponse(ready, status=200 if all(ready.values()) else 503)
