# shellcheck shell=bash
# Servers in the background, each known by a record that no other process can be mistaken for: process id, the moment it
# started and the boot it started in. Only a process that matches its record is ever signalled.

# start_process NAME COMMAND…: run detached, with its output in log/NAME.log.
start_process() {
  local name=$1
  shift
  setsid "$@" </dev/null >>"$INSTANCE/log/$name.log" 2>&1 3>&- 9>&- &
  record_process "$name" $!
}

record_process() {
  printf '%s %s %s\n' "$2" "$(process_started "$2")" "$(boot)" >"$INSTANCE/run/$1.pid"
}

boot() { cat /proc/sys/kernel/random/boot_id; }

# process_started PID: clock ticks after boot; nothing for a process that is gone or only waits to be reaped.
process_started() {
  local line fields
  line=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  read -ra fields <<<"${line##*) }" # the name in brackets may hold anything
  [ "${fields[0]}" = Z ] || printf '%s' "${fields[19]}"
}

# process_id NAME: prints the id of the recorded process when it still runs; fails when it does not.
process_id() {
  local pid started booted
  read -r pid started booted 2>/dev/null <"$INSTANCE/run/$1.pid" || return 1
  [ -n "$booted" ] && [ "$booted" = "$(boot)" ] && [ "$started" = "$(process_started "$pid")" ] || return 1
  printf '%s' "$pid"
}

running() { process_id "$1" >/dev/null; }

# stop_process NAME SIGNAL SECONDS: ask, wait, and after so many seconds insist.
stop_process() {
  local name=$1 signal=$2 patience=$3 pid deadline
  if pid=$(process_id "$name"); then
    kill -"$signal" "$pid" 2>/dev/null || fail "Process $pid ($name) belongs to another user. Run this as the user who started it."
    deadline=$((SECONDS + patience))
    while running "$name"; do
      [ "$SECONDS" -lt "$deadline" ] || kill -KILL "$pid" 2>/dev/null || true
      sleep 0.1
    done
  fi
  rm -f "$INSTANCE/run/$name.pid"
}

# wait_until SECONDS NAME COMMAND…: until the command succeeds; fails when the process dies or the time is over.
wait_until() {
  local deadline=$((SECONDS + $1)) name=$2
  shift 2
  until "$@"; do
    running "$name" && [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.1
  done
}

# fail_with_log NAME SENTENCE: a server that would not start, with its own last words.
fail_with_log() {
  local log=$INSTANCE/log/$1.log
  shift
  printf '\nThe end of %s:\n' "$log" >&3
  tail -n 12 "$log" 2>/dev/null | sed 's/^/    /' >&3
  fail "$@"
}
