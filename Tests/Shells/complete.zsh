#!/usr/bin/zsh -f
# complete.zsh SCRIPT LINE...
#
# What zsh offers at the end of each line, with SCRIPT loaded: the line's number and a word, a line each.
# Only an interactive zsh completes, so one is run on a terminal of its own, and types nothing else.

# That shell reads this file too.
if [[ -n $COMPLETING ]]; then
  unset zle_bracketed_paste
  PROMPT=
  autoload -U compinit
  compinit -u -D
  source $COMPLETING
  zstyle ':completion:*' insert-tab false

  # Says what fits before it is added; calls that only fill arrays add nothing.
  compadd() {
    emulate -L zsh -o extendedglob
    local -a __found
    local __word
    if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
      builtin compadd -O __found "$@"
      for __word in $__found; do print -r -- "=$IPREFIX$__word"; done
    fi
    builtin compadd "$@"
  }

  complete-and-tell() {
    print
    zle complete-word
    print -r -- '<END>'
    zle kill-buffer
  }
  zle -N complete-and-tell
  bindkey '^T' complete-and-tell
  print -r -- '<END>'
  return
fi

zmodload zsh/zpty
script=$1
shift
zpty shell zsh -f -i
zpty -w shell "COMPLETING=$script source $0"
zpty -r shell reply '*<END>*'
number=0
for line; do
  zpty -n -w shell "$line"$'\C-t'
  zpty -r shell reply '*<END>*'
  for found in ${(u)${(M)${(f)reply//$'\r'/}:#=*}#=}; do
    print -r -- $number$'\t'$found
  done
  (( number++ ))
done
zpty -d shell
