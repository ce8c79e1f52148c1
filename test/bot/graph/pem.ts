/** A certificate and its key, made for one test: none lies about. */
import { createSign, generateKeyPairSync } from 'node:crypto';

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
const seq = (...parts: Buffer[]) => der(0x30, ...parts);
const hex = (text: string) => Buffer.from(text, 'hex');
/** sha256WithRSAEncryption, with no parameters */
const ALGORITHM = seq(der(0x06, hex('2a864886f70d01010b')), der(0x05));
/** commonName */
const NAME = seq(der(0x31, seq(der(0x06, hex('550403')), der(0x0c, Buffer.from('mailtrail test')))));
const time = (text: string) => der(0x17, Buffer.from(text));

/** PEM of a self-signed X.509 certificate, and of its private key. */
export function makePem(): { certificate: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = seq(
    der(0x02, hex('01')),
    ALGORITHM,
    NAME,
    seq(time('260101000000Z'), time('360101000000Z')),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = createSign('sha256').update(content).sign(privateKey);
  const whole = seq(content, ALGORITHM, der(0x03, hex('00'), signature));
  const lines = whole
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trim();
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
