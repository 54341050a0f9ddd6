# shellcheck shell=bash
# What this machine has: Rust, space, ports. Nothing is changed here.

readonly RUST_NEEDED=1.95

as_root() { [ "$(id -u)" = 0 ]; }

# need_rust: cargo, of the version Cargo.toml asks for.
need_rust() {
  local version
  command -v cargo >/dev/null || PATH="$HOME/.cargo/bin:$PATH"
  command -v cargo >/dev/null ||
    fail "Rust is missing. Install Rust $RUST_NEEDED or newer (https://rustup.rs), open a new terminal, and run this again."
  version=$(rustc --version | cut -d' ' -f2)
  [ "$(printf '%s\n%s\n' "$RUST_NEEDED" "$version" | sort -V | head -1)" = "$RUST_NEEDED" ] ||
    fail "Rust $version is too old: OneDoor needs $RUST_NEEDED or newer. Run: rustup update stable"
}

# need_component SUBCOMMAND PACKAGE: a part of Rust that a minimal installation lacks.
need_component() {
  cargo "$1" --version >/dev/null 2>&1 || fail "cargo $1 is missing. Run: rustup component add $2"
}

# need_space FOLDER MEGABYTES: refuse early rather than die in the middle of a build.
need_space() {
  local folder=$1 needed=$2 free
  free=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
  [ "$free" -ge "$needed" ] ||
    fail "The disk of $folder has $free MB free, and this needs $needed MB. Make room, then run this again."
}

# need_build_space MEGABYTES: for a first build with its packages; a later one needs far less.
need_build_space() {
  if [ -d "${CARGO_TARGET_DIR:-$ROOT/target}/debug/deps" ]; then need_space "$ROOT" 1000; else need_space "$ROOT" "$1"; fi
}

# need_plain_path: RabbitMQ's start scripts do not survive a blank in a path.
need_plain_path() {
  case "$ROOT" in
    *[[:space:]]*) fail "The folder '$ROOT' has a blank in its name, which RabbitMQ cannot take. Move the project, then run this again." ;;
  esac
}

# listening PORT: prints the socket inode of whoever listens there (any address); fails when the port is free.
listening() {
  awk -v port="$(printf ':%04X' "$1")" '
    $4 == "0A" && substr($2, length($2) - 4) == port { print $10; found = 1; exit }
    END { exit !found }' /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# listener PORT: "name, process 123" of whoever listens there, as far as this user may see it.
listener() {
  local inode link pid
  inode=$(listening "$1") || return 1
  for link in /proc/[0-9]*/fd/*; do
    if [ "$(readlink "$link" 2>/dev/null)" = "socket:[$inode]" ]; then
      pid=${link#/proc/}
      pid=${pid%%/*}
      printf '%s, process %s' "$(cat "/proc/$pid/comm" 2>/dev/null)" "$pid"
      return 0
    fi
  done
  printf 'another program'
}

# free_port: a port nobody listens on, below the range the system hands out to outgoing connections. RabbitMQ's node port
# is among the users of this, and must stay below 65536 and apart from every epmd on the machine.
free_port() {
  local port tries
  for tries in {1..200}; do
    port=$((20000 + RANDOM % 10000))
    if ! listening "$port" >/dev/null && [[ " ${TAKEN_PORTS:-} " != *" $port "* ]]; then
      TAKEN_PORTS="${TAKEN_PORTS:-} $port"
      FREE_PORT=$port
      return 0
    fi
  done
  fail "No free port between 20000 and 30000 after $tries tries. End some servers, then run this again."
}
