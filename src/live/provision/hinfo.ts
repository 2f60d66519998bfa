// HINFO, the DNS record that says what kind of machine a name stands for (RFC 1035, section 3.3.2): two strings, CPU
// and OS. The CPU is the host type here, as in the paper; what is to be installed on a machine is thus asked from DNS.

/** The number of the record type. */
export const HINFO = 13;

/** Bytes that a string of the record can have. */
const MAX_HINFO_BYTES = 255;

/** Each string is from 1 to `LONGEST` bytes long. */
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
