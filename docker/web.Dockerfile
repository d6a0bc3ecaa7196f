# The web server: Django, the pages, and none of the frameworks that compute on tensors.

FROM node:20-bookworm-slim AS pages
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /app
COPY requirements/web.txt requirements/web.txt
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements/web.txt
COPY manage.py ./
COPY explorer/ explorer/
COPY --from=pages /build/frontend/dist/ frontend/dist/
RUN useradd --uid 10001 --create-home layerscope && mkdir /data && chown layerscope /data
USER layerscope
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "explorer.wsgi:application", "--bind=0.0.0.0:8000", "--workers=2", "--worker-class=gthread", "--threads=8", "--no-control-socket"]
