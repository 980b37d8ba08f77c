/** `12,345` */
export function number(n: number): string {
  // Not Intl: loading its rules would take longer than the rest of most commands' output.
  return Number.isInteger(n)
    ? String(n).replace(/\B(?=(\d{3})+$)/g, ',')
    : n.toLocaleString('en-US');
}
