import { ConfigurationError } from './configuration-error.ts';
import { type ContractDeployment, readDeployment } from './deployment.ts';
import { maskVariable } from './mask.ts';
import { variableNotes } from './variable-notes.ts';
import { type Environment, environmentSchema, type ProcessKind, type VariableName } from './variables.ts';

interface RateLimits {
  /** Requests a minute. */
  readonly anonymous: number;
  readonly user: number;
  readonly admin: number;
}

/** All the process knows of its surroundings, read once. Also the injection token of it. */
export class Configuration {
  readonly environment: Environment;
  readonly deployment: ContractDeployment;

  constructor(environment: Environment, deployment: ContractDeployment) {
    this.environment = environment;
    this.deployment = deployment;
  }

  runs(kind: ProcessKind): boolean {
    return this.environment.PROCESS.includes(kind);
  }

  /** Whether money and chain are play money. */
  get sandbox(): boolean {
    return this.environment.STRIPE_API_KEY.startsWith('sk_test_');
  }

  get secureCookies(): boolean {
    return this.environment.PUBLIC_WEB_URL.startsWith('https:');
  }

  get rateLimits(): RateLimits {
    const { RATE_LIMIT_ANONYMOUS, RATE_LIMIT_USER, RATE_LIMIT_ADMIN } = this.environment;
    return {
      anonymous: RATE_LIMIT_ANONYMOUS ?? (this.sandbox ? 6000 : 10),
      user: RATE_LIMIT_USER ?? (this.sandbox ? 6000 : 100),
      admin: RATE_LIMIT_ADMIN ?? (this.sandbox ? 6000 : 1000),
    };
  }
}

const isVariable = (name: PropertyKey | undefined): name is VariableName =>
  typeof name === 'string' && Object.hasOwn(variableNotes, name);

/** Parses the environment alone; throws {@link ConfigurationError} for the first variable that is wrong. */
export function parseEnvironment(source: NodeJS.ProcessEnv): Environment {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(filled);
  if (parsed.success) return parsed.data;
  const name = parsed.error.issues[0]?.path[0];
  if (!isVariable(name)) throw parsed.error;
  const value = filled[name];
  const got = value === undefined ? 'is not set' : `got "${maskVariable(name, value)}"`;
  throw new ConfigurationError(name, got, variableNotes[name].expected);
}

/** What each identity provider cannot do without. */
const kycVariables = {
  sumsub: ['SUMSUB_APP_TOKEN', 'SUMSUB_SECRET_KEY', 'SUMSUB_WEBHOOK_SECRET'],
  persona: ['PERSONA_API_KEY', 'PERSONA_TEMPLATE_ID', 'PERSONA_WEBHOOK_SECRET'],
  veriff: ['VERIFF_API_KEY', 'VERIFF_SHARED_SECRET'],
} as const satisfies Record<Environment['KYC_PROVIDER'], readonly VariableName[]>;

/** The configuration of this process, complete and consistent but not yet probed. */
export function loadConfiguration(source: NodeJS.ProcessEnv): Configuration {
  const environment = parseEnvironment(source);
  if ((environment.ADMIN_EMAIL === undefined) !== (environment.ADMIN_PASSWORD === undefined)) {
    const missing = environment.ADMIN_EMAIL === undefined ? 'ADMIN_EMAIL' : 'ADMIN_PASSWORD';
    throw new ConfigurationError(missing, 'is not set', 'both of ADMIN_EMAIL and ADMIN_PASSWORD, or neither');
  }
  const lacking = kycVariables[environment.KYC_PROVIDER].find((name) => environment[name] === undefined);
  if (lacking !== undefined) {
    const got = `is not set, and KYC_PROVIDER is ${environment.KYC_PROVIDER}`;
    throw new ConfigurationError(lacking, got, variableNotes[lacking].expected);
  }
  return new Configuration(environment, readDeployment(environment.DEPLOYMENT_FILE, environment.CHAIN_ID));
}
