# shellcheck shell=bash
# The instance's own PostgreSQL: loopback only, no socket, passwords by SCRAM, three roles of which two may nearly nothing.

# postgres_folder: prints the programs' folder of the newest PostgreSQL (15 or later) here.
postgres_folder() {
  local folder
  folder=$(compgen -G "/usr/lib/postgresql/*/bin/initdb" || compgen -G "$DEB/usr/lib/postgresql/*/bin/initdb") || return 1
  folder=$(dirname "$(sort -V <<<"$folder" | tail -1)")
  [ "$(basename "$(dirname "$folder")")" -ge 15 ] && echo "$folder"
}

# ensure_postgres [SETTING…]: running, with roles, database and extensions. A setting is name=value, for a start only.
ensure_postgres() {
  POSTGRES=$(postgres_folder)
  step_down postgres
  if ! adopt_postgres; then
    [ -e "$INSTANCE/pg/PG_VERSION" ] || create_cluster
    start_postgres "$@"
  fi
  create_database
}

create_cluster() {
  local password_file=$INSTANCE/pg.password
  rm -rf "$INSTANCE/pg.new"
  server_folder postgres "$INSTANCE/pg.new"
  (umask 077 && printf '%s\n' "$ADMIN_PASSWORD" >"$password_file")
  ! as_root || chown postgres: "$password_file"
  "${STEP_DOWN[@]}" "$POSTGRES/initdb" -D "$INSTANCE/pg.new" -U onedoor_admin --pwfile="$password_file" \
    --auth-host=scram-sha-256 --auth-local=reject -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=und \
    --data-checksums --no-instructions
  rm "$password_file"
  mv "$INSTANCE/pg.new" "$INSTANCE/pg"
}

# adopt_postgres: is it running? A server started here whose record was lost is known by its own lock file and command line;
# a lock file that names a stranger is stale (the process id has been given away since) and goes.
adopt_postgres() {
  local lock=$INSTANCE/pg/postmaster.pid pid
  running postgres && return 0
  pid=$(head -1 "$lock" 2>/dev/null) || return 1
  if tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "postgres -D $INSTANCE/pg "; then
    record_process postgres "$pid"
  else
    rm -f "$lock"
    return 1
  fi
}

start_postgres() {
  local setting settings=()
  for setting in max_connections=300 "$@"; do settings+=(-c "$setting"); done
  keep_port_if_free POSTGRES_PORT
  start_process postgres "${STEP_DOWN[@]}" "$POSTGRES/postgres" -D "$INSTANCE/pg" -p "$POSTGRES_PORT" \
    -c listen_addresses="$LOOPBACK" -c unix_socket_directories= "${settings[@]}"
  wait_until 60 postgres "$POSTGRES/pg_isready" -q -h "$LOOPBACK" -p "$POSTGRES_PORT" ||
    fail_with_log postgres "PostgreSQL did not start. Mend what the log says; if its data are beyond repair, remove" \
      "$INSTANCE (everything in it is lost) and run this again."
}

create_database() {
  export PGPASSWORD=$ADMIN_PASSWORD OWNER_PASSWORD TENANT_PASSWORD PLATFORM_PASSWORD
  "$POSTGRES/psql" -X -q -v ON_ERROR_STOP=1 -h "$LOOPBACK" -p "$POSTGRES_PORT" -U onedoor_admin -d postgres -f "$ROOT/tools/lib/database.sql"
}

stop_postgres() { ! adopt_postgres || stop_process postgres INT 60; }
