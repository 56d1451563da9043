# docker build -t readback . && docker compose up      (how much it may take is in compose.yaml)
# Every step is plain enough to be run outside Docker as well: tests/test_docker.py reads this file and does so.
# Whoever builds for others pins the image of Python to the digest that they have looked at; docs/deploy.md says how.
ARG PYTHON=python:3.11-slim

FROM ${PYTHON} AS build
WORKDIR /build
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /opt/readback
RUN /opt/readback/bin/python -m pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements.lock
RUN python -m pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r requirements-build.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY service service
COPY voices voices
RUN python -m pip wheel --no-deps --no-index --no-build-isolation --wheel-dir dist .
RUN /opt/readback/bin/python -m pip install --no-deps --no-index --find-links dist readback

FROM ${PYTHON}
COPY --from=build /opt/readback /opt/readback
ENV PATH=/opt/readback/bin:$PATH
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 ORT_DISABLE_TELEMETRY=1
ENV READBACK_HOST=0.0.0.0 READBACK_PORT=8000 READBACK_VOICES_FOLDER=/voices
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"READBACK_PORT\"]}/healthz', timeout=4)"]
CMD ["readback", "serve"]
