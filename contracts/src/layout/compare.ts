import type { Field, Layout } from './layouts.ts';

/**
 * What a new version would break of the storage an old version wrote: one sentence each, none when it only appends.
 */
export function brokenBy(old: Layout, next: Layout): string[] {
  const problems = fieldsBroken(`${old.contract}`, old.plain, next.plain);
  for (const [id, fields] of Object.entries(old.namespaces)) {
    const now = next.namespaces[id];
    const where = `${old.contract}, ${id}`;
    problems.push(...(now ? fieldsBroken(where, fields, now) : [`${where}: the namespace disappeared.`]));
  }
  for (const [name, { fields }] of Object.entries(old.structs)) {
    const now = next.structs[name];
    const where = `${old.contract}, ${name}`;
    if (!now) {
      if (mentions(next, name)) problems.push(`${where}: it is no longer a struct.`);
      continue;
    }
    problems.push(...fieldsBroken(where, fields, now.fields));
    if (now.inArray && now.fields.length > fields.length) {
      problems.push(`${where}: it grew, which moves every element of the arrays it is in.`);
    }
  }
  for (const [name, members] of Object.entries(old.enums)) {
    const now = next.enums[name];
    if (!now) continue;
    members.forEach((member, index) => {
      if (now[index] !== member) {
        problems.push(
          `${old.contract}, ${name}: value ${index} was ${member} and is ${now[index] ?? 'gone'}.`,
        );
      }
    });
  }
  for (const [name, constants] of Object.entries(old.words)) {
    for (const [constant, value] of Object.entries(constants)) {
      const now = next.words[name]?.[constant];
      if (now !== value) {
        problems.push(`${old.contract}, ${name}: ${constant} was ${value} and is ${now ?? 'gone'}.`);
      }
    }
  }
  return problems;
}

function fieldsBroken(where: string, old: readonly Field[], next: readonly Field[]): string[] {
  return old.flatMap((field) => {
    const there = next.find(({ label }) => label === field.label);
    const inPlace = next.find(({ slot, offset }) => slot === field.slot && offset === field.offset);
    if (!there) {
      const now = inPlace ? `; ${inPlace.label} (${inPlace.type}) is in its place` : '';
      return [`${where}: ${field.label} (${field.type}) disappeared${now}.`];
    }
    if (there.slot !== field.slot || there.offset !== field.offset) {
      return [
        `${where}: ${field.label} moved from slot ${field.slot}, byte ${field.offset} to slot ${there.slot}, byte ${there.offset}.`,
      ];
    }
    if (there.type !== field.type) {
      return [`${where}: ${field.label} was ${field.type} and is ${there.type}.`];
    }
    return [];
  });
}

const mentions = ({ namespaces, plain }: Layout, name: string): boolean =>
  [...Object.values(namespaces).flat(), ...plain].some(({ type }) =>
    type.includes(name.replace('struct ', '')),
  );
