// HINFO, the DNS record that describes the machine of a name (RFC 1035, section 3.3.2): two strings, CPU and OS. As in
// the paper, the CPU field holds the host type, so that DNS says what is to be installed on a machine.

/** The number of the DNS record type. */
export const HINFO = 13;

/** The largest number of bytes of a string in the record. */
const MAX_HINFO_BYTES = 255;

/** Each string has 1 to `MAX_HINFO_BYTES` bytes. */
export type Hinfo = { readonly cpu: string; readonly os: string };

/** The data of the record as hexadecimal digits: each string after a byte that holds its length. */
export function hinfoHex({ cpu, os }: Hinfo): string {
  return [cpu, os]
    .map((text) => Buffer.from(text, "utf8"))
    .map((bytes) => bytes.length.toString(16).padStart(2, "0") + bytes.toString("hex"))
    .join("");
}

export function fits(text: string): boolean {
  const { length } = Buffer.from(text, "utf8");
  return length >= 1 && length <= MAX_HINFO_BYTES;
}
