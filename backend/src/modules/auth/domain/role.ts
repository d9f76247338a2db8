import { type Role, roles } from '@freehold/shared/permissions';
import { z } from 'zod';

const roleSchema = z.enum(roles);

/** The role as the database has it, checked. */
export const roleOf = (value: string): Role => roleSchema.parse(value);
