/** Answers and failures of a request, in the SDK's form. */

export interface SdkEnvelope {
  ok: boolean;
  /** 0 if there was no answer. */
  statusCode: number;
  /** The body of the answer. */
  data: unknown;
  error: { message: string; code: string } | null;
}

interface Failure {
  response?: { status?: number; data?: unknown };
  code?: unknown;
  message?: unknown;
}

/** Never rejects. */
export async function sdkEnvelope(request: Promise<unknown>): Promise<SdkEnvelope> {
  try {
    const { status, data } = ((await request) ?? {}) as { status?: number; data?: unknown };
    return { ok: true, statusCode: Number(status ?? 200), data: data ?? null, error: null };
  } catch (error) {
    return failureEnvelope(error);
  }
}

export function failureEnvelope(error: unknown): SdkEnvelope {
  const { response, code, message } = (error ?? {}) as Failure;
  const statusCode = response?.status ?? 0;
  const known = String(code || (statusCode > 0 ? `HTTP_${statusCode}` : 'UNKNOWN')).toUpperCase();
  return {
    ok: false,
    statusCode,
    data: response?.data ?? null,
    error: { message: String(message || 'Unknown error'), code: known },
  };
}
