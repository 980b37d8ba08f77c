/** A response with a status of 400 or above. Handlers throw it; the server sends it. */
export class Refusal extends Error {
  readonly status: number;
  readonly reasons: string | string[];

  constructor(status: number, reasons: string | string[]) {
    super(typeof reasons === 'string' ? reasons : reasons.join('; '));
    this.status = status;
    this.reasons = reasons;
  }
}

export const badRequest = (reasons: string | string[]): Refusal => new Refusal(400, reasons);
export const notFound = (reason: string): Refusal => new Refusal(404, reason);
export const conflict = (reason: string): Refusal => new Refusal(409, reason);
