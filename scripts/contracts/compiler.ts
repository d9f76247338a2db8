import solc from 'solc';

/** The compiler of the contracts, straight: standard JSON in and out. */
export const compile = (input: unknown): unknown => JSON.parse(solc.compile(JSON.stringify(input)));
