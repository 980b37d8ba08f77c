export function provisionPage(page: string): Promise<string>;
export const scenarioNames: string[];
