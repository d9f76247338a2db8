import { buildAll } from './steps.ts';

await buildAll((line) => console.log(line));
console.log('Built.');
