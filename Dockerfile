# One image for every role; which one it plays is BEDSIDE_ROLE and the command (compose.yaml).
FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/bedside
RUN python -m venv /opt/venv
COPY requirements/run.txt requirements/services.txt requirements/
RUN /opt/venv/bin/pip install --require-hashes --no-deps --only-binary :all: -r requirements/run.txt \
    && /opt/venv/bin/pip install --require-hashes --no-deps --only-binary :all: -r requirements/services.txt
COPY . .
# Static files get their hashed names here. The demo's secrets that this makes are thrown away.
RUN BEDSIDE_DATA=/tmp/build STATIC_ROOT=/srv/static \
    /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf /tmp/build \
    && /opt/venv/bin/python -m compileall -q /opt/venv /srv/bedside

FROM python:3.13-slim-bookworm
RUN groupadd --system --gid 10001 bedside \
    && useradd --system --uid 10001 --gid bedside --no-create-home --shell /usr/sbin/nologin bedside \
    && install --directory --owner bedside --group bedside --mode 0700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv /srv
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BEDSIDE_ENV=production \
    BEDSIDE_DATA=/data \
    STATIC_ROOT=/srv/static \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /srv/bedside
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "deploy/healthcheck.py"]
# The worker runs beside it, in a container of its own.
CMD ["python", "manage.py", "serve", "--no-worker"]
