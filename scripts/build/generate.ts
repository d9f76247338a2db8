import { generate } from './steps.ts';

await generate((line) => console.log(line));
console.log('Generated.');
