// Reads script files, and runs them one after the other on one login.

const RULE = 'function (user, context, callback) {…}';
const ACTION = 'exports.onExecutePostLogin = async (event, api) => {…}';
const evaluate = globalThis.eval; // called by another name it is indirect: sloppy mode, global scope

const rules = [];
const actions = [];
let running;
let denied = false;

// Reading -------------------------------------------------------------------------------------------------------------

// The script begins on the second line of what is evaluated, so one line less. Columns are as they are, but for syntax
// errors: the engine states that of the function around them.
function positionOf(error) {
  const stack = attempt(() => text(error.stack)).value;
  const [, line, column] = /<input>:(\d+):(\d+)/.exec(stack) ?? [];
  if (line === undefined || line === '1') return { line: 0, column: 0 };
  return { line: line - 1, column: error instanceof SyntaxError ? 0 : Number(column) };
}

const unfit = (message) => Object.assign(new Error(message), { name: '' });

function attempt(program) {
  try {
    return { value: program() };
  } catch (error) {
    return { error, failed: true };
  }
}

const asRule = (source) => evaluate('(\n' + source.replace(/;\s*$/, '') + '\n)');

function asAction(source) {
  const module = { exports: {} };
  const body = evaluate('(function (exports, module, require) {\n' + source + '\n})');
  body.call(module.exports, module.exports, module, require);
  return module.exports;
}

function read({ index, source }) {
  const rule = attempt(() => asRule(source));
  if (typeof rule.value === 'function') return readRule(index, rule.value);
  const action = attempt(() => asAction(source));
  const handler = action.value?.onExecutePostLogin;
  if (typeof handler === 'function') return actions.push({ index, run: runAction, script: handler });
  const other = keys(action.value ?? {}).find((name) => /^on(Execute|Continue)[A-Z]/.test(name));
  if (other !== undefined && other !== 'onContinuePostLogin') {
    throw unfit(`${other} is for another trigger (expected: ${ACTION})`);
  }
  throw unreadable(source, rule, action);
}

function readRule(index, script) {
  if (script.name === 'onExecutePostLogin') {
    throw unfit(`onExecutePostLogin is not exported (expected: ${ACTION})`);
  }
  return rules.push({ index, run: runRule, script });
}

function unreadable(source, rule, action) {
  const code = source.replace(/^(\s|\/\/.*|\/\*[^]*?\*\/)+/, '');
  if (code === '') return unfit(`no code (expected: a Rule, ${RULE}, or an Action, ${ACTION})`);
  if (/\bexports\b/.test(code)) {
    return action.failed ? action.error : unfit(`exports no onExecutePostLogin (expected: ${ACTION})`);
  }
  if (rule.failed && /^(async\b|function\b|\()/.test(code)) return rule.error;
  if (action.failed && !(action.error instanceof SyntaxError)) return action.error;
  return unfit(`neither a Rule nor an Action (expected: ${RULE} or ${ACTION})`);
}

function load(task) {
  const { failed, error } = attempt(() => read(task));
  if (failed) host('problem', stringify({ __proto__: null, message: describe(error), ...positionOf(error) }));
}

// Room that is free in the memory image need not be asked for in each run: memory that grows is copied, and put back
// as a whole before the next run.
function reserve() {
  return new ArrayBuffer(2 * 1024 * 1024);
}

// Running -------------------------------------------------------------------------------------------------------------

function describe(error) {
  try {
    if (!(error instanceof Error)) return text(error).slice(0, maxText);
    const parts = [text(error.name), text(error.message)].filter((part) => part !== '');
    return parts.join(': ').slice(0, maxText);
  } catch {
    return 'an error that has no text';
  }
}

// The first denial stands, whatever a script does after it.
function fail(program, reason, message = '', position = {}) {
  if (denied) return;
  denied = true;
  host('deny', stringify({ __proto__: null, rule: program.index, reason, message, line: 0, column: 0, ...position }));
}

function refused(program, reason) {
  fail(program, 'REFUSED', reason === undefined || reason === null ? '' : text(reason).slice(0, maxText));
}

function threw(program, error) {
  const { name, message } = attempt(() => ({ name: error.name, message: error.message })).value ?? {};
  if (name === 'UnauthorizedError') return refused(program, message);
  if (name === 'InternalError' && message === 'out of memory') return fail(program, 'OUT_OF_MEMORY');
  return fail(program, 'THREW', describe(error), positionOf(error));
}

function runRule(program) {
  return new Promise((resolve) => {
    let calledBack = false;
    const callback = (error, user, context) => {
      if (calledBack) return fail(program, 'CALLED_BACK_TWICE');
      calledBack = true;
      if (error) threw(program, error);
      else accept(program, user, context);
      return resolve();
    };
    const broken = (error) => (threw(program, error), resolve());
    try {
      Promise.resolve(program.script.call(undefined, login.user, login.context, callback)).then(undefined, broken);
    } catch (error) {
      broken(error);
    }
  });
}

// A rule may hand on other objects than it was given, or none.
function accept(program, user = login.user, context = login.context) {
  if (!isObject(user)) return fail(program, 'THREW', 'called back with a user that is not an object');
  if (!isObject(context)) return fail(program, 'THREW', 'called back with a context that is not an object');
  login.user = user;
  login.context = context;
}

const revoked = (reason) => fail(running, 'REVOKED', reason === undefined ? '' : text(reason).slice(0, maxText));

// Both wait for the end of the run, as at Auth0: a later script may still refuse.
let pending;

function redirect(url) {
  pending = { program: running, reason: 'REDIRECT', message: withoutQuery(text(url)) };
}

function multifactor(always) {
  if (always || !hasSecondFactor(login.context)) pending ??= { program: running, reason: 'MULTIFACTOR', message: '' };
}

// The query may hold a token.
const withoutQuery = (url) => url.replace(/[?#][^]*$/, '').slice(0, maxText);

function hasSecondFactor({ authentication }) {
  const methods = authentication?.methods;
  return isArray(methods) && methods.some((method) => method?.name === 'mfa');
}

// What a Rule asks for by writing to its context.
function readWishes(program, { redirect: before, multifactor: factorBefore }) {
  const { redirect: wish, multifactor: factor, protocol } = login.context;
  if (isObject(wish) && wish.url !== undefined && wish !== before && protocol !== 'redirect-callback') {
    pending = { program, reason: 'REDIRECT', message: withoutQuery(text(wish.url)) };
  }
  if (isObject(factor) && factor !== factorBefore && factor.provider !== 'none') {
    multifactor(false);
  }
}

const api = apiWith({ deny: (reason) => refused(running, reason), revoke: revoked, redirect, multifactor });
provide('auth0', auth0);

async function runAction(program) {
  try {
    await program.script(eventOf(login), api);
  } catch (error) {
    threw(program, error);
  }
}

// Auth0 always has these.
const OBJECTS = ['clientMetadata', 'connectionMetadata', 'connectionOptions', 'samlConfiguration', 'stats'];

function ensureTokens(context) {
  if (!isObject(context.accessToken)) context.accessToken = {};
  if (!isObject(context.idToken)) context.idToken = {};
}

const fits = (json, limit) => json.length <= limit && (json.length * 3 <= limit || encoder.encode(json).length <= limit);

// What the login has come to, as text; undefined, and denied, when it is too much or cannot be written.
function written(program) {
  try {
    ensureTokens(login.context);
    const { scope, ...accessToken } = login.context.accessToken;
    const outcome = {
      __proto__: null, // a script may have given all objects a toJSON
      accessToken,
      idToken: login.context.idToken,
      scope: scopeList(scope) ?? null,
      refreshToken: login.refreshToken,
      effects: login.effects,
    };
    const result = { user: stringify(login.user), tokens: stringify(outcome) };
    if (fits(result.user, maxInput) && fits(result.tokens, maxOutput)) return result;
    return fail(program, 'OUTPUT_TOO_LARGE');
  } catch (error) {
    return threw(program, error);
  }
}

async function run({ user, context, cached, now, seed }) {
  setTimeAndChance(now, seed);
  login = newLogin(user, context);
  cache = { entries: cached, changed: false };
  pending = undefined;
  ensureTokens(context);
  for (const name of OBJECTS) context[name] ??= {};
  let result;
  for (const program of [...rules, ...actions]) {
    host('enter', text(program.index));
    running = program;
    const before = { ...login.context };
    await program.run(program);
    if (denied) return;
    if (login.context.primaryUser !== before.primaryUser) {
      return fail(program, 'THREW', settings.refusals['context.primaryUser']);
    }
    readWishes(program, before);
    result = written(program);
    if (denied) return;
  }
  if (pending !== undefined) return fail(pending.program, pending.reason, pending.message);
  if (cache.changed) host('cache', stringify({ __proto__: null, entries: cache.entries }));
  host('user', result.user);
  host('allow', result.tokens);
}

// The host asks for this, again and again, as long as a run has not come to its end.
function timer() {
  if (timers.length > 0) host('ticked');
  fireTimer();
}

function settle() {
  const room = reserve();
  timers = [];
  return room;
}

// After the libraries, and before the first script.
function open() {
  delete globalThis.__devicegate_library;
  provideGlobals();
}

const commands = { open, load, settle, run, timer };

// The host has one task for each call and gives it to the first who asks, so a script that calls this gets nothing.
defineProperty(globalThis, '__devicegate', {
  value: () => {
    const task = parse(host('task'));
    if (task !== null) commands[task.command](task);
  },
});
