/** Pending delays of responses; they end with the sandbox. */

import type { Socket } from 'node:net';

export class Pending {
  readonly #ends = new Set<() => void>();

  /** Resolves after the time, or when the sandbox ends. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#ends.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#ends.add(end);
    });
  }

  /** Leaves a connection open without an answer until its client gives up, or the sandbox ends. */
  hold(socket: Socket): void {
    const end = () => socket.destroy();
    this.#ends.add(end);
    socket.once('close', () => this.#ends.delete(end));
  }

  endAll(): void {
    for (const end of [...this.#ends]) end();
  }
}
