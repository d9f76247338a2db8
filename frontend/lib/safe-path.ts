/** A path of this site to return to; anything that could lead elsewhere becomes undefined. */
export function safePath(value: string | null | undefined): string | undefined {
  if (!value?.startsWith('/') || value.startsWith('//') || value.includes('\\')) return undefined;
  return value;
}
