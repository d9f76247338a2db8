import { z } from 'zod';

const answer = z.object({ data: z.array(z.object({ subject: z.string(), text: z.string() })) });
export type SandboxMail = z.infer<typeof answer>['data'][number];

/** What the mail provider has got for an address, newest first. */
export async function mailsTo(mailUrl: string, email: string): Promise<readonly SandboxMail[]> {
  const response = await fetch(`${mailUrl}/_sandbox/mails?to=${encodeURIComponent(email)}`);
  return answer.parse(await response.json()).data;
}
