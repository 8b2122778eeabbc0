#!/usr/bin/env bash
# Installs Debian packages whose program is not on the path yet, as root or with sudo.
#   scripts/ci-packages.sh neovim:nvim chromium     (package, or package:program)
set -euo pipefail
missing=()
for each in "$@"; do
  command -v "${each#*:}" >/dev/null || missing+=("${each%%:*}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Please install ${missing[*]}: there is no apt-get here." >&2
  exit 1
fi
root=()
[ "$(id -u)" -eq 0 ] || root=(sudo)
install() {
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
# A new machine has no lists of packages, an old one lists of files that are gone.
install 2>/dev/null || { "${root[@]}" apt-get update -qq && install; }
