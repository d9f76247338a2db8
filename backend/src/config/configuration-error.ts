/** One variable is wrong: the sentence names it, what it holds (secrets masked) and what was expected. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(variable: string, got: string, expected: string) {
    super(`${variable}: ${got}. Expected ${expected}.`);
  }
}
