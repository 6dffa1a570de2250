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
  const file = attempt(() => read(task));
  if (file.failed) host('problem', stringify({ __proto__: null, message: describe(file.error), ...positionOf(file.error) }));
}

// Room that is free in the memory image need not be asked for in each run: memory of an engine grows, and never shrinks.
function settle() {
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

const api = apiWith((reason) => refused(running, reason));

async function runAction(program) {
  try {
    await program.script(eventOf(login), api);
  } catch (error) {
    threw(program, error);
  }
}

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
    };
    const result = { user: stringify(login.user), tokens: stringify(outcome) };
    if (fits(result.user, maxInput) && fits(result.tokens, maxOutput)) return result;
    return fail(program, 'OUTPUT_TOO_LARGE');
  } catch (error) {
    return threw(program, error);
  }
}

async function run({ user, context, now, seed }) {
  setTimeAndChance(now, seed);
  login = { user, context, refreshToken: {} };
  ensureTokens(context);
  let result;
  for (const program of [...rules, ...actions]) {
    host('enter', text(program.index));
    running = program;
    await program.run(program);
    if (denied) return;
    result = written(program);
    if (denied) return;
  }
  host('user', result.user);
  host('allow', result.tokens);
}

const commands = { load, settle, run };

// The host has one task for each call and gives it to the first who asks, so a script that calls this gets nothing.
defineProperty(globalThis, '__devicegate', {
  value: () => {
    const task = parse(host('task'));
    if (task !== null) commands[task.command](task);
  },
});
