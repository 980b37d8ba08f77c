export function errorsPage(
  catalog: Record<string, { exit: string; meaning: string }>,
  exit: Record<string, number>,
): string;
