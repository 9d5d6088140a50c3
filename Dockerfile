FROM python:3.13-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libexpat1 libgomp1 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/geoops
COPY requirements/app.txt requirements/app.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/app.txt
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && pybabel compile -q -d geoops/web/translations \
    && useradd --system geoops && mkdir -p /var/lib/geoops && chown geoops /var/lib/geoops
USER geoops
EXPOSE 8000
CMD ["geoops", "serve"]
