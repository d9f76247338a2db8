import { defineConfig } from 'prisma/config';

// For people who prefer Prisma's own command line (`prisma migrate deploy`, `prisma studio`).
// The product itself migrates through src/migrate.ts, which needs no engine download.
export default defineConfig({
  schema: 'schema',
  migrations: { path: 'migrations' },
  ...(process.env.DATABASE_URL === undefined ? {} : { datasource: { url: process.env.DATABASE_URL } }),
});
