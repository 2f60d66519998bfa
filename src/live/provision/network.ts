// IPv4 addresses and their network, as far as a DHCP server needs them.

/** The address as one unsigned number; undefined unless the text is four decimal numbers without leading zeros. */
export function ipv4(text: string): number | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The network of `prefix` bits that `address` is in. */
export class Network {
  readonly #first: number;
  readonly #size: number;
  readonly #prefix: number;

  constructor(address: number, prefix: number) {
    this.#prefix = prefix;
    this.#size = 2 ** (32 - prefix);
    this.#first = address - (address % this.#size);
  }

  /** Whether a machine may have the address: it is in the network, and neither the first nor the last one. */
  holds(address: number): boolean {
    return address > this.#first && address < this.#first + this.#size - 1;
  }

  get base(): string {
    return dotted(this.#first);
  }

  get mask(): string {
    return dotted(2 ** 32 - this.#size);
  }

  toString(): string {
    return `${this.base}/${this.#prefix}`;
  }
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join(".");
}
