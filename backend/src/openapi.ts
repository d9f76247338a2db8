import { errorEnvelopeSchema } from '@freehold/shared/config';
import { errorCatalogue } from '@freehold/shared/errors';
import type { Route } from '@freehold/shared/route';
import { allRoutes } from '@freehold/shared/routes';
import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'openapi-3.0',
  });
  return rest;
};

const isRecord = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

/** Properties of an object schema as parameters of one place. */
function parametersIn(place: 'path' | 'query', schema: z.ZodType): JsonSchema[] {
  const { properties, required } = schemaOf(schema, 'input');
  if (!isRecord(properties)) return [];
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, inner]) => ({
    name,
    in: place,
    required: place === 'path' || needed.includes(name),
    schema: inner,
  }));
}

const header = (name: string, description: string): JsonSchema => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** JSON as the schema says, or a file. */
const answerOf = (route: Route): JsonSchema =>
  route.produces === 'application/json'
    ? { 'application/json': { schema: schemaOf(route.response, 'output') } }
    : { [route.produces]: { schema: { type: 'string', format: 'binary' } } };

function operationOf(noun: string, name: string, route: Route): JsonSchema {
  const guarded = route.access !== 'public';
  const headers = [
    ...(guarded && route.method !== 'GET' ? [header('X-CSRF-Token', 'csrfToken of the session')] : []),
    ...(route.idempotent ? [header('Idempotency-Key', 'Same key, same answer; 8 to 128 characters')] : []),
  ];
  const body = schemaOf(route.body, 'input');
  const hasBody =
    route.method === 'POST' &&
    (Array.isArray(body.anyOf) || (isRecord(body.properties) && Object.keys(body.properties).length > 0));
  const json = (schema: JsonSchema): JsonSchema => ({ 'application/json': { schema } });
  return {
    operationId: name,
    tags: [noun],
    summary: route.summary,
    description: guarded
      ? `Permission: \`${route.access}\`${route.stepUp ? ', with a fresh proof of who is acting (`stepUp`)' : ''}${route.confirmedEmail ? '; the e-mail address must be confirmed' : ''}`
      : 'Open to everyone.',
    parameters: [...parametersIn('path', route.params), ...parametersIn('query', route.query), ...headers],
    ...(hasBody ? { requestBody: { required: true, content: json(body) } } : {}),
    ...(guarded ? { security: [{ session: [] }] } : {}),
    responses: {
      [String(route.status)]:
        route.status === 204 ? { description: 'Done' } : { description: 'Success', content: answerOf(route) },
      default: { description: 'Error', content: json({ $ref: '#/components/schemas/Error' }) },
    },
  };
}

/** The OpenAPI 3.0 document of the API, from the same contract that serves it. */
export function openApiDocument(serverUrl: string) {
  const paths: Record<string, JsonSchema> = {};
  for (const { noun, name, route } of allRoutes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(noun, name, route) };
  }
  const codes = Object.entries(errorCatalogue).map(
    ([code, { status, message }]) => `| ${code} | ${status} | ${message} |`,
  );
  return {
    openapi: '3.0.3',
    info: {
      title: 'Freehold',
      version: '1',
      description: [
        'Money and shares are whole numbers in strings: USD in cents, USDC in 10⁻⁶, shares in 10⁻¹⁸.',
        '',
        '| code | status | message |',
        '|---|---|---|',
        ...codes,
      ].join('\n'),
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: { Error: schemaOf(errorEnvelopeSchema, 'output') },
      securitySchemes: { session: { type: 'apiKey' as const, in: 'cookie', name: 'freehold_session' } },
    },
  };
}
