import type { Request, RequestHandler, Response } from 'express';
import { openGate, pause, reset } from '../core/fault-gate.ts';
import type { KycContext } from './context.ts';
import { personaRefusal } from './persona/persona-signature.ts';
import { Problem, problemOf, sumsubProblem } from './problem.ts';
import type { KycProviderName } from './records.ts';
import { refusalOf } from './sumsub/sumsub-signature.ts';
import { veriffRefusal } from './veriff/veriff-signature.ts';

export interface Answer {
  readonly status: number;
  readonly body: object;
}

/** What every call has around its own work: whose it is, faults in force, one transaction. */
export class KycRouter {
  readonly #context: KycContext;

  constructor(context: KycContext) {
    this.#context = context;
  }

  serve(provider: KycProviderName, work: (request: Request) => Answer): RequestHandler {
    return async (request, response) => {
      const gate = openGate(this.#context.world.faults, 'kyc', request);
      try {
        const refused = this.#refuse(provider, request);
        if (refused !== null) throw refused;
        await pause(gate.delayMs);
        if (gate.before === 'reset') return reset(response);
        if (gate.before === 'error') throw problemOf(provider, 500, 'Internal error');
        if (gate.before === 'rate_limit') throw problemOf(provider, 429, 'Too many requests');
        const answer = this.#context.world.database.transaction(() => work(request));
        if (gate.after === 'reset') return reset(response);
        if (gate.after !== 'pass') throw problemOf(provider, 500, 'Internal error');
        send(response, answer);
      } catch (error) {
        send(response, this.#toAnswer(provider, error));
      }
    };
  }

  #refuse(provider: KycProviderName, request: Request): Problem | null {
    const { settings } = this.#context;
    if (provider === 'sumsub') {
      const refusal = refusalOf(request, settings.sumsub);
      return refusal === null ? null : sumsubProblem(401, refusal);
    }
    if (provider === 'persona') return personaRefusal(request, settings.persona.apiKey);
    return veriffRefusal(request, settings.veriff);
  }

  #toAnswer(provider: KycProviderName, error: unknown): Answer {
    if (error instanceof Problem) return { status: error.status, body: error.body };
    this.#context.world.log.error({ err: error }, 'a KYC request failed inside the sandbox');
    return problemOf(provider, 500, error instanceof Error ? error.message : 'unknown error');
  }
}

function send(response: Response, answer: Answer): void {
  response.status(answer.status).json(answer.body);
}
