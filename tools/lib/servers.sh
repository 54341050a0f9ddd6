# shellcheck shell=bash
# The parts put together: what demo, test and bench have in common.

PURPOSES=()          # packages wanted beside servers and assets, see packages_for
POSTGRES_SETTINGS=() # name=value, beside the usual
BROKER_MEMORY=512MB  # beyond it RabbitMQ stops whoever publishes

# prepare_servers: packages, PostgreSQL, RabbitMQ and assets, quietly, while cargo builds in the foreground.
prepare_servers() {
  end_children_on_signal
  QUIET_STEPS=1
  install_packages servers assets "${PURPOSES[@]}"
  step "Starting PostgreSQL" ensure_postgres "${POSTGRES_SETTINGS[@]}"
  step "Starting RabbitMQ" ensure_rabbitmq
  step "Building front-end assets" build_assets
}

# build_beside_servers COMMAND…: the build in the foreground with its own output, the servers coming up in the background.
# Both must succeed; sets nothing, but leaves ports as they were written down.
build_beside_servers() {
  local servers status=0 started=$SECONDS
  prepare_servers &
  servers=$!
  "$@" </dev/null || status=$?
  [ "$status" = 0 ] || say "  ✗ ${*} failed, see above"
  [ "$status" != 0 ] || step_done "Building OneDoor" "$((SECONDS - started))"
  wait "$servers" || status=$?
  [ "$status" = 0 ] || fail "Not everything is there: see the first ✗ above. Mend it and run this again; what is done stays done."
  use_unpacked
  load_ports
}

# stop_instance: end what runs in it, the servers last.
stop_instance() {
  stop_app
  stop_rabbitmq
  stop_postgres
}

# end_instance: when a command that owns its instance ends, however it ends; a second Ctrl-C does not leave servers behind.
end_instance() {
  trap '' INT TERM
  stop_instance
}
