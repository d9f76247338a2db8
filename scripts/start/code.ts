import { fromBase32, TOTP_PERIOD_SECONDS, totpCode, totpStep } from '@freehold/shared/totp';
import { DEMO_ADMIN } from './settings.ts';

const now = Date.now();
const step = totpStep(now);
const left = Math.ceil(((step + 1) * TOTP_PERIOD_SECONDS * 1_000 - now) / 1_000);
console.log(
  `${totpCode(fromBase32(DEMO_ADMIN.totpSecret), step)}  (administrator of the local system; for ${left} more seconds, once)`,
);
