# A worker: builds, measures and exports networks. PyTorch's Linux wheels bring what CUDA needs; the driver is the host's.

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /app
COPY requirements/worker.txt requirements/worker.txt
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements/worker.txt
COPY manage.py ./
COPY explorer/ explorer/
COPY workers/ workers/
RUN useradd --uid 10001 --create-home layerscope && mkdir /data && chown layerscope /data
USER layerscope
VOLUME /data
CMD ["celery", "--app", "workers.app", "worker", "--pool=threads", "--concurrency=1", "--queues=cpu", "--loglevel=INFO"]
