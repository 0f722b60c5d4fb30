# One image for every part: compose.yaml says which command each runs.
FROM python:3.13-slim

WORKDIR /app
COPY pyproject.toml constraints.txt README.md ./
COPY designer designer
COPY engine engine
COPY storage storage
RUN pip install --no-cache-dir --disable-pip-version-check -c constraints.txt ".[designer,postgres]" \
    && useradd --create-home parcours
USER parcours
WORKDIR /home/parcours

ENV PARCOURS_HOST=0.0.0.0 PYTHONUNBUFFERED=1
ENTRYPOINT ["parcours"]
CMD ["api", "--with-worker"]
