#!/bin/sh
# What the container runs: `start` with what a container needs beyond a plain start, or any other command of odradek
# (docker run … topic list). The settings themselves come from the environment: docs/configuration.md.
set -eu

home=$(cd "$(dirname "$0")/.." && pwd)
command=${1:-start}
if [ "$command" != start ]; then
  exec node --disable-warning=ExperimentalWarning "$home/bin/odradek.js" "$@"
fi
[ $# -eq 0 ] || shift
arguments=" $*"

# The settings file among the arguments: what is neither a flag nor a flag's value.
file=
previous=
for argument; do
  case $previous in
    --override | -X) previous= ;;
    *)
      previous=$argument
      case $argument in -*) ;; *) file=$argument ;; esac
      ;;
  esac
done
# Where the images that people know look for one.
if [ -z "$file" ]; then
  for folder in ${SERVER_PROPERTIES_FOLDERS:-/mnt/shared/config /bitnami/kafka/config /opt/bitnami/kafka/config}; do
    if [ -f "$folder/server.properties" ]; then
      file=$folder/server.properties
      set -- "$file" "$@"
      break
    fi
  done
fi
unset SERVER_PROPERTIES_FOLDERS

# said NAME: is the setting NAME (dots) among the arguments, in the environment or in the file?
said() {
  case $arguments in *[\ =]"$1="*) return 0 ;; esac
  variable=$(printf %s "$1" | tr '[:lower:].' '[:upper:]_')
  eval "value=\${KAFKA_$variable:-}\${KAFKA_CFG_$variable:-}"
  if [ -n "$value" ]; then return 0; fi
  if [ -f "$file" ] && grep -q "^[[:space:]]*$1[[:space:]=:]" "$file"; then return 0; fi
  return 1
}

if ! said log.dirs && ! said log.dir; then
  set -- "$@" --override "log.dirs=${ODRADEK_VOLUME:-/var/lib/odradek}"
fi
unset ODRADEK_VOLUME
# Nothing is said of addresses and there is no cluster: the port that was published on the host is what clients use.
if ! said listeners && ! said advertised.listeners && ! said advertised.host.name && ! said host.name &&
  ! said zookeeper.connect; then
  set -- "$@" --override listeners=PLAINTEXT://:9092 --override advertised.listeners=PLAINTEXT://localhost:9092
fi
exec node --disable-warning=ExperimentalWarning "$home/bin/odradek.js" start "$@"
