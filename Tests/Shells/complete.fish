#!/usr/bin/fish
# complete.fish SCRIPT LINE...
#
# What fish offers at the end of each line, with SCRIPT loaded: the line's number, a word and its
# description, a line each.

source $argv[1]
set number 0
for line in $argv[2..-1]
    for candidate in (complete -C $line)
        printf '%s\t%s\n' $number $candidate
    end
    set number (math $number + 1)
end
