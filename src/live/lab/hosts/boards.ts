// Management boards, one for each host: they speak IPMI over the network and control the host's power. They keep
// running when the host is off, like those of real machines.

import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../../../base/platform/files.ts";
import type { LabHost, LabPlan } from "../plan.ts";
import type { Tools } from "../tools.ts";

export const BOARD_USER = "admin";
/** The IPMI 2.0 cipher suite that ipmi_sim supports: RAKP-HMAC-SHA1, HMAC-SHA1-96, AES-CBC-128. */
export const BOARD_CIPHER = 3;

/** Starts all boards, with one new password for all of them. */
export async function startBoards(plan: LabPlan, tools: Tools): Promise<void> {
  const password = randomBytes(8).toString("hex");
  writeWhole(plan.paths.boardPassword, `${password}\n`, 0o600);
  for (const host of plan.hosts) {
    const folder = join(plan.paths.boards, host.name);
    mkdirSync(folder, { recursive: true });
    writeWhole(join(folder, "lan.conf"), lanConf(host, join(plan.paths.bin, "chassis"), password), 0o600);
    writeWhole(join(folder, "board.emu"), BOARD);
    await tools.start(
      `cannot start the management board of ${host.name}`,
      plan.boards.namespace,
      `${host.name}-board`,
      ["ipmi_sim", "-n", "-c", join(folder, "lan.conf"), "-f", join(folder, "board.emu"), "-s", folder],
    );
  }
}

function lanConf({ name, board }: LabHost, chassis: string, password: string): string {
  const levels = ["callback", "user", "operator", "admin"]
    .map((level) => `    allowed_auths_${level} none md2 md5 straight\n`)
    .join("");
  return `name "${name}"
set_working_mc 0x20
  startlan 1
    addr ${board} 623
    priv_limit admin
${levels}    guid a123456789abcdefa123456789abcdef
  endlan
  chassis_control "${chassis} ${name}"
  user 2 true "${BOARD_USER}" "${password}" admin 10 none md2 md5 straight
`;
}

/** A board with one controller, at the usual address. */
const BOARD = `mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
mc_enable 0x20
`;
