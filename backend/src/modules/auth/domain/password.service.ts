import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

@Injectable()
export class PasswordService {
  /** A hash nobody's password has; verifying against it costs what a real one costs. */
  readonly #decoy = hash('no account has this password', parameters);

  hash(password: string): Promise<string> {
    return hash(password, parameters);
  }

  /** False for a missing hash too, after the same time. */
  async matches(stored: string | null, password: string): Promise<boolean> {
    const verified = await verify(stored ?? (await this.#decoy), password);
    return stored !== null && verified;
  }
}
