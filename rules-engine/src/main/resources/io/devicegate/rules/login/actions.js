// The two arguments of an Action, made from what a Rule gets: event from user and context, api writing back to them.

// The one login that is judged in a run.
let login = newLogin({}, {});

function newLogin(user, context) {
  const refreshToken = { ...context.refreshToken?.metadata };
  return { user, context, refreshToken, transaction: {}, effects: { appMetadata: {}, userMetadata: {} } };
}

function eventOf({ user, context, refreshToken, transaction }) {
  const request = isObject(context.request) ? context.request : {};
  return copy({
    client: { client_id: context.clientID, name: context.clientName, metadata: context.clientMetadata ?? {} },
    connection: {
      id: context.connectionID,
      name: context.connection,
      strategy: context.connectionStrategy,
      metadata: context.connectionMetadata ?? {},
    },
    request: {
      ip: request.ip,
      method: request.method,
      hostname: request.hostname,
      user_agent: request.userAgent,
      language: request.language,
      query: request.query ?? {},
      body: request.body ?? {},
      geoip: geoipOf(request.geoip),
    },
    stats: { logins_count: context.stats?.loginsCount },
    tenant: { id: isObject(context.tenant) ? context.tenant.id : context.tenant },
    user: { ...user, app_metadata: user.app_metadata ?? {}, user_metadata: user.user_metadata ?? {} },
    authentication: {
      methods: context.authentication?.methods ?? [],
      riskAssessment: context.authentication?.riskAssessment ?? context.riskAssessment,
    },
    authorization: { roles: context.authorization?.roles ?? [] },
    organization: context.organization,
    resource_server: resourceServerOf(context, request),
    session: sessionOf(context),
    refresh_token: refreshTokenOf(context, refreshToken),
    secrets,
    configuration,
    transaction: {
      acr_values: spaceSeparated(request.query?.acr_values),
      ui_locales: spaceSeparated(request.query?.ui_locales),
      ...context.transaction,
      protocol: context.protocol,
      requested_scopes: requestedScopes(context),
      metadata: { ...context.transaction?.metadata, ...transaction },
    },
  });
}

function geoipOf(geoip) {
  if (!isObject(geoip)) return {};
  return {
    cityName: geoip.city_name,
    continentCode: geoip.continent_code,
    countryCode: geoip.country_code,
    countryCode3: geoip.country_code3,
    countryName: geoip.country_name,
    latitude: geoip.latitude,
    longitude: geoip.longitude,
    subdivisionCode: geoip.subdivision_code,
    subdivisionName: geoip.subdivision_name,
    timeZone: geoip.time_zone,
  };
}

function resourceServerOf(context, request) {
  const identifier = context.audience ?? request.query?.audience ?? request.body?.audience;
  return identifier === undefined ? undefined : { identifier };
}

function sessionOf(context) {
  if (!isObject(context.session) && context.sessionID === undefined) return undefined;
  return { id: context.sessionID, ...context.session };
}

// Auth0 has no refresh token in the context of a Rule; the host passes it as context.refreshToken.
function refreshTokenOf(context, written) {
  if (!isObject(context.refreshToken) && keys(written).length === 0) return undefined;
  return { ...context.refreshToken, metadata: written };
}

function requestedScopes(context) {
  const { transaction, request } = context;
  return scopeList(transaction?.requested_scopes ?? request?.query?.scope ?? request?.body?.scope) ?? [];
}

const spaceSeparated = (value) => (typeof value === 'string' ? value.split(' ').filter((part) => part !== '') : []);

// A scope is a list, or text with spaces between; undefined when it is neither.
function scopeList(scope) {
  const list = typeof scope === 'string' ? scope.split(' ') : scope;
  if (!isArray(list)) return undefined;
  return [...new Set(list.filter((name) => typeof name === 'string' && name !== ''))];
}

// An assignment to __proto__ would change the prototype instead of adding a name.
function put(target, name, value, member) {
  if (typeof name !== 'string' || name === '') throw new TypeError(`${member}: the name is not a text`);
  if (name === '__proto__') return;
  if (value === null) delete target[name];
  else target[name] = value;
}

const metadata = (key) => (isObject(login.user[key]) ? login.user[key] : (login.user[key] = {}));
const scope = () => scopeList(login.context.accessToken.scope) ?? requestedScopes(login.context);
const setScope = (list) => (login.context.accessToken.scope = scopeList(list));

function setAccessTokenClaim(name, value) {
  // Under this name lies what addScope and removeScope write.
  if (name !== 'scope') put(login.context.accessToken, name, value, 'api.accessToken.setCustomClaim');
}

// What a script asks the host to keep with the user: the last word counts, and null takes away.
const effects = {
  appMetadata: (name, value) => setMetadata('app_metadata', 'appMetadata', name, value, 'api.user.setAppMetadata'),
  userMetadata: (name, value) => setMetadata('user_metadata', 'userMetadata', name, value, 'api.user.setUserMetadata'),
  time: (name, at, member) => {
    const millis = at instanceof NativeDate ? at.getTime() : at;
    if (!Number.isFinite(millis)) throw new TypeError(`${member}: not a time in milliseconds`);
    login.effects[name] = Math.trunc(millis);
  },
};

function setMetadata(key, effect, name, value, member) {
  put(metadata(key), name, value, member);
  if (name !== '__proto__') login.effects[effect][name] = value === undefined ? null : value;
}

function updateMetadata(effect, member) {
  return (id, values, callback) => {
    const { error, failed } = attempt(() => {
      if (id !== login.user.user_id) throw new Error(`${member}: only the user who logs in can be changed`);
      if (!isObject(values)) throw new TypeError(`${member}: the metadata is not an object`);
      for (const name of keys(values)) {
        if (name !== '__proto__' && values[name] !== undefined) login.effects[effect][name] = values[name];
      }
    });
    if (typeof callback === 'function') return queue(callback, failed ? error : null, login.user);
    return failed ? Promise.reject(error) : Promise.resolve(login.user);
  };
}

// What Rules know as the client of the Management API.
const auth0 = guarded(
  {
    users: guarded(
      {
        updateAppMetadata: updateMetadata('appMetadata', 'auth0.users.updateAppMetadata'),
        updateUserMetadata: updateMetadata('userMetadata', 'auth0.users.updateUserMetadata'),
      },
      'auth0.users',
    ),
    accessToken: undefined,
    domain: undefined,
    baseUrl: undefined,
  },
  'auth0',
);

const chained = (program) => ({ program, chained: true });
const nothing = () => {};

// Made once, and part of every run's memory image. A function that is chained returns the api.
function apiWith({ deny, revoke, redirect, multifactor }) {
  const challenge = chained(() => multifactor(false));
  const enroll = chained(() => multifactor(true));
  const members = {
    access: { deny: chained(deny) },
    accessToken: {
      setCustomClaim: chained(setAccessTokenClaim),
      addScope: chained((name) => setScope([...scope(), name])),
      removeScope: chained((name) => setScope(scope().filter((other) => other !== name))),
    },
    authentication: {
      challengeWith: challenge,
      challengeWithAny: challenge,
      enrollWith: enroll,
      enrollWithAny: enroll,
    },
    cache: { get: cacheGet, set: cacheSet, delete: cacheDelete },
    idToken: {
      setCustomClaim: chained((name, value) => put(login.context.idToken, name, value, 'api.idToken.setCustomClaim')),
    },
    multifactor: { enable: chained((provider) => provider !== 'none' && multifactor(false)) },
    prompt: { render: chained(() => redirect('a prompt')) },
    redirect: {
      canRedirect: () => false,
      encodeToken,
      sendUserTo: chained((url) => redirect(url)),
      validateToken: () => {
        throw new Error('api.redirect.validateToken: no redirect led here');
      },
    },
    refreshToken: {
      revoke: chained(revoke),
      setMetadata: chained((name, value) => putRefreshMetadata(login.refreshToken, name, value)),
      deleteMetadata: chained((name) => putRefreshMetadata(login.refreshToken, name, null)),
      evictMetadata: chained(() => (login.refreshToken = {})),
      setExpiresAt: chained((at) => effects.time('refreshTokenExpiresAt', at, 'api.refreshToken.setExpiresAt')),
      setIdleExpiresAt: chained((at) =>
        effects.time('refreshTokenIdleExpiresAt', at, 'api.refreshToken.setIdleExpiresAt'),
      ),
    },
    rules: { wasExecuted: (name) => rules.some(({ index }) => settings.names[index] === name) },
    session: {
      revoke: chained(revoke),
      setExpiresAt: chained((at) => effects.time('sessionExpiresAt', at, 'api.session.setExpiresAt')),
      setIdleExpiresAt: chained((at) => effects.time('sessionIdleExpiresAt', at, 'api.session.setIdleExpiresAt')),
    },
    transaction: {
      setMetadata: chained((name, value) => put(login.transaction, name, value, 'api.transaction.setMetadata')),
    },
    user: { setAppMetadata: chained(effects.appMetadata), setUserMetadata: chained(effects.userMetadata) },
    validation: { error: chained((code, message) => deny(message ?? code)) },
  };
  for (const path of settings.ignored) {
    const [, group, name] = path.split('.');
    (members[group] ??= {})[name] = chained(nothing);
  }
  const groups = {};
  const api = guarded(groups, 'api');
  for (const group of keys(members)) {
    const functions = {};
    for (const name of keys(members[group])) {
      const member = members[group][name];
      functions[name] = member.chained ? (...values) => (member.program(...values), api) : member;
    }
    groups[group] = guarded(functions, `api.${group}`);
  }
  return api;
}

// A JSON Web Token (RFC 7519) that the page behind a redirect can check. HS256 is all that Auth0 offers here too.
function encodeToken({ secret, payload, expiresInSeconds = 900 }) {
  const now = Math.floor((nativeNow() + clockOffset) / 1000);
  const { request } = login.context;
  const claims = {
    iat: now,
    exp: now + expiresInSeconds,
    iss: request?.hostname,
    sub: login.user.user_id,
    ip: request?.ip,
    ...payload,
  };
  const part = (value) => host('base64url', stringify(value));
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${host('sign', stringify({ secret: text(secret), text: signed }))}`;
}

// Cache: the entries of this user, as the host kept them, and written back when the run ends well.
let cache = { entries: [], changed: false };

function cacheGet(key) {
  const now = nativeNow() + clockOffset;
  const entry = cache.entries.find((other) => other.key === key && other.expiresAt > now);
  return entry === undefined ? undefined : { value: entry.value, expires_at: entry.expiresAt };
}

// Auth0's own limits.
const CACHE = { entries: 20, key: 64, value: 4096, total: 8192, ttl: 900_000, maxTtl: 86_400_000 };

function cacheSet(key, value, { expires_at, ttl } = {}) {
  const now = nativeNow() + clockOffset;
  const refused = (code) => ({ type: 'error', code });
  if (typeof key !== 'string' || !fits(key, CACHE.key)) return refused('KEY_SIZE_EXCEEDED');
  if (typeof value !== 'string') return refused('INVALID_VALUE');
  if (!fits(value, CACHE.value)) return refused('ITEM_SIZE_EXCEEDED');
  const expiresAt = expires_at ?? now + (ttl ?? CACHE.ttl);
  if (!Number.isFinite(expiresAt)) return refused('INVALID_EXPIRY');
  const others = cache.entries.filter((other) => other.key !== key && other.expiresAt > now);
  if (others.length >= CACHE.entries) return refused('CACHE_SIZE_EXCEEDED');
  const entry = { __proto__: null, key, value, expiresAt: Math.trunc(Math.min(expiresAt, now + CACHE.maxTtl)) };
  const size = (total, other) => total + encoder.encode(other.key).length + encoder.encode(other.value).length;
  if ([...others, entry].reduce(size, 0) > CACHE.total) return refused('CACHE_SIZE_EXCEEDED');
  cache = { entries: [...others, entry], changed: true };
  return { type: 'success', record: { value, expires_at: entry.expiresAt } };
}

function cacheDelete(key) {
  cache = { entries: cache.entries.filter((other) => other.key !== key), changed: true };
  return { type: 'success' };
}

// Auth0's own limits: 25 entries, names and values of at most 255 characters.
function putRefreshMetadata(target, name, value) {
  const member = 'api.refreshToken.setMetadata';
  const kept = value === null || value === undefined ? null : text(value);
  if (text(name).length > 255 || (kept ?? '').length > 255) {
    throw new RangeError(`${member}: a name or value is longer than 255 characters`);
  }
  put(target, name, kept, member);
  if (keys(target).length > 25) throw new RangeError(`${member}: more than 25 entries`);
}

// A member that is not there is refused by its full name, rather than as "undefined is not a function".
function guarded(members, path) {
  return new Proxy(members, {
    get: (target, name) => {
      if (typeof name === 'symbol' || hasOwn(target, name) || name === 'then') return target[name];
      return path === 'api' ? guarded({}, `api.${name}`) : refuse(`${path}.${name}`);
    },
    set: (target, name) => {
      throw new Error(`${path}.${text(name)} = … is not supported by login rules here`);
    },
  });
}

function refuse(member) {
  throw new Error(settings.refusals[member] ?? `${member}${settings.unknown}`);
}
