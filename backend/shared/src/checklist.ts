import { z } from 'zod';
import { defineRoute } from './define-route.ts';
import { idParams } from './primitives.ts';

export const checklistItems = [
  'ADDRESS',
  'UNITS',
  'VALUATION',
  'TITLE_DEED',
  'VALUATION_REPORT',
  'INSURANCE',
] as const;
export type ChecklistItemName = (typeof checklistItems)[number];

export const checklistItemSchema = z.object({
  name: z.enum(checklistItems),
  done: z.boolean(),
  /** What is there, or what is missing and what to do. */
  sentence: z.string(),
});
export type ChecklistItem = z.infer<typeof checklistItemSchema>;

/** What a property needs before it is approved; nothing is tokenized that was not approved. */
export const checklistSchema = z.object({
  /** Every item is done: it can be approved without a reason. */
  complete: z.boolean(),
  items: z.array(checklistItemSchema),
});
export type Checklist = z.infer<typeof checklistSchema>;

export const readChecklist = defineRoute({
  method: 'GET',
  path: '/v1/properties/:id/checklist',
  access: 'property.checklist',
  summary: 'What the property has and lacks of what an approval needs',
  params: idParams,
  response: checklistSchema,
});
