/**
 * A set of texts that keeps a 64-bit hash of each: a million take about 16 MB. Two texts have the same hash in about
 * one of ten million sets of that size.
 */
export class Seen {
  private size = 0;
  private slots = emptySlots(1024);

  has(text: string): boolean {
    const { low, high } = hashOf(text);
    const at = this.find(low, high);
    return this.slots.low[at] === low && this.slots.high[at] === high;
  }

  /** Returns false when the text was added before. */
  add(text: string): boolean {
    const { low, high } = hashOf(text);
    const { slots } = this;
    const at = this.find(low, high);
    if (slots.low[at] === low && slots.high[at] === high) return false;
    slots.low[at] = low;
    slots.high[at] = high;
    this.size++;
    if (this.size * 2 > slots.low.length) this.grow();
    return true;
  }

  /** The slot of a hash, or the free slot for it. */
  private find(low: number, high: number): number {
    const { slots } = this;
    const mask = slots.low.length - 1;
    let at = low & mask;
    while (slots.high[at] !== 0 && (slots.low[at] !== low || slots.high[at] !== high))
      at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const { low, high } = this.slots;
    this.slots = emptySlots(low.length * 2);
    for (let from = 0; from < low.length; from++) {
      const [a = 0, b = 0] = [low[from], high[from]];
      if (b === 0) continue;
      const at = this.find(a, b);
      this.slots.low[at] = a;
      this.slots.high[at] = b;
    }
  }
}

/** A slot is free when `high` is 0. The length is a power of two. */
function emptySlots(length: number) {
  return { low: new Uint32Array(length), high: new Uint32Array(length) };
}

/** Two multiplicative hashes, mixed. `high` is never 0. */
function hashOf(text: string): { low: number; high: number } {
  let a = 0xdeadbeef ^ text.length;
  let b = 0x41c6ce57 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x9e3779b1);
    b = Math.imul(b ^ code, 0x5f356495);
    a ^= a >>> 15;
    b = (b << 13) | (b >>> 19);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return { low: a >>> 0, high: b >>> 0 || 1 };
}
