import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { variableNotes } from './variable-notes.ts';
import { environmentSchema, type VariableName } from './variables.ts';

const line = (name: VariableName): string => {
  const note = variableNotes[name];
  const marks = [note.optional === true ? 'optional' : '', note.secret === true ? 'secret' : ''].filter(
    Boolean,
  );
  const mark = marks.length > 0 ? ` (${marks.join(', ')})` : '';
  const assignment = `${name}=${note.example}`;
  return `# ${note.about}${mark}\n# Expected ${note.expected}.\n${note.optional === true ? `# ${assignment}` : assignment}\n`;
};

/** The text of `.env.example`: every variable with its purpose. */
export const envExample = (): string =>
  `# Generated from backend/src/config/variables.ts by \`node backend/dist/config/env-example.js\`.\n\n${environmentSchema
    .keyof()
    .options.map(line)
    .join('\n')}`;

if (process.argv[1] === import.meta.filename) {
  writeFileSync(resolve(import.meta.dirname, '../../../.env.example'), envExample());
}
