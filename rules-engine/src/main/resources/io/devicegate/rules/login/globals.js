// What a script finds in its global scope: what Auth0's sandbox gives to Rules and Actions, and no way out.
// globals.js, actions.js and pipeline.js are joined, in this order, into one ES module; what they declare is private.
// They keep the built-in functions they need, because a script may replace the global ones.

const { parse, stringify } = JSON;
const { defineProperty, keys, hasOwn } = Object;
const { isArray } = Array;
const encoder = new TextEncoder();
const NativeDate = Date;
const nativeNow = Date.now;

// The only door to the host: text in, text out. A text has no toJSON, so no script can get between.
const javaInvoke = globalThis.java_invoke;
const host = (name, text = '') => parse(javaInvoke('devicegate', name, '[' + stringify(text) + ']'));

for (const name of ['java_invoke', 'devicegate', 'Javy', 'plugin']) delete globalThis[name];

const { configuration, secrets, maxInput, maxOutput, maxText } = parse(host('settings'));

const text = (value) => {
  try {
    return String(value);
  } catch {
    return 'a value that has no text';
  }
};

const isObject = (value) => typeof value === 'object' && value !== null && !isArray(value);

const copy = (value) => (value === undefined ? undefined : parse(stringify(value)));

function provide(name, value) {
  defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
}

function UnauthorizedError(message) {
  const error = new Error(message);
  error.name = 'UnauthorizedError';
  Object.setPrototypeOf(error, UnauthorizedError.prototype);
  return error;
}
UnauthorizedError.prototype = Object.create(Error.prototype, {
  constructor: { value: UnauthorizedError, writable: true, configurable: true },
  name: { value: 'UnauthorizedError', writable: true, configurable: true },
});

function require(name) {
  const error = new Error(`Cannot find module '${text(name)}': login rules run without modules`);
  error.code = 'MODULE_NOT_FOUND';
  throw error;
}

// Console: the first few characters of a run go to the host's debug log, as a tenant keeps only so much.
let consoleRoom = maxText;

function printable(value) {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return text(value);
  try {
    return stringify(value) ?? text(value);
  } catch {
    return text(value);
  }
}

function print(...values) {
  if (consoleRoom <= 0) return;
  const line = values.map(printable).join(' ').slice(0, consoleRoom);
  consoleRoom -= line.length;
  host('print', line);
}

// Time is the host's clock, and chance is seeded for each run: every run starts from the same memory image, so the
// engine's own generator would repeat itself.
let clockOffset = 0;
let chance = { a: 1, b: 2, c: 3, counter: 1 };

function setTimeAndChance(now, seed) {
  clockOffset = now - nativeNow();
  chance = { a: seed[0], b: seed[1], c: seed[2], counter: 1 };
}

// sfc32, seeded by the host's secure random.
function nextWord() {
  const { a, b, c, counter } = chance;
  const word = (a + b + counter) | 0;
  chance = { a: b ^ (b >>> 9), b: (c + (c << 3)) | 0, c: (((c << 21) | (c >>> 11)) + word) | 0, counter: counter + 1 };
  return word >>> 0;
}

NativeDate.now = () => nativeNow() + clockOffset;
const HostDate = new Proxy(NativeDate, {
  construct: (target, values, newTarget) =>
    Reflect.construct(target, values.length === 0 ? [nativeNow() + clockOffset] : values, newTarget),
  apply: () => text(new HostDate()),
});
NativeDate.prototype.constructor = HostDate;

function random() {
  if (chance.counter === 1) for (let i = 0; i < 12; i++) nextWord(); // mixes the seed
  return (nextWord() * 0x200000 + (nextWord() >>> 11)) / 0x20000000000000;
}

Math.random = random;

provide('Date', HostDate);
provide('global', globalThis);
provide('configuration', configuration);
provide('UnauthorizedError', UnauthorizedError);
provide('require', require);
provide('console', { log: print, info: print, warn: print, error: print, debug: print, trace: print });
