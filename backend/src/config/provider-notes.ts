import type { VariableNote } from './variable-note.ts';

/** What is to be known of the outside world: payments, identity checks, mail, storage. */
export const providerNotes = {
  STRIPE_API_KEY: {
    about: 'Stripe secret key.',
    expected: 'a Stripe secret key (sk_test_… or sk_live_…) which Stripe accepts',
    example: 'sk_test_freehold_sandbox',
    secret: true,
  },
  STRIPE_API_URL: {
    about: 'Stripe, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Stripe API',
    example: 'http://127.0.0.1:4010',
  },
  STRIPE_WEBHOOK_SECRET: {
    about: 'Signing secret of the Stripe webhook endpoint.',
    expected: 'a Stripe endpoint secret (whsec_…)',
    example: 'whsec_freehold_sandbox',
    secret: true,
  },
  CIRCLE_API_KEY: {
    about: 'Circle Mint API key.',
    expected: 'a Circle key (SAND_API_KEY:…:… or LIVE_API_KEY:…:…) which Circle accepts',
    example: 'SAND_API_KEY:freehold:sandbox',
    secret: true,
  },
  CIRCLE_API_URL: {
    about: 'Circle, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Circle API',
    example: 'http://127.0.0.1:4020',
  },
  CIRCLE_SNS_CERT_HOSTS: {
    about:
      'Hosts from which certificates of Circle notifications may be read (comma list, * for one label part).',
    expected: 'a comma list of hosts',
    example: '127.0.0.1:4020',
  },
  KYC_PROVIDER: {
    about: 'Who checks the identity of new investors; checks under way stay where they began.',
    expected: 'sumsub, persona or veriff, with the keys of it set',
    example: 'sumsub',
  },
  KYC_VALID_DAYS: {
    about: 'How long a passed identity check counts.',
    expected: 'a whole number of days from 1 to 3650',
    example: '365',
  },
  KYC_ATTESTATION_DAYS: {
    about:
      'How long an attestation on chain counts at most; it is renewed 30 days before, while the check counts.',
    expected: 'a whole number of days from 31 to 3650',
    example: '120',
  },
  SUMSUB_API_URL: {
    about: 'Sumsub, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Sumsub API',
    example: 'http://127.0.0.1:4050',
  },
  SUMSUB_APP_TOKEN: {
    about: 'Sumsub app token; it decides whether checks are played or real.',
    expected: 'a Sumsub app token (sbx:… or prd:…) which Sumsub accepts',
    example: 'sbx:freehold_sandbox',
    secret: true,
    optional: true,
  },
  SUMSUB_SECRET_KEY: {
    about: 'Signs requests to Sumsub.',
    expected: 'the secret key that belongs to the app token',
    example: 'freehold_sandbox_app_secret',
    secret: true,
    optional: true,
  },
  SUMSUB_WEBHOOK_SECRET: {
    about: 'Signing secret of the Sumsub webhook, not of the app token.',
    expected: 'the secret key of the webhook',
    example: 'freehold_sandbox_webhook_secret',
    secret: true,
    optional: true,
  },
  SUMSUB_WEBHOOK_DIGEST: {
    about: 'What the Sumsub webhook is signed with. SHA-1 is not taken.',
    expected: 'sha256 or sha512, as set at the webhook',
    example: 'sha256',
  },
  SUMSUB_LEVEL: {
    about: 'Verification level at Sumsub.',
    expected: 'the name of a level, exactly as it is written there',
    example: 'id-and-liveness',
  },
  PERSONA_API_URL: {
    about: 'Persona, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Persona API with its version, …/api/v1',
    example: 'http://127.0.0.1:4050/api/v1',
  },
  PERSONA_API_KEY: {
    about: 'Persona API key.',
    expected: 'a Persona key (persona_sandbox_… or persona_production_…)',
    example: '',
    secret: true,
    optional: true,
  },
  PERSONA_TEMPLATE_ID: {
    about: 'Inquiry template at Persona.',
    expected: 'an inquiry template (itmpl_…)',
    example: '',
    optional: true,
  },
  PERSONA_WEBHOOK_SECRET: {
    about: 'Signing secret of the Persona webhook.',
    expected: 'the secret of the webhook (wbhsec_…)',
    example: '',
    secret: true,
    optional: true,
  },
  VERIFF_API_URL: {
    about: 'Veriff, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable Veriff API',
    example: 'http://127.0.0.1:4050',
  },
  VERIFF_API_KEY: {
    about: 'Veriff API key of the integration.',
    expected: 'the API key of a Veriff integration',
    example: '',
    secret: true,
    optional: true,
  },
  VERIFF_SHARED_SECRET: {
    about: 'Signs requests to Veriff and webhooks from it.',
    expected: 'the shared secret key of the same integration',
    example: '',
    secret: true,
    optional: true,
  },
  SENDGRID_API_KEY: {
    about: 'SendGrid API key, for mail: password resets, notices.',
    expected: 'a SendGrid key (SG.…) that may send mail',
    example: 'SG.freehold_sandbox',
    secret: true,
  },
  SENDGRID_API_URL: {
    about: 'SendGrid, or the sandbox in its place.',
    expected: 'the http(s) URL of a reachable SendGrid API',
    example: 'http://127.0.0.1:4060',
  },
  MAIL_FROM: {
    about: 'Sender of every mail; its domain must be one that SendGrid may send for.',
    expected: 'an e-mail address',
    example: 'post@freehold.example',
  },
  S3_ENDPOINT: {
    about:
      'Object storage (S3, R2 or the sandbox) as browsers reach it, too: they upload and download there.',
    expected: 'the http(s) URL of a reachable S3 API',
    example: 'http://127.0.0.1:4070',
  },
  S3_REGION: {
    about: 'Region of the bucket; auto for R2 and the sandbox.',
    expected: 'the name of a region',
    example: 'auto',
  },
  S3_BUCKET: {
    about: 'The private bucket for documents. Its CORS rules must let PUBLIC_WEB_URL GET and PUT.',
    expected: 'the name of a bucket that the key may read and write',
    example: 'freehold-documents',
  },
  S3_ACCESS_KEY_ID: {
    about: 'Key of object storage.',
    expected: 'an access key that may read, write and delete in S3_BUCKET',
    example: 'FREEHOLDSANDBOX',
    secret: true,
  },
  S3_SECRET_ACCESS_KEY: {
    about: 'Signs requests to object storage and the links it is reached by.',
    expected: 'the secret that belongs to S3_ACCESS_KEY_ID',
    example: 'freehold_sandbox_storage_secret',
    secret: true,
  },
  BANK_WIRE: {
    about: 'Who sends the wire from the bank to Circle: a person, or the mock of a Circle sandbox.',
    expected: 'manual or circle-mock',
    example: 'circle-mock',
  },
} satisfies Record<string, VariableNote>;
