import type { ExpenseCategory } from '@freehold/shared/expense';

export const expenseWords: Readonly<Record<ExpenseCategory, string>> = {
  REPAIRS: 'Repairs',
  UTILITIES: 'Utilities',
  INSURANCE: 'Insurance',
  TAXES: 'Taxes',
  CLEANING: 'Cleaning',
  MANAGEMENT: 'Management',
  OTHER: 'Other',
};
