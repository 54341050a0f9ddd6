# shellcheck shell=bash
# What every command here starts with: strict mode, the project's folder, the parts.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$ROOT"
export LC_ALL=C.UTF-8

# shellcheck source=tools/lib/say.sh
. "$ROOT/tools/lib/say.sh"
# shellcheck source=tools/lib/machine.sh
. "$ROOT/tools/lib/machine.sh"
# shellcheck source=tools/lib/process.sh
. "$ROOT/tools/lib/process.sh"
# shellcheck source=tools/lib/packages.sh
. "$ROOT/tools/lib/packages.sh"
# shellcheck source=tools/lib/instance.sh
. "$ROOT/tools/lib/instance.sh"
# shellcheck source=tools/lib/postgres.sh
. "$ROOT/tools/lib/postgres.sh"
# shellcheck source=tools/lib/rabbitmq.sh
. "$ROOT/tools/lib/rabbitmq.sh"
# shellcheck source=tools/lib/assets.sh
. "$ROOT/tools/lib/assets.sh"
# shellcheck source=tools/lib/app.sh
. "$ROOT/tools/lib/app.sh"
# shellcheck source=tools/lib/servers.sh
. "$ROOT/tools/lib/servers.sh"
trap 'end_children; exit 130' INT TERM
