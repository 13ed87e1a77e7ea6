# shellcheck shell=bash
# How the demos show commands; sourced with $jobctl set to the program's path.
: "${jobctl:?}"

if [ -t 1 ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); else bold='' plain=''; fi

say() { printf '\n# %s\n' "$*"; }

# Shows a command as one types it, then runs it; what it refuses is part of the show.
run() {
  printf '%s$ jobctl%s%s\n' "$bold" "$(quoted "$@")" "$plain"
  "$jobctl" "$@" 2>&1 || printf '%s[exit status %d]%s\n' "$bold" $? "$plain"
}

quoted() {
  for word in "$@"; do
    case $word in
      *[*?\ ]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
}

# Looks once a second, the time that a rate takes, until a job is where it should be.
until_status() {
  while [ -z "$("$jobctl" list "$1" --status "$2" -o name)" ]; do
    run list "$1" --columns id,status,percent,rate,eta-seconds
  done
}
