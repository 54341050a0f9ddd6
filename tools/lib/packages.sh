# shellcheck shell=bash
# What OneDoor needs from the distribution. Root installs it with apt-get; anyone else gets the same packages downloaded and
# unpacked under var/deb, where they touch nobody. What the machine has already is used as it is.

# Folder of the unpacked packages; it serves every instance.
DEB=$ROOT/var/deb

readonly BUILD_PACKAGES="gcc libc6-dev pkg-config libpq-dev ca-certificates"
readonly POSTGRES_PACKAGES="postgresql postgresql-contrib"
readonly RABBITMQ_PACKAGES="rabbitmq-server"
readonly NODE_PACKAGES="nodejs npm"
readonly FONT_PACKAGES="fonts-noto-core fonts-noto-cjk"
readonly BROWSER_PACKAGES="chromium chromium-driver"

exists() { compgen -G "$1" >/dev/null; }

# packages_for PURPOSE…: prints the packages that are missing for building, servers, assets, fonts (of papers), browser.
packages_for() {
  local purpose
  for purpose in "$@"; do
    case "$purpose" in
      building) has_compiler && has_libpq && has_certificates || echo "$BUILD_PACKAGES" ;;
      servers)
        postgres_folder >/dev/null || echo "$POSTGRES_PACKAGES"
        rabbitmq_folder >/dev/null || echo "$RABBITMQ_PACKAGES"
        ;;
      assets) has_node || echo "$NODE_PACKAGES" ;;
      fonts) has_fonts || echo "$FONT_PACKAGES" ;;
      browser) has_browser || echo "$BROWSER_PACKAGES" ;;
    esac
  done | tr '\n' ' '
}

has_compiler() { command -v cc >/dev/null && { exists "/usr/include/stdio.h" || exists "$DEB/usr/include/stdio.h"; }; }
has_libpq() { command -v pg_config >/dev/null || exists "/usr/lib/*/libpq.so" || exists "$DEB/usr/lib/*/libpq.so"; }
has_certificates() { exists "/etc/ssl/certs/*.crt" || exists "/etc/ssl/certs/*.0" || exists "/etc/pki/tls/certs/*" || exists "$DEB/certificates.pem"; }
has_node() { command -v node >/dev/null && command -v npm >/dev/null; }
has_browser() { chromium_path >/dev/null && command -v chromedriver >/dev/null; }
has_fonts() { has_font "NotoSerif-Regular*" && has_font "NotoSansCJK*"; }
has_font() { exists "/usr/share/fonts/*/noto/$1" || exists "$DEB/usr/share/fonts/*/noto/$1"; }

# Of an unpacked browser the program itself: the wrapper in its usr/bin knows the system's folders only.
chromium_path() {
  local unpacked=$DEB/usr/lib/chromium/chromium
  if [ -x "$unpacked" ]; then echo "$unpacked"; else command -v chromium || command -v chromium-browser || command -v google-chrome; fi
}

# install_packages PURPOSE…: make the named purposes possible; nothing to do is nothing done.
install_packages() {
  local missing
  use_unpacked
  missing=$(packages_for "$@")
  [ -n "${missing// /}" ] || return 0
  command -v apt-get >/dev/null || fail "This machine has no apt-get, so nothing can be installed for you. Install what" \
    "corresponds to Debian's packages ${missing% } (PostgreSQL 15 or newer, RabbitMQ 3.10 or newer), then run this again."
  if as_root; then
    # shellcheck disable=SC2086 # one word per package
    step "Installing ${missing% }" apt_install $missing
  else
    # shellcheck disable=SC2086
    step "Unpacking ${missing% } under var/deb" apt_unpack $missing
  fi
  use_unpacked
  missing=$(packages_for "$@")
  [ -z "${missing// /}" ] || fail "Still missing after the installation: ${missing% }. See $STEP_LOG."
}

offline="The packages could not be fetched. Check that this machine reaches its Debian mirror (apt-get update), then run this again."

# --- as root ---------------------------------------------------------------------------------------------------------------

readonly START_POLICY=/usr/sbin/policy-rc.d
readonly POLICY_MARK="Made by OneDoor while it installs packages, removed when it is done"

# Debian starts servers when their packages are installed. Ours are private to this folder, so the system's stay off.
apt_install() {
  local new_units
  new_units=$(units_not_yet_there)
  if [ ! -e "$START_POLICY" ] || grep -q "$POLICY_MARK" "$START_POLICY"; then
    trap 'rm -f "$START_POLICY"' EXIT
    printf '#!/bin/sh\n# %s\nexit 101\n' "$POLICY_MARK" >"$START_POLICY"
    chmod 755 "$START_POLICY"
  fi
  apt-get -o DPkg::Lock::Timeout=300 update || true
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" || fail "$offline"
  # shellcheck disable=SC2086 # one word per unit
  [ -z "$new_units" ] || ! command -v systemctl >/dev/null || systemctl disable $new_units || true
}

# Services that these packages would bring, and that would start at the next boot.
units_not_yet_there() {
  local unit
  for unit in postgresql rabbitmq-server epmd; do
    exists "/lib/systemd/system/$unit.service" || printf '%s ' "$unit"
  done
}

# --- as anybody else -------------------------------------------------------------------------------------------------------

# apt works out the exact closure against what the system has and what was unpacked before, in a state of its own.
apt_unpack() {
  local apt=$DEB/apt archive
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  touch "$apt/unpacked"
  cat /var/lib/dpkg/status "$apt/unpacked" >"$apt/status"
  private_apt update || true
  private_apt install --download-only "$@" || fail "$offline"
  for archive in "$apt"/cache/archives/*.deb; do
    unpack "$archive" && rm "$archive"
  done
  rm -rf "$DEB/usr/share/doc" "$DEB/usr/share/man"
  make_relocatable
}

private_apt() {
  apt-get -y --no-install-recommends -o Dir::State="$DEB/apt" -o Dir::State::lists="$DEB/apt/lists" \
    -o Dir::State::status="$DEB/apt/status" -o Dir::Cache="$DEB/apt/cache" -o Debug::NoLocking=1 "$@"
}

# The C library itself is never unpacked: programs must run with the one their loader belongs to.
unpack() {
  case "${1##*/}" in
    libc6_* | libc-bin_*) ;;
    *) dpkg-deb --extract "$1" "$DEB" ;;
  esac
  { dpkg-deb --field "$1" && printf 'Status: install ok installed\n\n'; } >>"$DEB/apt/unpacked"
}

# Some programs know their folder by heart; teach them the new one.
make_relocatable() {
  mkdir -p "$DEB/programs" "$DEB/cache"
  relocate_erlang
  relocate_compiler
  relocate_node
  relocate_sound
  relocate_fonts
  relocate_certificates
}

relocate_erlang() {
  [ -d "$DEB/usr/lib/erlang" ] || return 0
  { grep -rlI '"/usr/lib/erlang\|=/usr/lib/erlang' "$DEB"/usr/lib/erlang/bin "$DEB"/usr/lib/erlang/erts-*/bin || true; } |
    while read -r script; do sed -i "s|\([\"=]\)/usr/lib/erlang|\1$DEB/usr/lib/erlang|" "$script"; done
}

# gcc finds its own parts beside itself, but headers and start files only where it is told; the linker scripts of the C
# library name the static part by its absolute path.
relocate_compiler() {
  local gcc libraries=$DEB/usr/lib/$TRIPLET
  gcc=$(compgen -G "$DEB/usr/bin/$TRIPLET-gcc-[0-9]*" | sort -V | tail -1) || return 0
  [ -n "$gcc" ] || return 0
  sed -i "s|\([ (]\)/usr/lib/$TRIPLET/libc_nonshared.a|\1$libraries/libc_nonshared.a|" "$libraries/libc.so"
  write_program cc "exec '$gcc' -B'$libraries' -isystem '$DEB/usr/include/$TRIPLET' -isystem '$DEB/usr/include' -L'$libraries' \"\$@\""
}

# Debian's node loads parts of itself from /usr/share/nodejs, a path compiled into it. A path of the same length takes its
# place: descriptor 100, which the program in front of node opens on our folder.
relocate_node() {
  [ -x "$DEB/usr/bin/node" ] || return 0
  sed -i 's|/usr/share/nodejs|/proc/self/fd/100|g' "$DEB/usr/lib/$TRIPLET"/libnode.so.*
  write_program node "exec 100<'$DEB/usr/share/nodejs'" "exec '$DEB/usr/bin/node' \"\$@\""
}

# The browser's sound library looks for its other half by an absolute path.
relocate_sound() {
  local library
  for library in "$DEB/usr/lib/$TRIPLET"/pulseaudio/*.so; do
    [ ! -e "$library" ] || ln -sf "$library" "$DEB/usr/lib/$TRIPLET/"
  done
}

relocate_fonts() {
  [ -d "$DEB/usr/share/fonts" ] || return 0
  printf '<?xml version="1.0"?>\n<fontconfig><dir>%s</dir><dir>%s</dir><cachedir>%s</cachedir></fontconfig>\n' \
    "$DEB/usr/share/fonts" /usr/share/fonts "$DEB/cache/fonts" >"$DEB/fonts.conf"
}

relocate_certificates() {
  ! exists "$DEB/usr/share/ca-certificates/mozilla/*.crt" || cat "$DEB"/usr/share/ca-certificates/mozilla/*.crt >"$DEB/certificates.pem"
}

# write_program NAME LINE…: a small program in front of one that needs more than its folder.
write_program() {
  local program=$DEB/programs/$1
  shift
  printf '%s\n' '#!/usr/bin/env bash' "$@" >"$program"
  chmod 755 "$program"
}

TRIPLET=$(uname -m)-linux-gnu

# use_unpacked: let programs, libraries and fonts of var/deb be found, after those of the system.
use_unpacked() {
  [ -d "$DEB/programs" ] || return 0
  : "${SYSTEM_PATH:=$PATH}"
  export PATH="$SYSTEM_PATH:$DEB/programs:$DEB/usr/bin"
  UNPACKED_LIBRARIES=$DEB/usr/lib/$TRIPLET:$DEB/lib/$TRIPLET
  export LD_LIBRARY_PATH=$UNPACKED_LIBRARIES
  [ ! -e "$DEB/usr/lib/$TRIPLET/libpq.so" ] || export PQ_LIB_DIR="$DEB/usr/lib/$TRIPLET"
  [ ! -e "$DEB/certificates.pem" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$DEB/certificates.pem}"
  [ ! -e "$DEB/fonts.conf" ] || export FONTCONFIG_FILE="$DEB/fonts.conf"
}
