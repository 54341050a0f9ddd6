# shellcheck shell=bash
# The application of an instance: built, migrated, filled, served; with its sandbox gateway and mail sink beside it.

BINARY=${CARGO_TARGET_DIR:-$ROOT/target}/debug/onedoor

need_app_port() {
  local holder
  running app && [ "$(app_port)" = "$PORT" ] && return 0
  ! holder=$(listener "$PORT") ||
    fail "Port $PORT is in use by $holder. End it, or choose another port: make demo PORT=$((PORT + 10))"
}

# app_port: the port of the app as it was last started.
app_port() { cat "$INSTANCE/run/app.port" 2>/dev/null; }

# keep_sandbox_ports: another program may have taken the port of a mail sink or gateway that does not run.
keep_sandbox_ports() {
  running mail || { keep_port_if_free SMTP_PORT && keep_port_if_free MAIL_PORT; }
  running gateway || keep_port_if_free GATEWAY_PORT
}

# app_version: changes with everything a running app was started from.
app_version() {
  {
    stat -c '%Y %s' "$BINARY"
    cat "$INSTANCE/env"
    (cd "$ROOT" && { find templates locales policies assets/dist -type f -printf '%p %T@\n' 2>/dev/null || true; } | sort)
  } | sha256sum | cut -d' ' -f1
}

# serve_app: everything that runs beside the servers, started again only when something it was started from has changed.
serve_app() {
  local version
  version=$(app_version)
  if [ "$version" != "$(cat "$INSTANCE/run/app.version" 2>/dev/null)" ]; then
    stop_app
  fi
  running mail || start_process mail "$BINARY" sandbox mail
  running gateway || start_process gateway "$BINARY" sandbox gateway
  running app || start_process app "$BINARY" serve
  printf '%s\n' "$PORT" >"$INSTANCE/run/app.port"
  printf '%s\n' "$version" >"$INSTANCE/run/app.version"
  wait_until 60 app ready ||
    fail_with_log app "OneDoor did not become ready. Ask it why: set -a; . $INSTANCE/env; $BINARY doctor"
}

# ready: /health/ready answers 200. In a subshell, because a connection closed under it ends the one who writes.
ready() (
  exec 8<>"/dev/tcp/$LOOPBACK/$PORT" || exit 1
  printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&8
  IFS= read -r -t 5 status <&8 || true
  [[ "${status:-}" == "HTTP/1.1 200"* ]]
) 2>/dev/null

stop_app() {
  stop_process app TERM 30
  stop_process gateway TERM 5
  stop_process mail TERM 5
}
