#!/usr/bin/env bash
# Installs what a verb needs and this machine lacks, then hands over to build.ps1. Without the right to install it says
# what is missing and which command brings it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

verb=${1:-help}

# Debian packages that are missing for this verb. Each is known by what it brings, so that one from elsewhere will do.
missing=()
need() {  # need PACKAGE COMMAND...: PACKAGE is missing unless COMMAND succeeds
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
header() {  # header FILE [FLAG...]: does the compiler find it?
  echo "#include <$1>" | g++ -fsyntax-only -x c++ "${@:2}" -
}
# Any font will do for the demo's pictures.
font() { [[ -n $(find /usr/share/fonts /usr/local/share/fonts "${HOME:-}/.fonts" -name '*.[ot]t[cf]' -print -quit) ]]; }
may_install() { command -v apt-get >/dev/null && { ((EUID == 0)) || sudo -n true 2>/dev/null; }; }
# The runtime loads ICU by its version, so any that the system's loader knows will do. Debian keeps ldconfig out of users' PATH.
icu() { [[ ${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-} =~ ^(1|true)$ || $(PATH=$PATH:/sbin ldconfig -p) == *libicuuc* ]]; }

need libicu72 icu
need ca-certificates test -s /etc/ssl/certs/ca-certificates.crt
case $verb in
  build | demo | test | bench | pack)
    need g++ command -v g++
    need cmake command -v cmake
    need ninja-build command -v ninja
    need libhwy-dev header hwy/highway.h
    need libopenblas-serial-dev compgen -G "/usr/lib/*/openblas-serial/libopenblas.a"
    ;;&
  demo) if may_install; then need fonts-dejavu-core font; fi ;;  # without fonts the pictures have no text: no reason to stop
  test) need libgtest-dev header gtest/gtest.h ;;
  bench) need libbenchmark-dev header benchmark/benchmark.h ;;
esac

install() {
  local as_root=()
  if ((EUID != 0)); then as_root=(sudo); fi
  local command="${as_root[*]} apt-get update && ${as_root[*]} apt-get install --yes --no-install-recommends ${missing[*]}"
  command=${command# }
  if ! command -v apt-get >/dev/null; then
    echo "build.sh: this system has no apt-get. Install what Debian calls: ${missing[*]}" >&2
    exit 1
  fi
  if ! may_install; then
    echo "build.sh: missing: ${missing[*]}" >&2
    echo "build.sh: there is no right to install them here. Run: ${command//  / }" >&2
    exit 1
  fi
  echo "build.sh: installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
}

if ((${#missing[@]})); then install; fi

if ! dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then
  echo "build.sh: the .NET 10 SDK is missing; https://learn.microsoft.com/dotnet/core/install/linux-debian says how to install it," >&2
  echo "build.sh: or, without root: curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" >&2
  exit 1
fi

# PowerShell comes as a local tool of this folder: nothing outside it changes.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1
if ! output=$(dotnet tool restore 2>&1); then
  echo "build.sh: PowerShell could not be restored as a .NET tool:" >&2
  echo "$output" >&2
  exit 1
fi
exec dotnet pwsh -NoProfile -File build.ps1 "$@"
