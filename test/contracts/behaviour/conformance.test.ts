import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { examine } from '../conformance/deployment.ts';
import { ourDeployments } from '../conformance/our-deployments.ts';
import { registriesConform } from '../conformance/registry-suite.ts';
import { realWorldAssetConforms } from '../conformance/rwa-suite.ts';
import { signaturesConform } from '../conformance/signature-suite.ts';
import * as standards from '../conformance/standards.ts';
import { tokenConforms } from '../conformance/token-suite.ts';
import { createPlatform } from '../support/platform.ts';

/** Our token answers the standards it claims, in each way it can be deployed. */
for (const deployment of await ourDeployments(await createPlatform())) {
  describe(`Conformance of our token as ${deployment.name}`, () => {
    const examined = examine(deployment);
    tokenConforms(deployment, examined);
    registriesConform(deployment, examined);
    signaturesConform(deployment, examined);
    realWorldAssetConforms(deployment, examined);

    it('every event of every standard was seen, laid out as its text says', () => {
      assert.deepEqual(examined.unseen(...Object.values(standards)), []);
    });
  });
}
