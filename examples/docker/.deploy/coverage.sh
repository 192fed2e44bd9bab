# Measures the program and serves its coverage. In images for tests only.
export NODE_OPTIONS='--conditions=covermain --import covermain/auto'
export COVER_DIR="${COVER_DIR:-/tmp/coverage/}"
export COVERAGE_HTTP_PORT="${COVERAGE_HTTP_PORT:-7777}"

# A published port reaches the agent only if it listens on all addresses of the container, which requires a token.
# Without a token, the agent listens on the loopback address of the container.
[ -z "$COVER_TOKEN" ] || export COVER_HTTP_HOST=0.0.0.0
