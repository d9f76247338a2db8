import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const schemaFolder = join(root, 'schema');
const generatedFolder = join(root, 'generated');
const stampFile = join(generatedFolder, '.schema-hash');
const require = createRequire(import.meta.url);

/** The hash of everything the generated client depends on: the schema files and Prisma's version. */
function schemaHash(): string {
  const hash = createHash('sha256');
  hash.update(readFileSync(require.resolve('prisma/package.json')));
  for (const name of readdirSync(schemaFolder).sort()) {
    if (name.endsWith('.prisma')) hash.update(name).update(readFileSync(join(schemaFolder, name)));
  }
  return hash.digest('hex');
}

/**
 * Writes the typed Prisma client into `generated/`, offline. Does nothing when the schema is unchanged.
 * Throws with Prisma's own message when the schema is wrong.
 */
export async function generateDatabaseClient(): Promise<{ readonly generated: boolean }> {
  const hash = schemaHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return { generated: false };
  try {
    await promisify(execFile)(
      process.execPath,
      [require.resolve('prisma/build/index.js'), 'generate', '--schema', schemaFolder],
      {
        cwd: root,
        env: {
          ...process.env,
          // Generation is wasm; naming any executable here only keeps Prisma from downloading its native engine.
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          CHECKPOINT_DISABLE: '1',
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
        },
      },
    );
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    throw new Error(`The Prisma schema in ${schemaFolder} could not be generated.\n${output}`, {
      cause: error,
    });
  }
  writeFileSync(stampFile, hash);
  return { generated: true };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { generated } = await generateDatabaseClient();
  console.log(generated ? 'Database client generated.' : 'Database client is up to date.');
}
