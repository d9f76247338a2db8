import { providerNotes } from './provider-notes.ts';
import type { VariableNote } from './variable-note.ts';
import type { VariableName } from './variables.ts';

/** The note of every variable. */
export const variableNotes: Readonly<Record<VariableName, VariableNote>> = {
  DATABASE_URL: {
    about: 'The one database. The process acts in role freehold_backend.',
    expected: 'the URL of a reachable PostgreSQL 15+ server, migrated to this version',
    example: 'postgres://freehold@127.0.0.1:54329/freehold',
  },
  RPC_URL: {
    about: 'Node of the chain, read through viem (and, independently, through ethers).',
    expected: 'the http(s) URL of an EVM JSON-RPC node',
    example: 'http://127.0.0.1:8545',
  },
  CHAIN_ID: {
    about: 'Chain the contracts live on; the node must agree.',
    expected: 'a whole number, the chain id which the node at RPC_URL answers',
    example: '31337',
  },
  DEPLOYMENT_FILE: {
    about: 'Addresses of the contracts; contracts/deployments/<CHAIN_ID>.json when left out.',
    expected: 'the path of a deployment file of this chain whose contracts have code',
    example: '.freehold/deployment.json',
    optional: true,
  },
  PROCESS: {
    about: 'What this process does: api, worker, scheduler (comma list) or all.',
    expected: 'api, worker, scheduler, a comma list of them, or all',
    example: 'all',
  },
  API_PORT: { about: 'Port of the API.', expected: 'a port from 1 to 65535', example: '4000' },
  API_HOST: {
    about: 'Interface the API listens on.',
    expected: 'an address of this machine',
    example: '127.0.0.1',
  },
  PUBLIC_WEB_URL: {
    about: 'Where people reach the web: links in invitations, return from payment, wallet sign-in domain.',
    expected: 'an http(s) URL',
    example: 'http://localhost:3000',
  },
  PUBLIC_API_URL: {
    about: 'Where providers reach the API: webhooks.',
    expected: 'an http(s) URL',
    example: 'http://localhost:4000',
  },
  SESSION_SECRET: {
    about: 'Signs CSRF tokens and invitations. Changing it ends them all.',
    expected: 'at least 32 random characters',
    example: '',
    secret: true,
  },
  ADMIN_EMAIL: {
    about: 'First administrator, made when there is none.',
    expected: 'an e-mail address',
    example: 'admin@freehold.example',
    optional: true,
  },
  ADMIN_PASSWORD: {
    about: 'Password of the first administrator.',
    expected: 'at least 10 characters',
    example: '',
    secret: true,
    optional: true,
  },
  ADMIN_TOTP_SECRET: {
    about: 'Second factor of the first administrator; set up at the first sign-in when left out.',
    expected: 'a secret for an authenticator app, 26 or more letters of base32',
    example: '',
    secret: true,
    optional: true,
  },
  DATA_ENCRYPTION_KEY: {
    about: 'Encrypts secrets that the database keeps, such as second factors. Losing it loses them.',
    expected: '64 random hex digits (32 bytes)',
    example: '',
    secret: true,
  },
  OPERATOR_PRIVATE_KEY: {
    about: 'Hot wallet: agent of the tokens, operator of dividends and treasury.',
    expected: '0x and 64 hex digits',
    example: '',
    secret: true,
  },
  ATTESTATION_PRIVATE_KEY: {
    about: 'Trusted issuer which attests investors.',
    expected: '0x and 64 hex digits',
    example: '',
    secret: true,
  },
  ANCHOR_PRIVATE_KEY: {
    about: 'Second signer of ledger anchors.',
    expected: '0x and 64 hex digits',
    example: '',
    secret: true,
  },
  PLATFORM_FEE_BPS: {
    about: 'Fee of the platform, in hundredths of a percent of gross rent.',
    expected: 'a whole number from 0 to 10000',
    example: '800',
  },
  RESERVE_BPS: {
    about: 'Kept per property for repairs, in hundredths of a percent of gross rent.',
    expected: 'a whole number from 0 to 10000',
    example: '500',
  },
  DIVIDEND_BATCH_SIZE: {
    about: 'Holders who are paid in one transaction.',
    expected: 'a whole number from 1 to 500',
    example: '200',
  },
  RATE_LIMIT_ANONYMOUS: {
    about: 'Unsafe requests a minute from one address without a session; 10, or 6000 with sandbox keys.',
    expected: 'a whole number above 0',
    example: '10',
    optional: true,
  },
  RATE_LIMIT_USER: {
    about: 'Requests a minute of one person; 100, or 6000 with sandbox keys.',
    expected: 'a whole number above 0',
    example: '100',
    optional: true,
  },
  RATE_LIMIT_ADMIN: {
    about: 'Requests a minute of one administrator; 1000, or 6000 with sandbox keys.',
    expected: 'a whole number above 0',
    example: '1000',
    optional: true,
  },
  REDIS_URL: {
    about: 'Queues on Redis or Valkey; on PostgreSQL when left out.',
    expected: 'a redis:// URL',
    example: 'redis://127.0.0.1:6379',
    optional: true,
  },
  LOG_LEVEL: {
    about: 'Least severe line that is logged.',
    expected: 'fatal, error, warn, info, debug, trace or silent',
    example: 'info',
  },
  ...providerNotes,
};
