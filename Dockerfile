# One process, no build step: TypeScript is run as it is, so that .sql and .json travel with the code.
# amd64, since the lock file holds DuckDB's binding for Linux x64 only. Pin the digest your scanner has approved.
FROM --platform=linux/amd64 node:22-bookworm-slim

ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# .npmrc forbids install scripts: nothing that is fetched runs while the image is made.
RUN npm ci --omit=dev && npm cache clean --force
COPY LICENSE NOTICE tsconfig.json ./
COPY analysis analysis
COPY cards cards
COPY bot bot

# The code belongs to root and cannot be changed by the bot; /data is all it may write to.
RUN install --directory --owner=node --group=node --mode=0700 /data
ENV MAILTRAIL_DATA=/data MAILTRAIL_INBOX=/data/inbox
VOLUME /data
USER node
EXPOSE 3978

# Without curl in the image, node asks. Container Apps ignores this and uses the probes of its template.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MAILTRAIL_PORT || 3978}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "tsx/esm", "bot/start.ts"]
