import type { KycProviderName } from '@freehold/shared/kyc';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.ts';
import { PersonaProvider } from '../datasources/persona.provider.ts';
import { SumsubProvider } from '../datasources/sumsub.provider.ts';
import { VeriffProvider } from '../datasources/veriff.provider.ts';
import type { KycProvider } from './kyc-provider.ts';

/** The providers whose keys we hold. New checks go to one of them; running ones stay where they began. */
@Injectable()
export class KycProviders {
  readonly #providers: ReadonlyMap<string, KycProvider>;
  readonly #chosen: KycProviderName;

  constructor(configuration: Configuration) {
    const { environment } = configuration;
    this.#chosen = environment.KYC_PROVIDER;
    const all = [sumsubOf(environment), personaOf(environment), veriffOf(environment)];
    this.#providers = new Map(
      all.flatMap((provider) => (provider === null ? [] : [[provider.name, provider]])),
    );
  }

  get all(): readonly KycProvider[] {
    return [...this.#providers.values()];
  }

  /** Where new checks go. */
  get chosen(): KycProvider {
    const provider = this.find(this.#chosen);
    if (provider === undefined) throw new Error(`KYC_PROVIDER is ${this.#chosen}, but its keys are not set.`);
    return provider;
  }

  find(name: string | null): KycProvider | undefined {
    return name === null ? undefined : this.#providers.get(name);
  }
}

type Environment = Configuration['environment'];

function sumsubOf(environment: Environment): KycProvider | null {
  const { SUMSUB_API_URL, SUMSUB_APP_TOKEN, SUMSUB_SECRET_KEY, SUMSUB_WEBHOOK_SECRET } = environment;
  if (!SUMSUB_APP_TOKEN || !SUMSUB_SECRET_KEY || !SUMSUB_WEBHOOK_SECRET) return null;
  return new SumsubProvider({
    apiUrl: SUMSUB_API_URL,
    appToken: SUMSUB_APP_TOKEN,
    secretKey: SUMSUB_SECRET_KEY,
    webhookSecret: SUMSUB_WEBHOOK_SECRET,
    webhookDigest: environment.SUMSUB_WEBHOOK_DIGEST,
    level: environment.SUMSUB_LEVEL,
  });
}

function personaOf(environment: Environment): KycProvider | null {
  const { PERSONA_API_URL, PERSONA_API_KEY, PERSONA_TEMPLATE_ID, PERSONA_WEBHOOK_SECRET } = environment;
  if (!PERSONA_API_KEY || !PERSONA_TEMPLATE_ID || !PERSONA_WEBHOOK_SECRET) return null;
  return new PersonaProvider({
    apiUrl: PERSONA_API_URL,
    apiKey: PERSONA_API_KEY,
    templateId: PERSONA_TEMPLATE_ID,
    webhookSecret: PERSONA_WEBHOOK_SECRET,
  });
}

function veriffOf(environment: Environment): KycProvider | null {
  const { VERIFF_API_URL, VERIFF_API_KEY, VERIFF_SHARED_SECRET } = environment;
  if (!VERIFF_API_KEY || !VERIFF_SHARED_SECRET) return null;
  return new VeriffProvider({
    apiUrl: VERIFF_API_URL,
    apiKey: VERIFF_API_KEY,
    sharedSecret: VERIFF_SHARED_SECRET,
  });
}
