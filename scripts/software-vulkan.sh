#!/usr/bin/env bash
# Runs a command on a GPU made of software: Mesa's Vulkan driver for the processor (llvmpipe), out of Debian's packages. Nothing is
# installed: what they hold stands in test-output/vulkan, 190 MB at most, of which what the machine has already is left out.
#   scripts/software-vulkan.sh npm run test:webgpu
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p test-output/vulkan
folder=$(realpath test-output/vulkan)
driver=usr/share/vulkan/icd.d/lvp_icd.json

get() {
  local codename mirror suite
  codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  # Where this machine gets its packages from.
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $codename" | head -1)
  # Dawn needs a newer Mesa than the 22.3 of Debian 12.
  suite=$codename
  [ "$codename" = bookworm ] && suite=bookworm-backports
  mkdir -p "$folder"/apt/{lists,cache/archives}/partial
  printf 'deb %s %s main\n' "$mirror" "$codename" >"$folder/apt/sources.list"
  [ "$suite" = "$codename" ] || printf 'deb %s %s main\n' "$mirror" "$suite" >>"$folder/apt/sources.list"
  # Lists and packages in our folder: as a user of its own, apt could not write there, and those of the machine stay as they are.
  local apt=(
    apt-get -qq -o "Dir::State::lists=$folder/apt/lists" -o "Dir::Cache=$folder/apt/cache" -o APT::Sandbox::User=
    -o "Dir::Etc::sourcelist=$folder/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Debug::NoLocking=true
  )
  "${apt[@]}" update
  "${apt[@]}" install --reinstall --download-only -y --no-install-recommends -t "$suite" mesa-vulkan-drivers libvulkan1 >/dev/null
  for package in "$folder"/apt/cache/archives/*.deb; do dpkg -x "$package" "$folder"; done
  rm -r "$folder/apt"
}

if [ ! -e "$folder/$driver" ]; then
  if ! { command -v apt-get && command -v dpkg; } >/dev/null; then
    echo 'There is no apt-get and dpkg to get the driver with. Name the .json file of a Vulkan driver in VK_ICD_FILENAMES, and run the command without this script.' >&2
    exit 1
  fi
  get
fi
libraries=$folder/usr/lib/$(uname -m)-linux-gnu
sed "s#\"library_path\": *\"[^\"]*\"#\"library_path\": \"$libraries/libvulkan_lvp.so\"#" "$folder/$driver" >"$folder/lvp.json"
export VK_ICD_FILENAMES=$folder/lvp.json
export LD_LIBRARY_PATH=$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
# Compiled shaders are kept from run to run, here and not in the home of the user.
export MESA_SHADER_CACHE_DIR=$folder/shaders
exec "$@"
