# shellcheck shell=bash
# An instance is a set of servers of this folder's own with its data, ports, secrets and logs: var/demo, var/test, var/bench.
#
#   ports    which ports it uses       secrets  passwords and keys, made once (0600)
#   env      what programs read (0600) run/     records of its processes      log/  what they said

# open_instance NAME: make its folders and hold it against a second command at the same time.
open_instance() {
  place_var
  INSTANCE=$VAR/$1
  STEP_LOG=$INSTANCE/log/set-up.log
  mkdir -p "$INSTANCE" "$INSTANCE/run" "$INSTANCE/log"
  exec 9>"$INSTANCE/lock"
  flock -n 9 || fail "Another command is at work on var/$1. Wait for it, or end it with Ctrl-C, then run this again."
  : >"$STEP_LOG"
}

# place_var: makes the folder var and sets VAR to where it really is.
# PostgreSQL refuses to run as root, so root's servers run as users of their own. Under a folder closed to them (/root is)
# var moves to /var/lib, with a link in its place.
place_var() {
  local place
  if as_root && [ ! -e "$ROOT/var" ] && ! open_to_others "$ROOT"; then
    place=/var/lib/onedoor-$(printf '%s' "$ROOT" | sha256sum | cut -c1-12)
    mkdir -p "$place"
    ln -s "$place" "$ROOT/var"
  fi
  mkdir -p "$ROOT/var" 2>/dev/null || fail "$(id -un) may not write into $ROOT. Run this as $(stat -c %U "$ROOT"), its owner."
  [ -O "$ROOT/var/." ] || fail "The folder $ROOT/var belongs to $(stat -Lc %U "$ROOT/var"). Run this as that user," \
    "or let that user run \`make stop\` and remove the folder var, then run this again."
  VAR=$(cd "$ROOT/var" && pwd -P)
}

# open_to_others FOLDER: every folder on the way may be passed by any user.
open_to_others() {
  local folder=$1
  while [ "$folder" != / ]; do
    (((8#$(stat -c %a "$folder") & 1) == 1)) || return 1
    folder=$(dirname "$folder")
  done
}

readonly PORT_NAMES="POSTGRES_PORT AMQP_PORT RABBITMQ_NODE_PORT EPMD_PORT SMTP_PORT MAIL_PORT GATEWAY_PORT APP_PORT"

# load_ports: the ports of this instance; the missing ones are chosen.
load_ports() {
  local name
  read_ports
  for name in $PORT_NAMES; do
    [ -n "${!name:-}" ] || choose_port "$name"
  done
}

read_ports() {
  # shellcheck source=/dev/null
  [ ! -e "$INSTANCE/ports" ] || . "$INSTANCE/ports"
}

# choose_port NAME: a free one, written down. What is written counts: steps run in processes of their own.
choose_port() {
  local name
  read_ports
  free_port
  printf -v "$1" '%s' "$FREE_PORT"
  for name in $PORT_NAMES; do
    printf '%s=%s\n' "$name" "${!name:-}"
  done >"$INSTANCE/ports.new"
  mv "$INSTANCE/ports.new" "$INSTANCE/ports"
}

# keep_port_if_free NAME: before a server starts: another program may have taken its port meanwhile.
keep_port_if_free() {
  ! listening "${!1}" >/dev/null || choose_port "$1"
}

readonly SECRET_NAMES="ADMIN_PASSWORD OWNER_PASSWORD TENANT_PASSWORD PLATFORM_PASSWORD AMQP_PASSWORD APP_SECRET GATEWAY_SECRET"

load_secrets() {
  local name
  if [ ! -s "$INSTANCE/secrets" ]; then
    (umask 077 && for name in $SECRET_NAMES; do printf '%s=%s\n' "$name" "$(random_hex)"; done >"$INSTANCE/secrets.new")
    mv "$INSTANCE/secrets.new" "$INSTANCE/secrets"
  fi
  # shellcheck source=/dev/null
  . "$INSTANCE/secrets"
}

# With a letter first, so that no reader takes it for a number.
random_hex() { printf 's%s' "$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')"; }

readonly LOOPBACK=127.0.0.1

database_url() { printf 'postgres://%s:%s@%s:%s/%s' "$1" "$2" "$LOOPBACK" "$POSTGRES_PORT" "$3"; }

amqp_url() { printf 'amqp://onedoor:%s@%s:%s/%%2f' "$AMQP_PASSWORD" "$LOOPBACK" "$AMQP_PORT"; }

# Where papers and browser find letters of every script.
FONT_FOLDERS=/usr/share/fonts:$DEB/usr/share/fonts

# write_env APP_PORT: everything the application reads, for the processes started here and for anyone who sources it.
write_env() {
  (umask 077 && cat >"$INSTANCE/env.new") <<ENV
ONEDOOR_OWNER_URL='$(database_url onedoor_owner "$OWNER_PASSWORD" onedoor)'
ONEDOOR_TENANT_URL='$(database_url onedoor_tenant "$TENANT_PASSWORD" onedoor)'
ONEDOOR_PLATFORM_URL='$(database_url onedoor_platform "$PLATFORM_PASSWORD" onedoor)'
ONEDOOR_AMQP_URL='$(amqp_url)'
ONEDOOR_SMTP_URL='smtp://$LOOPBACK:$SMTP_PORT'
ONEDOOR_MAIL_LISTEN='$LOOPBACK:$MAIL_PORT'
ONEDOOR_MAIL_DIR='$INSTANCE/mail'
ONEDOOR_GATEWAY_URL='http://$LOOPBACK:$GATEWAY_PORT'
ONEDOOR_GATEWAY_SECRET='$GATEWAY_SECRET'
ONEDOOR_GATEWAY_DIR='$INSTANCE/gateway'
ONEDOOR_BLOB_DIR='$INSTANCE/blobs'
ONEDOOR_LISTEN='$LOOPBACK:$1'
ONEDOOR_PUBLIC_PORT='$1'
ONEDOOR_SECRET='$APP_SECRET'
ONEDOOR_ASSETS_DIR='$ROOT/assets/dist'
ONEDOOR_TEMPLATES_DIR='$ROOT/templates'
ONEDOOR_LOCALES_DIR='$ROOT/locales'
ONEDOOR_FONTS_DIRS='$FONT_FOLDERS'
ONEDOOR_DEMO='1'
${UNPACKED_LIBRARIES:+LD_LIBRARY_PATH='$UNPACKED_LIBRARIES'}
${ONEDOOR_LOG:+ONEDOOR_LOG='$ONEDOOR_LOG'}
${ONEDOOR_LOG_FORMAT:+ONEDOOR_LOG_FORMAT='$ONEDOOR_LOG_FORMAT'}
ENV
  mv "$INSTANCE/env.new" "$INSTANCE/env"
}

# use_env: hand it to every program started from here on.
use_env() {
  set -a
  # shellcheck source=/dev/null
  . "$INSTANCE/env"
  set +a
}

# export_test_env: what tests and benches read. They make databases of their own, so they get the superuser.
export_test_env() {
  export ONEDOOR_TEST_ADMIN_URL ONEDOOR_TEST_AMQP_URL
  ONEDOOR_TEST_ADMIN_URL=$(database_url onedoor_admin "$ADMIN_PASSWORD" postgres)
  ONEDOOR_TEST_AMQP_URL=$(amqp_url)
  export ONEDOOR_TEST_OWNER_PASSWORD=$OWNER_PASSWORD ONEDOOR_TEST_TENANT_PASSWORD=$TENANT_PASSWORD
  export ONEDOOR_TEST_PLATFORM_PASSWORD=$PLATFORM_PASSWORD
  export ONEDOOR_ASSETS_DIR=$ROOT/assets/dist ONEDOOR_TEMPLATES_DIR=$ROOT/templates ONEDOOR_LOCALES_DIR=$ROOT/locales
  export ONEDOOR_FONTS_DIRS=$FONT_FOLDERS
}

# step_down USER: sets STEP_DOWN, the words before a server's command: root runs it as the server's own user.
step_down() {
  STEP_DOWN=()
  ! as_root || STEP_DOWN=(setpriv --reuid="$1" --regid="$1" --clear-groups)
}

# server_folder USER FOLDER…: folders that only the server's user may read.
server_folder() {
  local user=$1
  shift
  mkdir -p "$@"
  chmod 700 "$@"
  ! as_root || chown -R "$user:" "$@"
}
