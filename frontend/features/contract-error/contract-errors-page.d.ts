/** The page \`docs/contract-errors.md\`: every custom error with its meaning and the next step, by contract. */
export declare function contractErrorsPage(): string;
