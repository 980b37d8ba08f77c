/** Parses a JSON column. Other tools may have written plain text, which is returned unchanged. */
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
