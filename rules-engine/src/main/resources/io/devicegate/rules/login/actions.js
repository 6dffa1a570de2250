// The two arguments of an Action, made from what a Rule gets: event from user and context, api writing back to them.

// The one login that is judged in a run.
let login = { user: {}, context: {}, refreshToken: {} };

function eventOf({ user, context, refreshToken }) {
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
    session: context.sessionID === undefined ? undefined : { id: context.sessionID },
    refresh_token: refreshTokenOf(context, refreshToken),
    secrets,
    transaction: {
      ...context.transaction,
      protocol: context.protocol,
      requested_scopes: requestedScopes(context),
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

// Auth0 has no refresh token in the context of a Rule; the host passes it as context.refreshToken.
function refreshTokenOf(context, written) {
  if (!isObject(context.refreshToken) && keys(written).length === 0) return undefined;
  return { ...context.refreshToken, metadata: { ...context.refreshToken?.metadata, ...written } };
}

function requestedScopes(context) {
  const { transaction, request } = context;
  return scopeList(transaction?.requested_scopes ?? request?.query?.scope ?? request?.body?.scope) ?? [];
}

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

// Made once, and part of every run's memory image. Each function returns the api, so that calls can be chained.
function apiWith(deny) {
  const members = {
    access: { deny },
    accessToken: {
      setCustomClaim: setAccessTokenClaim,
      addScope: (name) => setScope([...scope(), name]),
      removeScope: (name) => setScope(scope().filter((other) => other !== name)),
    },
    idToken: {
      setCustomClaim: (name, value) => put(login.context.idToken, name, value, 'api.idToken.setCustomClaim'),
    },
    refreshToken: { setMetadata: (name, value) => putRefreshMetadata(login.refreshToken, name, value) },
    user: {
      setAppMetadata: (name, value) => put(metadata('app_metadata'), name, value, 'api.user.setAppMetadata'),
      setUserMetadata: (name, value) => put(metadata('user_metadata'), name, value, 'api.user.setUserMetadata'),
    },
  };
  const groups = {};
  const api = guarded(groups, 'api');
  for (const group of keys(members)) {
    const chained = {};
    for (const name of keys(members[group])) {
      chained[name] = (...values) => (members[group][name](...values), api);
    }
    groups[group] = guarded(chained, `api.${group}`);
  }
  return api;
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
    set: (target, name) => refuse(`${path}.${text(name)} = …`),
  });
}

function refuse(member) {
  throw new Error(`${member} is not supported by login rules here`);
}
