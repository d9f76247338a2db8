import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type SnsMessage, signSns, stringToSign } from './sns-signature.ts';

const NOTIFICATION: SnsMessage = {
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: 'arn:aws:sns:us-west-2:123456789012:MyTopic',
  Message: 'Hello world!',
  Timestamp: '2012-05-02T00:54:06.655Z',
};
const CONFIRMATION: SnsMessage = {
  ...NOTIFICATION,
  Type: 'SubscriptionConfirmation',
  Token: 'token-1',
  SubscribeURL: 'https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription',
};

/** A key for this test alone. */
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----
MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAJ1QG6bGM3Mb2Ja4
M/9SlFDYL9uvZpXrr6APY4Rq56gg85kJLJQOwSxw4VsartWlmRZQ86rDgtB7ALYQ
NZ/I2UpjwLD4eMqgrR+7dooHwkIn5491z6zXOrXHm3Nln+Xd9E9G7O347lkaXBgI
4J74M2ApUIsXeokq1AA58p1A4ollAgMBAAECgYAX38Jyiv3f6Ef0h7wMcaHkqwqI
UpRFCGG87tjxja/eijGt9gB3781NS0xIIUKLVfhntJ1mOwmtTh2Lg+Y/e6HONWZQ
r7KxMkOnAbff6E+WUwTQnXsGDsymxrPkbbOKTMBklfc3iETsb3/CbnkyWjpDzX17
Ch5aml0xgYLRLmA++QJBAM/bXkOUWuaxmBsz7FbO/rubzAzkBDdjeRP+NioHpG/w
ycnAHadZw+3iRTxhsHbxXI+3l1BvuXeCE5y9MiBW+0MCQQDBv8sc/y6VDQ0SuXz/
d5jPNRIp3osu+5dsJUQxWfeaUYcTV2YiAMVy/uVTK/q4UsuL+WiKNfuXu6nUOvXU
X1o3AkAXe4UOxXfvkCjLCfatZ/1HXLaUzj3btBU9uP6NiQd+zgk+DcJL4cxM179S
rwasqV/3rJofsD+XzM5Cau160djZAkBeQPmEj7ePlxvHAimG9h2Gn+DIMZUwNADE
AZUdFRFZJ1Q42om6/PkRKmNRhNGhndWbsKdkpUJR3F+P+Wbh+8kdAkAU03p0Ulri
B9YNyn3OyhqD/vB+kUK2MGQOOogykEVrUUW6bUw+6I1vuFzupVswcWi161N3TeCX
ehGC9gMfAolj
-----END PRIVATE KEY-----
`;

describe('the SNS signature', () => {
  it('covers a notification’s fields in order', () => {
    assert.equal(
      stringToSign(NOTIFICATION),
      'Message\nHello world!\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nTimestamp\n2012-05-02T00:54:06.655Z\nTopicArn\narn:aws:sns:us-west-2:123456789012:MyTopic\nType\nNotification\n',
    );
  });

  it('covers token and link of a confirmation', () => {
    assert.equal(
      stringToSign(CONFIRMATION),
      'Message\nHello world!\nMessageId\n22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324\nSubscribeURL\nhttps://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription\nTimestamp\n2012-05-02T00:54:06.655Z\nToken\ntoken-1\nTopicArn\narn:aws:sns:us-west-2:123456789012:MyTopic\nType\nSubscriptionConfirmation\n',
    );
  });

  it('is the known answer in both versions', () => {
    // Computed with: openssl dgst -sha1 -sign key.pem (and -sha256) over the text above, in base64.
    assert.equal(
      signSns(NOTIFICATION, PRIVATE_KEY, '1'),
      'a1LMLLxUc/Lu9YdEMl/3uXh0WX+EAomIa3yUI5dmvBB29dktoHfqKDuKy2fvsGthu6ciY9wViRIBuOF6UNrTsgjipQVIgHPAcg8clgmPiAXBry3L8eb9Xf1jzHKvLSrzRwNbBCM2BCe8j0qr69sPTVXJNK96Ht6fpupeVv28rmU=',
    );
    assert.equal(
      signSns(NOTIFICATION, PRIVATE_KEY, '2'),
      'bpBhudVg9dpficEQjuDPHQPjtshd3tWNdg46tdDlnWH1J7iAYZ9J0+eidRXSWhvZI+S3LD8kFnrqWBoZMJ1EuzsMnEr16Ek8d0eW20gp5sjWt0Wk5iLeV9rHl0wnM9Tbh1I5hAM3+mI62hRozXdZQ3hOlYlf52LUeb+isrS8tuQ=',
    );
  });
});
