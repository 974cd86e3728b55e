#!/usr/bin/env bash
# Installs what `npm run model` needs, Spin and a C compiler, from the packages of Debian or Ubuntu. The model is a proof beside the tests; nothing else needs them.
set -euo pipefail
if command -v spin >/dev/null && command -v gcc >/dev/null; then exit 0; fi
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends spin gcc libc6-dev
