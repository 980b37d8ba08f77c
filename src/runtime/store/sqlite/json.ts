/** The value of a JSON column; text that is not JSON, which others may have written, is itself. */
export function fromJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function toJson(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}
