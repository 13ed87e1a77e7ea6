#!/bin/bash
# complete.bash SCRIPT LINE...
#
# What bash offers at the end of each line, with SCRIPT loaded: the line's number and a word, a line each.
# Lines are cut into words as readline does, at blanks, = and :; quotes do not count.
set -u

# shellcheck source=completions/jobctl.bash
. "$1"
shift

cut_up() {
  local line=$1
  COMP_WORDS=()
  while [[ -n $line ]]; do
    if [[ $line =~ ^[[:blank:]]+ ]]; then
      line=${line:${#BASH_REMATCH[0]}}
      [[ -n $line ]] || COMP_WORDS+=('')
    elif [[ $line =~ ^([=:]+|[^=:[:blank:]]+) ]]; then
      COMP_WORDS+=("${BASH_REMATCH[0]}")
      line=${line:${#BASH_REMATCH[0]}}
    fi
  done
}

number=0
for line in "$@"; do
  cut_up "$line"
  # What bash sets for a completion function.
  # shellcheck disable=SC2034
  COMP_LINE=$line COMP_POINT=${#line} COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
  _jobctl
  [[ ${#COMPREPLY[@]} -eq 0 ]] || printf "$number"'\t%s\n' "${COMPREPLY[@]}"
  number=$((number + 1))
done
