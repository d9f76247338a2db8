/** An answer that is not 2xx: `{ code, message }` under an HTTP status. */
export class CircleProblem extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Circle's code for an entity it could not accept. */
const INVALID_ENTITY = 2;

export function invalidEntity(message: string): CircleProblem {
  return new CircleProblem(400, INVALID_ENTITY, message);
}

export function notFound(noun: string, id: string): CircleProblem {
  return new CircleProblem(404, 404, `${noun} ${id} not found`);
}
