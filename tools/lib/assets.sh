# shellcheck shell=bash
# The front end's files: third-party packages from npm by the lock file, then our own build into assets/dist.

build_assets() {
  local assets=$ROOT/assets installed=$ROOT/assets/node_modules/.installed
  [ -e "$assets/build.mjs" ] || return 0
  if ! cmp -s "$assets/package-lock.json" "$installed"; then
    npm ci --prefix "$assets" --ignore-scripts --no-audit --no-fund ||
      fail "npm could not fetch the front-end packages (see $STEP_LOG). Check that this machine reaches its npm registry, then run this again."
    cp "$assets/package-lock.json" "$installed"
  fi
  if [ ! -e "$assets/dist" ] || [ -n "$(assets_newer_than "$assets/dist")" ]; then
    (cd "$assets" && node build.mjs)
    touch "$assets/dist"
  fi
}

assets_newer_than() {
  find "$ROOT/assets" \( -path "$1" -o -path "$ROOT/assets/node_modules" \) -prune -o -newer "$1" -type f -print -quit
}
