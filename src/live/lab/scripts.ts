// The lab's own programs, small shell scripts in its folder, which work independently of `3rc`: the power switch of a
// host, what a host does when it is switched on, the power control of its management board, the stall of the store. The
// only user input in them are the lab's name and folder, which hold no character that is special to a shell.

import { PATH } from "./needs.ts";
import { HOST_SCRIPTS } from "./hosts/host-scripts.ts";
import { LAB_MARK, type LabPlan } from "./plan.ts";

/** Texts by file name below the lab's `bin`. */
export function scriptsOf({ name, folder, switch: { namespace }, hosts }: LabPlan): ReadonlyMap<string, string> {
  const head = `#!/bin/sh
set -eu
export PATH=${PATH} ${LAB_MARK}=${folder}
lab=${folder} name=${name} switch=${namespace} hosts="${hosts.map((host) => host.name).join(" ")}"
`;
  return new Map(Object.entries({ ...SCRIPTS, ...HOST_SCRIPTS }).map(([script, text]) => [script, head + text]));
}

const SCRIPTS: Readonly<Record<string, string>> = {
  power: `
# The power switch of a host: power HOST on|off|status. Off is a power loss, not a shutdown.
host=$1
space=$name-$host

# The pids that mean power: the first process of the host, and its parent, which lives until all processes in it ended.
life() {
  for pid in $(ip netns pids "$space"); do
    if tr '\\0' '\\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF "$lab/bin/host"; then echo "$pid"; fi
  done
}
# Whether it is the first process of its namespace.
first() { [ "$(awk '/^NSpid:/ { print $NF }' "/proc/$1/status" 2>/dev/null)" = 1 ]; }
# Kills the first process, and with it all others; its parent stays, to tell when they have ended.
lose_power() {
  for pid in $(life); do
    if first "$pid"; then kill -KILL "$pid" 2>/dev/null || true; fi
  done
}
# Tries for 20 s.
until_so() {
  left=1000
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 0.02
  done
}
lives() { [ -n "$(life)" ]; }
begun() { for pid in $(life); do first "$pid" && return 0; done; return 1; }
gone() { lose_power; ! lives; }

case $2 in
  status)
    if lives; then echo on; else echo off; fi
    ;;
  on)
    exec 9>"$lab/hosts/$host/switch"
    flock 9
    ip -n "$switch" link set "p-$host" up
    if ! lives; then
      env -i PATH="$PATH" HOME=/root LANG=C ${LAB_MARK}="$lab" \\
        setsid --fork nsenter --net="/run/netns/$space" -- \\
        unshare --mount --uts --ipc --pid --fork --kill-child=KILL --propagation private \\
        "$lab/bin/host" "$host" >>"$lab/log/$host.log" 2>&1 </dev/null 9>&-
      until_so begun || { echo "$host did not start: see $lab/log/$host.log" >&2; exit 1; }
    fi
    ;;
  off)
    exec 9>"$lab/hosts/$host/switch"
    flock 9
    # A host without power answers nothing, not even a reset: its wire goes down as well.
    ip -n "$switch" link set "p-$host" down
    until_so gone || { echo "$host did not end" >&2; exit 1; }
    ;;
  *)
    echo "expected on, off or status" >&2
    exit 2
    ;;
esac
`,
  chassis: `
# The power control of a management board: chassis HOST get|set|check NAME [VALUE]...; called by ipmi_sim. While its
# folder holds a file named "refuses", it changes nothing.
host=$1 verb=$2
shift 2
while [ $# -gt 0 ]; do
  case $verb in
    get)
      case $1 in
        power) if [ "$("$lab/bin/power" "$host" status)" = on ]; then echo power:1; else echo power:0; fi ;;
        boot) echo boot:none ;;
        *) echo "$1:0" ;;
      esac
      shift
      ;;
    set)
      [ ! -e "$lab/boards/$host/refuses" ] || exit 1
      case $1 in
        power) if [ "$2" = 1 ]; then "$lab/bin/power" "$host" on; else "$lab/bin/power" "$host" off; fi ;;
        reset) "$lab/bin/power" "$host" off; "$lab/bin/power" "$host" on ;;
      esac
      shift 2
      ;;
    *) exit 0 ;;
  esac
done
`,
  store: `
# Makes every access to the shared store wait, or continue: store stall|resume [HOST]; without a host, on all of them. A
# host that is switched on while the store is stalled for it finds it stalled.
mark=$lab/stalled\${2:+-$2}
case $1 in
  stall) touch "$mark" ; signal=STOP ;;
  resume) rm -f "$mark" ; signal=CONT ;;
  *) echo "expected stall or resume" >&2 ; exit 2 ;;
esac
for host in \${2:-$hosts}; do
  for pid in $(ip netns pids "$name-$host"); do
    if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = bindfs ]; then kill -"$signal" "$pid"; fi
  done
done
`,
  start: `
# Starts a program in the background, in a namespace: start NAMESPACE LOG PROGRAM [ARGUMENT]...
space=$1 log=$2
shift 2
exec setsid --fork nsenter --net="/run/netns/$space" -- "$@" >>"$log" 2>&1 </dev/null
`,
};
