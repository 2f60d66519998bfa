#!/bin/bash
# Does one thing on one host of a process site, as a hypervisor on that host would: under the host's lock, a little slowly,
# and from then on whatever becomes of whoever asked for it. A VM is a process whose name says which VM it is, and where.
#   agent.sh PARENT SITE TAG HOST VERB [VM]
parent=$1 site=$2 tag=$3 host=$4 verb=$5 vm=$6
[[ $PPID == "$parent" ]] || exit 1 # who asked is dead already; from here on the kernel ends us with it
exec 9>"$site/$host.lock"
flock 9
pids() { # of the processes whose name fits
  local dir name
  for dir in /proc/[0-9]*; do
    IFS= read -r -d '' name 2>/dev/null <"$dir/cmdline" || continue
    # shellcheck disable=SC2053
    [[ $name == $1 ]] && echo "${dir#/proc/}"
  done
}
end() {
  local pid
  for pid in $(pids "$1"); do kill -KILL "$pid" 2>/dev/null; done
  while [[ -n $(pids "$1") ]]; do sleep 0.01; done
}
start() {
  [[ -n $(pids "$tag/$vm@$host") ]] && return
  setsid bash -c 'exec -a "$0" sleep 3600' "$tag/$vm@$host" </dev/null >/dev/null 2>&1 9>&- &
  local vm_pid=$!
  while kill -0 $vm_pid 2>/dev/null && [[ -z $(pids "$tag/$vm@$host") ]]; do sleep 0.01; done
  echo "$vm $host" >>"$site/started"
  [[ $(pids "$tag/$vm@*" | wc -l) -le 1 ]] || echo "$vm when it was started on $host" >>"$site/twice"
}
inspect() {
  local pid name
  for pid in $(pids "$tag/*@$host"); do
    IFS= read -r -d '' name <"/proc/$pid/cmdline" && name=${name#"$tag/"} && echo "${name%@*}"
  done
}
slow() { sleep "0.$((RANDOM % 3))$((RANDOM % 10))"; }
act() {
  case $verb in
    inspect) inspect ;;
    stop) slow; end "$tag/$vm@$host" ;;
    start) slow; start; slow ;;
    reboot) slow; end "$tag/$vm@$host"; slow; start; slow ;;
    fence) slow; : >"$site/$host.off"; end "$tag/*@$host" ;;
    power-on) slow; rm -f "$site/$host.off" ;;
  esac
}
[[ -e $site/$host.off && $verb != fence && $verb != power-on ]] && exit 7
act & # a child is not bound to whoever asked, and keeps the lock
wait $!
