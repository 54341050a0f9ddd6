# shellcheck shell=bash
# What the person at the terminal reads: sentences, steps with elapsed seconds, and failures that say what to do.

# A step writes its output into a log; what is meant for a person goes to descriptor 3, the terminal as it was at the start.
exec 3>&2

# Exit status of a failure that has already been explained in a sentence.
readonly EXPLAINED=3

say() { printf '%s\n' "$*" >&3; }

# fail SENTENCE…: say what is wrong and what to do, and end.
fail() {
  printf '\n%s\n' "$*" >&3
  exit "$EXPLAINED"
}

terminal() { [ -t 3 ] && [ -z "${QUIET_STEPS:-}" ]; }

# step LABEL COMMAND…: run the command with its output in $STEP_LOG, showing how long it has been at it.
step() {
  local label=$1 started=$SECONDS pid status=0
  shift
  (end_children_on_signal && "$@") >>"$STEP_LOG" 2>&1 </dev/null &
  pid=$!
  watch_step "$label" "$pid" "$started"
  wait "$pid" || status=$?
  if [ "$status" = 0 ]; then
    step_done "$label" "$((SECONDS - started))"
  else
    step_failed "$label" "$status"
  fi
}

watch_step() {
  local label=$1 pid=$2 started=$3 told=$3
  terminal || [ -n "${QUIET_STEPS:-}" ] || say "  … $label"
  while kill -0 "$pid" 2>/dev/null; do
    if terminal; then
      printf '\r\033[K  … %s  %s s' "$label" "$((SECONDS - started))" >&3
    elif [ -z "${QUIET_STEPS:-}" ] && [ $((SECONDS - told)) -ge 15 ]; then
      told=$SECONDS
      say "  … $label  $((SECONDS - started)) s"
    fi
    sleep 0.2
  done
}

step_done() {
  if terminal; then printf '\r\033[K' >&3; fi
  printf '  ✓ %s  %s s\n' "$1" "$2" >&3
}

step_failed() {
  local label=$1 status=$2
  if terminal; then printf '\r\033[K' >&3; fi
  if [ "$status" != "$EXPLAINED" ]; then
    printf '\n  ✗ %s failed. The end of %s:\n' "$label" "$STEP_LOG" >&3
    tail -n 15 "$STEP_LOG" | sed 's/^/    /' >&3
  fi
  exit "$EXPLAINED"
}

# end_children_on_signal: Ctrl-C reaches every process of the terminal, but what runs in the background ends by the word of
# whoever started it, and only after its current command: a package installation must not be cut in two.
end_children_on_signal() {
  trap '' INT
  trap 'end_children; exit 143' TERM
}

end_children() {
  local children
  children=$(jobs -p)
  # shellcheck disable=SC2086 # one word per process id
  [ -z "$children" ] || { kill -TERM $children 2>/dev/null || true; wait; }
}
