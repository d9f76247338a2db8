import { variableNotes } from './variable-notes.ts';
import type { VariableName } from './variables.ts';

/** A URL with its password replaced, so that it may be printed. */
export function maskUrl(value: string): string {
  const parsed = URL.parse(value);
  if (parsed === null) return value.replace(/:[^:@/]+@/, ':***@');
  if (parsed.password !== '') parsed.password = '***';
  return parsed.toString().replace(/\/$/, '');
}

/** The value of a variable as a refusal may show it. */
export function maskVariable(name: VariableName, value: string): string {
  if (variableNotes[name].secret === true) {
    const shown = /^(sk|rk|whsec|pk)_(test|live)?_?|^[A-Z]+_API_KEY:|^SG\.|^0x/.exec(value)?.[0] ?? '';
    return `${shown}*** (${value.length} characters)`;
  }
  return maskUrl(value);
}
