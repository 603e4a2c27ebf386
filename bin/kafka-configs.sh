#!/bin/sh
# Apache Kafka's tool of this name, by Odradek. The Node that came with `npm ci` goes before the one on the path.
here=$(dirname "$(readlink -f "$0")")
PATH="$here/../node_modules/.bin:$here/../../.bin:$PATH" exec node --disable-warning=ExperimentalWarning \
  "$here/odradek.js" "$(basename "$0")" "$@"
