// trials.csv of version 0.3: its columns are those of today, in this order, under these names; one outcome was called
// otherwise.

const OLD_COLUMNS = [
  "trial",
  "fault",
  "target",
  "vm",
  "outcome",
  "recovery_seconds",
  "downtime_seconds",
  "onset_seconds",
  "detection_seconds",
  "confirmation_seconds",
  "waiting_seconds",
  "host_recovery_seconds",
  "failed_reboot_seconds",
  "failed_restart_seconds",
  "failed_reinstall_seconds",
  "action_seconds",
  "guest_boot_seconds",
  "service_start_seconds",
  "verification_seconds",
  "human_seconds",
  "attempts",
  "findings",
  "error",
] as const;

/** The same table with today's names at its head; `today` are the columns in the order of version 0.3. */
export function modernTable(text: string, today: readonly string[]): string {
  const names = new Map<string, string>(OLD_COLUMNS.map((old, i) => [old, today[i] ?? old]));
  const [head = "", ...rows] = text.split("\n");
  const columns = head.replace("\r", "").split(",");
  const modern = rows.map((row) => row.replace(/^((?:[^,"]*,){4})not-struck,/, "$1not-injected,"));
  return [columns.map((name) => names.get(name) ?? name).join(","), ...modern].join("\n");
}
