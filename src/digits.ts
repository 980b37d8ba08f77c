/** `12,345` */
export function number(n: number): string {
  // Loading the rules of a language would take longer than all else that most commands print.
  return Number.isInteger(n)
    ? String(n).replace(/\B(?=(\d{3})+$)/g, ',')
    : n.toLocaleString('en-US');
}
