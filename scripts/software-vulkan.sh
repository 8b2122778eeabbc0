#!/usr/bin/env bash
# Runs a command on a GPU made of software: Vulkan by SwiftShader, which Chromium brings. Nothing is installed.
#   scripts/software-vulkan.sh npm run test:webgpu
# Without Chromium on this machine its library is taken out of Debian's package (32 MB), into test-output/vulkan.
set -euo pipefail
cd "$(dirname "$0")/.."
inside=usr/lib/chromium
for root in / test-output/vulkan/; do
  [ -e "$root$inside/libvk_swiftshader.so" ] && found=$(realpath "$root$inside") && break
done
if [ -z "${found:-}" ]; then
  if ! { command -v apt-get && command -v dpkg; } >/dev/null; then
    echo "There is no Chromium with libvk_swiftshader.so in /$inside, and no apt-get and dpkg to get it with. Name the .json file of any Vulkan driver in VK_ICD_FILENAMES and run the command without this script." >&2
    exit 1
  fi
  mkdir -p test-output/vulkan
  folder=$(realpath test-output/vulkan)
  root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  # As a user of its own, apt could not write here.
  get() { (cd "$folder" && apt-get -o APT::Sandbox::User=root download -qq chromium-common); }
  # A new machine has no lists of packages, an old one lists of files that are gone.
  get 2>/dev/null || { "${root[@]}" apt-get update -qq && get; }
  dpkg --fsys-tarfile "$folder"/chromium-common_*.deb |
    tar -x -C "$folder" "./$inside"/{libvk_swiftshader.so,vk_swiftshader_icd.json,libvulkan.so.1}
  rm "$folder"/chromium-common_*.deb
  found=$folder/$inside
fi
# The loader libvulkan.so.1 of the system, or the one beside the driver.
export VK_ICD_FILENAMES=$found/vk_swiftshader_icd.json
export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$found
exec "$@"
