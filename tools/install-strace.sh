#!/usr/bin/env bash
# Installs what `npm run chaos:database` needs to let syncs fail, strace, from the packages of Debian or Ubuntu. Nothing else needs it.
set -euo pipefail
if command -v strace >/dev/null; then exit 0; fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends strace
