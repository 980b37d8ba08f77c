/** The text without a byte order mark, which some editors write before it. */
export const withoutBom = (text: string): string => text.replace(/^\ufeff/, '');
