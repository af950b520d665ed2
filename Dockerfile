# Two stages: the first resolves and installs, the second holds no compiler and no pip cache.
FROM python:3.13-slim-bookworm AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /opt/repere
# The packages first: they change less often than the code.
COPY pyproject.toml README.md requirements.lock requirements-model.lock requirements-torch.lock ./
COPY tools tools
COPY ingest ingest
COPY assistant assistant
COPY bots bots
ARG REPERE_EXTRAS=
RUN python tools/prepare.py run \
    && if [ -n "$REPERE_EXTRAS" ]; then .venv/bin/pip install ".[$REPERE_EXTRAS]"; fi \
    && find .venv -name __pycache__ -type d -prune -exec rm -rf {} +

FROM python:3.13-slim-bookworm

RUN useradd --create-home --uid 10001 repere
WORKDIR /opt/repere
COPY --from=build /opt/repere /opt/repere
COPY corpus corpus
RUN mkdir /opt/repere/.repere /depot && chown repere:repere /opt/repere/.repere /depot
# TOKENIZERS_PARALLELISM is a switch, not a secret
# hadolint ignore=DL3064
ENV PATH=/opt/repere/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    TOKENIZERS_PARALLELISM=false \
    REPERE_HOST=0.0.0.0 \
    REPERE_PORT=8000
USER 10001
VOLUME /opt/repere/.repere
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# The documents are read again at every start; what has not changed is not embedded again. A document that is refused, or
# an ingest that cannot be, stops no service: the report says so, and the index there is answers.
CMD ["sh", "-c", "repere ingest; exec repere serve"]
