import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayFetch, snsMessage, stringToSign } from './sns-message.ts';

const amazon = ['sns.*.amazonaws.com'];
const fields = {
  MessageId: 'm-1',
  TopicArn: 'arn:aws:sns:us-east-1:1:topic',
  Message: '{"a":1}',
  Timestamp: '2026-01-01T00:00:00.000Z',
  SignatureVersion: '1',
  Signature: 'c2lnbmF0dXJl',
  SigningCertURL: 'https://sns.us-east-1.amazonaws.com/cert.pem',
};

describe('hosts that may be fetched on the word of a message', () => {
  const cases: readonly (readonly [string, readonly string[], boolean])[] = [
    ['https://sns.us-east-1.amazonaws.com/cert.pem', amazon, true],
    ['http://sns.us-east-1.amazonaws.com/cert.pem', amazon, false],
    ['https://sns.us-east-1.amazonaws.com.evil.example/cert.pem', amazon, false],
    ['https://evil.example/sns.us-east-1.amazonaws.com', amazon, false],
    ['https://snsXus-east-1.amazonaws.com/cert.pem', amazon, false],
    ['https://sns.a.b.amazonaws.com/cert.pem', amazon, false],
    ['https://user@sns.us-east-1.amazonaws.com/cert.pem', amazon, false],
    ['https://sns.us-east-1.amazonaws.com:8443/cert.pem', amazon, false],
    ['http://127.0.0.1:4020/cert.pem', ['127.0.0.1:4020'], true],
    ['http://127.0.0.1:4021/cert.pem', ['127.0.0.1:4020'], false],
    ['http://169.254.169.254/latest/meta-data', ['169.254.169.254'], false],
    ['file:///etc/passwd', ['', 'etc'], false],
  ];
  for (const [url, allowed, expected] of cases) {
    it(`${expected ? 'include' : 'exclude'} ${url} when ${allowed.join(', ')} is allowed`, () => {
      assert.equal(mayFetch(new URL(url), allowed), expected);
    });
  }
});

describe('what Amazon SNS signs', () => {
  it('is name and value of fixed fields, each on its line; the subject only when there is one', () => {
    const message = snsMessage.parse({ Type: 'Notification', ...fields });
    assert.equal(
      stringToSign(message),
      `Message\n{"a":1}\nMessageId\nm-1\nTimestamp\n${fields.Timestamp}\nTopicArn\n${fields.TopicArn}\nType\nNotification\n`,
    );
    const withSubject = snsMessage.parse({ Type: 'Notification', Subject: 'S', ...fields });
    assert.match(stringToSign(withSubject), /MessageId\nm-1\nSubject\nS\nTimestamp/);
  });

  it('covers address and token of a subscription to confirm', () => {
    const message = snsMessage.parse({
      Type: 'SubscriptionConfirmation',
      SubscribeURL: 'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription',
      Token: 'token',
      ...fields,
    });
    assert.match(
      stringToSign(message),
      /SubscribeURL\nhttps:[^\n]+\nTimestamp\n[^\n]+\nToken\ntoken\nTopicArn/,
    );
  });
});
