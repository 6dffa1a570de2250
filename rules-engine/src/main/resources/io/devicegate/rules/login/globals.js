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

const settings = parse(host('settings'));
const { configuration, secrets, maxInput, maxOutput, maxText } = settings;

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

// Modules: libraries are defined before the scripts are read, and only those that the scripts name.
const libraries = Object.create(null);

const library = (name) => libraries[name].exports;

// Gone before the first script is read.
globalThis.__devicegate_library = (name, define) => {
  const module = { exports: {} };
  libraries[name] = module;
  define.call(module.exports, module.exports, module, library, host);
  if (name === 'buffer') provide('Buffer', module.exports.Buffer); // the libraries that follow expect it
};

function require(name) {
  const path = text(name);
  if (!hasOwn(settings.modules, path)) {
    const error = new Error(`Cannot find module '${path}': it was not asked for by require('…') when the script was read`);
    error.code = 'MODULE_NOT_FOUND';
    throw error;
  }
  const [module, member] = settings.modules[path];
  return member === '' ? library(module) : library(module)[member];
}

// The names that libraries provide to all scripts, such as Buffer.
function provideGlobals() {
  for (const [name, module, member] of settings.globals) {
    provide(name, member === '' ? library(module) : library(module)[member]);
  }
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

// Timers: nobody waits. A timer that is due next fires as soon as nothing else is left to do, and the clock moves on by
// its delay. So a rule that sets a time limit for itself, or waits between two tries, ends as it would at Auth0.
let timers = [];
let lastTimer = 0;

function setTimer(callback, delay, values, repeats) {
  if (typeof callback !== 'function') throw new TypeError('a timer needs a function');
  const wait = Math.min(Math.max(Number(delay) || 0, repeats ? 1 : 0), 0x7fffffff);
  const timer = { id: ++lastTimer, at: nativeNow() + clockOffset + wait, callback, values, wait, repeats };
  timers.push(timer);
  return { id: timer.id, ref: () => {}, unref: () => {}, [Symbol.toPrimitive]: () => timer.id };
}

function clearTimer(timer) {
  const id = isObject(timer) ? timer.id : timer;
  timers = timers.filter((other) => other.id !== id);
}

// Fires the next timer; false when there is none.
function fireTimer() {
  if (timers.length === 0) return false;
  const next = timers.reduce((first, timer) => (timer.at < first.at ? timer : first));
  clockOffset += Math.max(0, next.at - nativeNow() - clockOffset);
  if (next.repeats) next.at += next.wait;
  else clearTimer(next.id);
  next.callback(...next.values);
  return true;
}

function queue(callback, ...values) {
  Promise.resolve().then(() => callback(...values));
}

// Binary data goes to the host, and comes from it, as a text of one character for each byte.
function randomValues(array) {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  if (bytes.length > 65536) throw new RangeError('more than 65536 bytes of chance at a time');
  const chosen = host('random', text(bytes.length));
  for (let i = 0; i < bytes.length; i++) bytes[i] = chosen.charCodeAt(i);
  return array;
}

const webCrypto = { getRandomValues: randomValues, randomUUID: () => host('uuid') };

provide('Date', HostDate);
provide('global', globalThis);
provide('configuration', configuration);
provide('UnauthorizedError', UnauthorizedError);
provide('require', require);
provide('console', { log: print, info: print, warn: print, error: print, debug: print, trace: print });
provide('crypto', webCrypto);
provide('process', { env: {}, version: 'v22.0.0', versions: { node: '22.0.0' }, nextTick: queue });
provide('setTimeout', (callback, delay, ...values) => setTimer(callback, delay, values, false));
provide('setInterval', (callback, delay, ...values) => setTimer(callback, delay, values, true));
provide('setImmediate', (callback, ...values) => setTimer(callback, 0, values, false));
provide('queueMicrotask', queue);
for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) provide(name, clearTimer);
