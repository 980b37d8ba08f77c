export function lintPage(
  page: string,
  rules: readonly {
    id: string;
    severity: string;
    summary: string;
    explain: string;
    examples: readonly { file: string }[];
  }[],
): string;
