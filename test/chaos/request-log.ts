/** The requests that the sandbox received, from its log. */

export interface SentRequest {
  /** `id@version` of each record. */
  records: string[];
  /** Whether the API acknowledged the request. */
  acknowledged: boolean;
}

interface Entry {
  method: string;
  path: string;
  status: number;
  fault: string | null;
  body: string;
}

interface Sent {
  customer_id: string;
  first_name: string;
}

/** Continues where it stopped. The log keeps a thousand requests. */
export class SandboxLog {
  private lastId = 0;

  constructor(private readonly baseUrl: string) {}

  async next(): Promise<SentRequest[]> {
    const response = await fetch(`${this.baseUrl}/_sandbox/requests?since=${this.lastId}`);
    const body = (await response.json()) as { requests: Entry[]; last_id: number };
    if (body.last_id - this.lastId > 1000) throw new Error('the log of the sandbox ran over');
    this.lastId = body.last_id;
    return body.requests
      .filter(({ method, path }) => method === 'POST' && path === '/v1/customers')
      .map(({ status, fault, body: text }) => ({
        records: (JSON.parse(text) as Sent[]).map((one) => `${one.customer_id}@${one.first_name}`),
        acknowledged: fault === null && (status === 200 || status === 400),
      }));
  }
}
