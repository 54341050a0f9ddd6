# shellcheck shell=bash
# The instance's own RabbitMQ with its own epmd (the directory of Erlang nodes), all on the loopback.

# rabbitmq_folder: prints the folder of RabbitMQ's own start script. Debian's wrapper in /usr/sbin insists on the system's
# paths and users.
rabbitmq_folder() {
  local script
  script=$(compgen -G "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server" ||
    compgen -G "$DEB/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server") || return 1
  dirname "$(sort -V <<<"$script" | tail -1)"
}

ensure_rabbitmq() {
  running rabbitmq && return 0
  MQ=$INSTANCE/mq
  step_down rabbitmq
  server_folder rabbitmq "$MQ" "$MQ/home" "$MQ/db" "$MQ/log"
  start_epmd
  keep_port_if_free AMQP_PORT
  keep_port_if_free RABBITMQ_NODE_PORT
  configure_rabbitmq
  start_rabbitmq
}

start_epmd() {
  running epmd && return 0
  keep_port_if_free EPMD_PORT
  start_process epmd "${STEP_DOWN[@]}" epmd -address "$LOOPBACK" -port "$EPMD_PORT"
}

configure_rabbitmq() {
  printf '[].\n' >"$MQ/enabled_plugins"
  (umask 077 && cat >"$MQ/rabbitmq.conf") <<CONF
listeners.tcp.1 = $LOOPBACK:$AMQP_PORT
default_user = onedoor
default_pass = $AMQP_PASSWORD
default_vhost = /
vm_memory_high_watermark.absolute = $BROKER_MEMORY
disk_free_limit.absolute = 200MB
log.console = true
log.console.level = info
log.file = false
CONF
  ! as_root || chown rabbitmq: "$MQ/enabled_plugins" "$MQ/rabbitmq.conf"
}

# allow_files: as many open files as may be, up to 65536. With the usual 1024 RabbitMQ sets handles aside for its queues, and
# takes no connection any more, without a word, once there are some hundreds of them.
allow_files() {
  local most
  most=$(ulimit -H -n)
  if [ "$most" = unlimited ] || [ "$most" -gt 65536 ]; then most=65536; fi
  if [ "$(ulimit -S -n)" != unlimited ] && [ "$(ulimit -S -n)" -lt "$most" ]; then ulimit -S -n "$most"; fi
}

start_rabbitmq() {
  allow_files
  rm -f "$MQ/pid"
  start_process rabbitmq "${STEP_DOWN[@]}" env HOME="$MQ/home" ERL_CRASH_DUMP="$MQ/log/erl_crash.dump" \
    RABBITMQ_NODENAME="onedoor@$LOOPBACK" RABBITMQ_USE_LONGNAME=true RABBITMQ_MNESIA_BASE="$MQ/db" RABBITMQ_LOG_BASE="$MQ/log" \
    RABBITMQ_CONFIG_FILE="$MQ/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE=/dev/null RABBITMQ_ENABLED_PLUGINS_FILE="$MQ/enabled_plugins" \
    RABBITMQ_PID_FILE="$MQ/pid" RABBITMQ_DIST_PORT="$RABBITMQ_NODE_PORT" ERL_EPMD_PORT="$EPMD_PORT" ERL_EPMD_ADDRESS="$LOOPBACK" \
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} +sbwt none" \
    "$(rabbitmq_folder)/rabbitmq-server"
  wait_until 120 rabbitmq amqp_answers ||
    fail_with_log rabbitmq "RabbitMQ did not start. Mend what the log says; if its data are beyond repair, remove $MQ" \
      "(events not yet handled wait in the database and are sent again) and run this again."
  # From here on the record names the server itself, not the script that started it.
  record_process rabbitmq "$(cat "$MQ/pid")"
}

# amqp_answers: it speaks AMQP, which it does when everything else is up. In a subshell like `ready`, for the same reason.
amqp_answers() (
  exec 8<>"/dev/tcp/$LOOPBACK/$AMQP_PORT" || exit 1
  printf 'AMQP\0\0\11\1' >&8
  IFS= read -r -d '' -t 2 -N1 answer <&8 || true
  [ "${answer:-}" = $'\1' ]
) 2>/dev/null

stop_rabbitmq() {
  stop_process rabbitmq TERM 60
  stop_process epmd TERM 5
}
