import { Prisma } from '@freehold/database/client';

/** Whether a write failed because a unique value exists already. */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
