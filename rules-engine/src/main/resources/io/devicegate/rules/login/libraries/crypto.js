// Node's crypto, as far as published rules use it. The host hashes; binary data is a text of one character per byte.
const { Buffer } = require('buffer');

const HASHES = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const MAX_DATA = 1024 * 1024;

function bytesOf(data, encoding) {
  if (data instanceof KeyObject) return data.export();
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
  if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  throw new TypeError('The data must be a text, a Buffer or a typed array');
}

function algorithmOf(name) {
  const algorithm = String(name).toLowerCase().replace(/^(rsa-)?sha-?(\d)/, 'sha$2');
  if (!HASHES.includes(algorithm)) throw new Error(`${name} is not supported by login rules here: use ${HASHES.join(', ')}`);
  return algorithm;
}

class Digest {
  constructor(algorithm, key) {
    this._algorithm = algorithmOf(algorithm);
    this._key = key === undefined ? undefined : bytesOf(key);
    this._chunks = [];
    this._length = 0;
  }

  update(data, encoding) {
    if (this._chunks === undefined) throw new Error('Digest already called');
    const bytes = bytesOf(data, encoding);
    this._length += bytes.length;
    if (this._length > MAX_DATA) throw new RangeError('more than 1 MB to hash');
    this._chunks.push(Buffer.from(bytes));
    return this;
  }

  digest(encoding) {
    if (this._chunks === undefined) throw new Error('Digest already called');
    const data = Buffer.concat(this._chunks).toString('latin1');
    this._chunks = undefined;
    const key = this._key === undefined ? null : this._key.toString('latin1');
    const result = Buffer.from(host('digest', JSON.stringify([this._algorithm, key, data])), 'latin1');
    return encoding === undefined || encoding === 'buffer' ? result : result.toString(encoding);
  }
}

class KeyObject {
  constructor(bytes) {
    Object.defineProperty(this, 'bytes', { value: bytes });
  }

  get type() {
    return 'secret';
  }

  get symmetricKeySize() {
    return this.bytes.length;
  }

  export() {
    return this.bytes;
  }
}

// A public key is known to everybody. Were it taken for a secret, everybody could sign with it.
function createSecretKey(key, encoding) {
  const bytes = Buffer.from(bytesOf(key, encoding));
  if (bytes.toString('latin1').includes('-----BEGIN ')) {
    throw new Error('This is a PEM key, not a secret: login rules here sign and verify with HS256, HS384 and HS512 only');
  }
  if (bytes.length === 0) throw new RangeError('The secret is empty');
  return new KeyObject(bytes);
}

function asymmetric(name) {
  return () => {
    throw new Error(`crypto.${name} is not supported by login rules here: only secrets are, not key pairs`);
  };
}

function randomBytes(size, callback) {
  if (!Number.isInteger(size) || size < 0 || size > 65536) throw new RangeError('size: expected 0 to 65536');
  const bytes = globalThis.crypto.getRandomValues(Buffer.alloc(size));
  if (typeof callback !== 'function') return bytes;
  Promise.resolve().then(() => callback(null, bytes));
  return undefined;
}

function randomInt(min, max) {
  const [low, high] = max === undefined || typeof max === 'function' ? [0, min] : [min, max];
  const range = high - low;
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || range <= 0 || range > 2 ** 48) {
    throw new RangeError('min and max: expected whole numbers, min < max');
  }
  const limit = 2 ** 48 - (2 ** 48 % range);
  for (;;) {
    const chosen = randomBytes(6).readUIntBE(0, 6);
    if (chosen < limit) return low + (chosen % range);
  }
}

function timingSafeEqual(a, b) {
  const [left, right] = [bytesOf(a), bytesOf(b)];
  if (left.length !== right.length) throw new RangeError('Input buffers must have the same byte length');
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= left[i] ^ right[i];
  return difference === 0;
}

const members = {
  createHash: (algorithm) => new Digest(algorithm),
  createHmac: (algorithm, key) => new Digest(algorithm, key),
  createSecretKey,
  createPrivateKey: asymmetric('createPrivateKey'),
  createPublicKey: asymmetric('createPublicKey'),
  getHashes: () => [...HASHES],
  getRandomValues: (array) => globalThis.crypto.getRandomValues(array),
  KeyObject,
  randomBytes,
  randomInt,
  randomUUID: () => globalThis.crypto.randomUUID(),
  timingSafeEqual,
  webcrypto: globalThis.crypto,
};

module.exports = new Proxy(members, {
  get: (target, name) => {
    if (typeof name === 'symbol' || Object.hasOwn(target, name) || name === 'then' || name === 'default') return target[name];
    throw new Error(`crypto.${name} is not supported by login rules here`);
  },
});
