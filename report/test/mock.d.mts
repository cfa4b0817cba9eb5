export const HOSTILE: string[];
export function pack(json: unknown, arrays: Record<string, [string, ArrayLike<number>]>): string;
export function write(file: string, n: number, hostile?: boolean): number;
